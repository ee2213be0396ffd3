package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.Arrays;

/// Byte pair encoding: of all neighbours that may merge, those of the lowest rank do, the leftmost
/// first, until none may. Takes time as n log n.
public final class PairMerging {
  /// What [Pairs] gives for neighbours that may not merge.
  public static final long NONE = -1;

  private final Pairs pairs;
  private final int[] symbols;
  private final int[] next;
  private final int[] previous;
  private final LongHeap candidates = new LongHeap();

  private PairMerging(Pairs pairs, int[] symbols) {
    this.pairs = pairs;
    this.symbols = symbols.clone();
    this.next = new int[symbols.length];
    this.previous = new int[symbols.length];
    for (int i = 0; i < symbols.length; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
    }
  }

  /// Which neighbours may merge.
  @FunctionalInterface
  public interface Pairs {
    /// The rank in the upper and the merged symbol in the lower 32 bits, or [PairMerging#NONE].
    long merged(int left, int right);
  }

  public static long merge(int rank, int symbol) {
    return ((long) rank << Integer.SIZE) | symbol;
  }

  public static int symbol(long merged) {
    return (int) merged;
  }

  private static int rank(long merged) {
    return (int) (merged >>> Integer.SIZE);
  }

  /// The symbols that are left when none may merge any more.
  public static int[] merge(int[] symbols, Pairs pairs) {
    return symbols.length < 2 ? symbols : new PairMerging(pairs, symbols).run();
  }

  private int[] run() {
    for (int i = 0; i + 1 < symbols.length; i++) {
      offer(i);
    }
    while (!candidates.isEmpty()) {
      long candidate = candidates.removeLeast();
      int at = (int) candidate;
      // a symbol that was merged away has no neighbour; one that was merged has new ones
      if (next[at] < symbols.length && next[at] > 0) {
        long merged = pairs.merged(symbols[at], symbols[next[at]]);
        if (merged != NONE && rank(merged) == rank(candidate)) {
          join(at, symbol(merged));
        }
      }
    }
    return left();
  }

  private void offer(int at) {
    if (at >= 0 && next[at] < symbols.length) {
      long merged = pairs.merged(symbols[at], symbols[next[at]]);
      if (merged != NONE) {
        candidates.add(merge(rank(merged), at));
      }
    }
  }

  private void join(int at, int merged) {
    int gone = next[at];
    symbols[at] = merged;
    next[at] = next[gone];
    if (next[at] < symbols.length) {
      previous[next[at]] = at;
    }
    next[gone] = 0;
    offer(previous[at]);
    offer(at);
  }

  private int[] left() {
    int[] left = new int[symbols.length];
    int count = 0;
    for (int at = 0; at < symbols.length; at = next[at]) {
      left[count++] = symbols[at];
    }
    return Arrays.copyOf(left, count);
  }
}
