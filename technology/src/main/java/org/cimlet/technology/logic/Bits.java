package org.cimlet.technology.logic;

import java.util.SplittableRandom;

/// Random bits of which some share are ones.
final class Bits {
  /// Digits of a share that count.
  private static final int PRECISION = 20;

  private Bits() {}

  /// 64 of them.
  static long of(SplittableRandom random, double share) {
    if (share == 0.5) {
      return random.nextLong();
    }
    long digits = Math.round(share * (1L << PRECISION));
    if (digits == 0 || digits == 1L << PRECISION) {
      return digits == 0 ? 0 : -1;
    }
    long bits = 0;
    for (int i = Long.numberOfTrailingZeros(digits); i < PRECISION; i++) {
      long next = random.nextLong();
      bits = (digits >>> i & 1) == 1 ? bits | next : bits & next;
    }
    return bits;
  }
}
