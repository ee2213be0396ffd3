package org.cimlet.plan.gpu;

/// What GPUs keep weights, keys and values in.
public enum GpuFormat {
  /// Brain floating point.
  BF16("bf16", 16),
  /// IEEE 754 half precision.
  FP16("fp16", 16),
  /// Floating point of 8 bits, a scale for each matrix.
  FP8("fp8", 8),
  /// Floating point of 8 bits, a scale for each block of 128 x 128 weights and 128 inputs.
  FP8_BLOCK("fp8-block", 8),
  /// Whole numbers of 8 bits, a scale for each matrix.
  INT8("int8", 8),
  /// Whole numbers of 4 bits, a 16-bit scale for each 64.
  INT4("int4", 4.25),
  /// Floating point of 4 bits, an 8-bit scale for each 32.
  MXFP4("mxfp4", 4.25);

  private final String label;
  private final double bits;

  GpuFormat(String label, double bits) {
    this.label = label;
    this.bits = bits;
  }

  /// The name users write.
  public String label() {
    return label;
  }

  /// Bits of an element, its share of the scales included.
  public double bits() {
    return bits;
  }

  /// Bytes of an element, its share of the scales included.
  public double bytes() {
    return bits / 8;
  }
}
