package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.Arrays;

/// Which two symbols merge, by hashing: half a million pairs in eight megabytes.
public final class Merges implements PairMerging.Pairs {
  private final long[] keys;
  private final long[] values;
  private final int mask;

  /// @param most pairs that are going to be put
  public Merges(int most) {
    int slots = Integer.highestOneBit(Math.max(most, 1)) * 4;
    this.keys = new long[slots];
    this.values = new long[slots];
    this.mask = slots - 1;
    Arrays.fill(values, PairMerging.NONE);
  }

  /// Adds a pair; the lower rank stays where it is there already.
  public void put(int left, int right, int rank, int merged) {
    long key = key(left, right);
    int slot = slot(key);
    if (values[slot] == PairMerging.NONE) {
      keys[slot] = key;
      values[slot] = PairMerging.merge(rank, merged);
    }
  }

  @Override
  public long merged(int left, int right) {
    return values[slot(key(left, right))];
  }

  private static long key(int left, int right) {
    return ((long) left << Integer.SIZE) | right;
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (values[slot] != PairMerging.NONE && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
