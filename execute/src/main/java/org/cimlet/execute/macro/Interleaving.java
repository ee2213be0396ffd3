package org.cimlet.execute.macro;

import java.util.List;
import org.cimlet.tensor.WeightMatrix;

/// The order of the output channels of fused linears: those of its linears in turn, each linear
/// spread evenly, so that any slice of them holds the same share of each.
final class Interleaving {
  private final int[] linear;
  private final int[] row;

  private Interleaving(int[] linear, int[] row) {
    this.linear = linear;
    this.row = row;
  }

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

  /// Channels of fused linears.
  int size() {
    return row.length;
  }

  /// Which linear a channel belongs to.
  int linear(int channel) {
    return linear[channel];
  }

  /// Which of its linear's outputs a channel is.
  int row(int channel) {
    return row[channel];
  }

  /// Whether less of linear `a` has had its turn than of `b`.
  private static boolean isBehind(int[] next, List<? extends WeightMatrix> linears, int a, int b) {
    return (long) (next[a] + 1) * linears.get(b).outputs()
        < (long) (next[b] + 1) * linears.get(a).outputs();
  }
}
