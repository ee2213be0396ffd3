package org.cimlet.execute;

import java.util.List;
import org.cimlet.tensor.WeightMatrix;

/// The order of a stack's output channels: those of its linears in turn, each linear spread evenly,
/// so that any slice of the stack holds the same share of each.
///
/// @param linear at `c`: which linear channel `c` belongs to
/// @param row at `c`: which of its outputs it is
record Interleaving(int[] linear, int[] row) {

  static Interleaving of(List<? extends WeightMatrix> linears) {
    int channels = linears.stream().mapToInt(WeightMatrix::outputs).sum();
    int[] linear = new int[channels];
    int[] row = new int[channels];
    int[] next = new int[linears.size()];
    for (int c = 0; c < channels; c++) {
      int chosen = -1;
      for (int i = 0; i < next.length; i++) {
        if (next[i] < linears.get(i).outputs()
            && (chosen < 0 || isBehind(next, linears, i, chosen))) {
          chosen = i;
        }
      }
      linear[c] = chosen;
      row[c] = next[chosen]++;
    }
    return new Interleaving(linear, row);
  }

  /// Whether less of linear `a` has had its turn than of `b`.
  private static boolean isBehind(int[] next, List<? extends WeightMatrix> linears, int a, int b) {
    return (long) (next[a] + 1) * linears.get(b).outputs()
        < (long) (next[b] + 1) * linears.get(a).outputs();
  }
}
