package org.cimlet.explore.search;

/// A fixed shuffle of the numbers `0 .. size-1`, each found by itself: a Feistel network of four
/// rounds on the next power of four, walked on until it is back in the range.
public final class Permutation {
  private static final int ROUNDS = 4;

  private final long size;
  private final int half;
  private final long mask;
  private final long seed;

  /// @param size numbers, at least 1
  /// @param seed which shuffle
  public Permutation(long size, long seed) {
    this.size = size;
    this.seed = seed;
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1));
    this.half = (bits + 1) / 2;
    this.mask = (1L << half) - 1;
  }

  /// Where a number goes.
  public long of(long number) {
    long at = number;
    do {
      at = shuffled(at);
    } while (at >= size);
    return at;
  }

  private long shuffled(long number) {
    long left = number >>> half;
    long right = number & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = left ^ (mix(right + 0x9E3779B97F4A7C15L * (seed * ROUNDS + round + 1)) & mask);
      left = right;
      right = mixed;
    }
    return left << half | right;
  }

  /// The finalizer of SplitMix64.
  static long mix(long number) {
    long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
