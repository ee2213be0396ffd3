package org.cimlet.tensor.file;

/// How the elements of a tensor are stored, little-endian.
public enum ElementType {
  /// IEEE 754 binary64.
  F64(8),
  /// IEEE 754 binary32.
  F32(4),
  /// IEEE 754 binary16.
  F16(2),
  /// The upper half of a binary32.
  BF16(2),
  /// Eight bits: a sign, four of exponent, three of mantissa; no infinities (OCP 8-bit floats).
  F8_E4M3(1),
  /// Eight bits: the upper half of a binary16.
  F8_E5M2(1),
  /// Two's complement, 64 bits.
  I64(8),
  /// Two's complement, 32 bits.
  I32(4),
  /// Two's complement, 16 bits.
  I16(2),
  /// Two's complement, 8 bits.
  I8(1),
  /// Unsigned, 8 bits.
  U8(1),
  /// One byte, 0 or 1.
  BOOL(1),
  /// GGUF's blocks of 32 elements: a binary16 scale, then 32 signed bytes; an element is scale
  /// times byte.
  Q8_0(34, 32),
  /// GGUF's blocks of 32: a scale, then halves of a byte less 8.
  Q4_0(18, 32),
  /// GGUF's blocks of 32: a scale and a least value, then halves of a byte.
  Q4_1(20, 32),
  /// GGUF's blocks of 32: a scale, then five bits less 16.
  Q5_0(22, 32),
  /// GGUF's blocks of 32: a scale and a least value, then five bits.
  Q5_1(24, 32),
  /// GGUF's blocks of 256: eight parts with scales and least values of six bits, then four bits.
  Q4_K(144, 256),
  /// The same with five bits.
  Q5_K(176, 256),
  /// GGUF's blocks of 256: six bits less 32, sixteen parts with scales of a byte.
  Q6_K(210, 256);

  private final int blockBytes;
  private final int blockElements;

  ElementType(int bytes) {
    this(bytes, 1);
  }

  ElementType(int blockBytes, int blockElements) {
    this.blockBytes = blockBytes;
    this.blockElements = blockElements;
  }

  /// Elements that are stored together, 1 for plain types.
  public int blockElements() {
    return blockElements;
  }

  /// Bytes of one block.
  public int blockBytes() {
    return blockBytes;
  }

  /// Bytes of a number of elements.
  ///
  /// @param elements whole blocks
  /// @throws ArithmeticException if they are more than 2^63 - 1
  public long bytes(long elements) {
    return Math.multiplyExact(elements / blockElements, blockBytes);
  }

  /// Bits of an element, its share of scales included.
  public double bits() {
    return (double) Byte.SIZE * blockBytes / blockElements;
  }

  /// Whether elements are whole numbers.
  public boolean isInteger() {
    return switch (this) {
      case I64, I32, I16, I8, U8, BOOL -> true;
      case F64, F32, F16, BF16, F8_E4M3, F8_E5M2, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K ->
          false;
    };
  }
}
