package org.cimlet.plan.machine;

/// What the bits of a stored weight stand for.
public enum WordFormat {
  /// A signed whole number.
  INTEGER("int"),
  /// Brain floating point: 8 bits of exponent, 7 of mantissa.
  BF16("bf16"),
  /// IEEE 754 half precision: 5 bits of exponent, 10 of mantissa.
  FP16("fp16");

  private final String prefix;

  WordFormat(String prefix) {
    this.prefix = prefix;
  }

  /// Name of a word of so many bits: `int8`, `bf16`.
  public String name(int bits) {
    return this == INTEGER ? prefix + bits : prefix;
  }
}
