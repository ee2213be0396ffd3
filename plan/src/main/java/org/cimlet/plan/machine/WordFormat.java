package org.cimlet.plan.machine;

/// What the bits of a stored weight stand for.
public enum WordFormat {
  /// A signed whole number.
  INTEGER("int", 0, 0, 0),
  /// Brain floating point: 8 bits of exponent, 7 of fraction.
  BF16("bf16", 8, 7, 0x1.FEp127),
  /// IEEE 754 half precision: 5 bits of exponent, 10 of fraction.
  FP16("fp16", 5, 10, 65_504),
  /// 8 bits with 4 of exponent and 3 of fraction, up to 448 (OCP 8-bit floating point, 2023).
  FP8_E4M3("fp8_e4m3", 4, 3, 448),
  /// 8 bits with 5 of exponent and 2 of fraction, up to 57,344 (the same).
  FP8_E5M2("fp8_e5m2", 5, 2, 57_344);

  private final String prefix;
  private final int exponentBits;
  private final int fractionBits;
  private final double greatest;

  WordFormat(String prefix, int exponentBits, int fractionBits, double greatest) {
    this.prefix = prefix;
    this.exponentBits = exponentBits;
    this.fractionBits = fractionBits;
    this.greatest = greatest;
  }

  /// Name of a word of so many bits: `int8`, `bf16`.
  public String name(int bits) {
    return isFloat() ? prefix : prefix + bits;
  }

  /// Whether it is floating point.
  public boolean isFloat() {
    return exponentBits > 0;
  }

  /// Bits of a floating-point word.
  public int bits() {
    return 1 + exponentBits + fractionBits;
  }

  /// Bits behind the hidden one.
  public int fractionBits() {
    return fractionBits;
  }

  /// Exponent of the smallest number with a hidden one; smaller ones lack it.
  public int leastExponent() {
    return 2 - (1 << (exponentBits - 1));
  }

  /// The greatest finite number.
  public double greatest() {
    return greatest;
  }
}
