package org.cimlet.tensor.file;

import java.util.Optional;

/// Types of GGUF metadata values, in the order of their numbers in the file.
enum GgufType {
  U8(1),
  I8(1),
  U16(2),
  I16(2),
  U32(4),
  I32(4),
  F32(4),
  BOOL(1),
  STRING(8),
  ARRAY(12),
  U64(8),
  I64(8),
  F64(8);

  private static final GgufType[] BY_NUMBER = values();

  private final int leastBytes;

  GgufType(int leastBytes) {
    this.leastBytes = leastBytes;
  }

  /// Bytes of a value; of an empty one for strings and arrays.
  int leastBytes() {
    return leastBytes;
  }

  static Optional<GgufType> of(int number) {
    return number >= 0 && number < BY_NUMBER.length
        ? Optional.of(BY_NUMBER[number])
        : Optional.empty();
  }
}
