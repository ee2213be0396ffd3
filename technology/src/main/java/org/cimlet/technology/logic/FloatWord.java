package org.cimlet.technology.logic;

/// A floating-point word: a sign, an exponent, and a fraction behind a hidden one.
public record FloatWord(int exponentBits, int fractionBits) {
  /// @throws IllegalArgumentException where a part has no bits
  public FloatWord {
    if (exponentBits < 1 || fractionBits < 1) {
      throw new IllegalArgumentException("a floating-point word must have exponent and fraction");
    }
  }

  /// Bits of a signed mantissa: sign, hidden one, fraction.
  public int mantissaBits() {
    return fractionBits + 2;
  }

  /// Bits of the word.
  public int bits() {
    return 1 + exponentBits + fractionBits;
  }
}
