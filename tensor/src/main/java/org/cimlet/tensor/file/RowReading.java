package org.cimlet.tensor.file;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Stored elements to floats.
final class RowReading {
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private RowReading() {}

  static void read(ElementType type, MemorySegment row, float[] into, int at, int length) {
    switch (type) {
      case F32 -> MemorySegment.copy(row, FLOAT, 0, into, at, length);
      case F16 -> readHalves(row, into, at, length);
      case BF16 -> readBrains(row, into, at, length);
      case F8_E4M3 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = eightBits(row.getAtIndex(BYTE, i));
        }
      }
      case F8_E5M2 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = Float.float16ToFloat((short) (row.getAtIndex(BYTE, i) << Byte.SIZE));
        }
      }
      case F64 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = (float) row.getAtIndex(DOUBLE, i);
        }
      }
      case I8 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = row.getAtIndex(BYTE, i);
        }
      }
      case U8, BOOL -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = row.getAtIndex(BYTE, i) & 0xFF;
        }
      }
      case I16 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = row.getAtIndex(SHORT, i);
        }
      }
      case I32 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = exact(row.getAtIndex(INT, i));
        }
      }
      case I64 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = exact(row.getAtIndex(LONG, i));
        }
      }
      case Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K ->
          BlockReading.read(type, row, into, at, length);
    }
  }

  /// A float of four bits of exponent, biased by 7, and three of mantissa; all ones are no number.
  private static float eightBits(byte bits) {
    int exponent = (bits >> 3) & 0xF;
    int mantissa = bits & 7;
    float size =
        exponent == 0xF && mantissa == 7
            ? Float.NaN
            : exponent == 0
                ? Math.scalb((float) mantissa, -9)
                : Math.scalb(8f + mantissa, exponent - 10);
    return bits < 0 ? -size : size;
  }

  private static void readHalves(MemorySegment row, float[] into, int at, int length) {
    for (int i = 0; i < length; i++) {
      into[at + i] = Float.float16ToFloat(row.getAtIndex(SHORT, i));
    }
  }

  private static void readBrains(MemorySegment row, float[] into, int at, int length) {
    for (int i = 0; i < length; i++) {
      into[at + i] = Float.intBitsToFloat(row.getAtIndex(SHORT, i) << Short.SIZE);
    }
  }

  private static float exact(long value) {
    float nearest = value;
    // 2^63 itself saturates back to a long that compares equal
    if ((long) nearest != value || nearest == 0x1p63f) {
      throw new ArithmeticException(Long.toString(value));
    }
    return nearest;
  }
}
