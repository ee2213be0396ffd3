package org.cimlet.rtl.folder;

import java.math.BigInteger;

/// Elements packed into one word, the first lowest, each as two's complement of some bits.
final class Words {
  private Words() {}

  static BigInteger packed(byte[] elements, int bits) {
    BigInteger word = BigInteger.ZERO;
    for (int i = elements.length - 1; i >= 0; i--) {
      word = word.shiftLeft(bits).or(cut(elements[i], bits));
    }
    return word;
  }

  static BigInteger packed(long[] masks, int from, int count, int bits) {
    BigInteger word = BigInteger.ZERO;
    for (int i = from + count - 1; i >= from; i--) {
      BigInteger mask = i < masks.length ? cut(masks[i], bits) : BigInteger.ZERO;
      word = word.shiftLeft(bits).or(mask);
    }
    return word;
  }

  /// The lower bits of a number.
  static BigInteger cut(long value, int bits) {
    return BigInteger.valueOf(value).mod(BigInteger.ONE.shiftLeft(bits));
  }
}
