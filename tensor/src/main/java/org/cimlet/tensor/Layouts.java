package org.cimlet.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Little-endian layouts, and the checks that both kinds of matrix share.
final class Layouts {
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Layouts() {}

  static void checkShape(int outputs, int inputs, int inputsPerScale) {
    if (outputs < 1 || inputs < 1) {
      throw new IllegalArgumentException(
          "a matrix needs at least one output and one input, got [%s, %s]"
              .formatted(outputs, inputs));
    }
    if (inputsPerScale < 1 || inputsPerScale > inputs) {
      throw new IllegalArgumentException(
          "a scale must stand for 1 to %s inputs, got %s".formatted(inputs, inputsPerScale));
    }
  }

  static void checkBytes(String what, MemorySegment segment, long bytes) {
    if (segment.byteSize() != bytes) {
      throw new IllegalArgumentException(
          "%s must be %s bytes, got %s".formatted(what, bytes, segment.byteSize()));
    }
  }

  static void checkScales(MemorySegment scales, long count) {
    checkBytes("scales", scales, count * Float.BYTES);
    for (long i = 0; i < count; i++) {
      float scale = scales.getAtIndex(FLOAT, i);
      if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "scale %s must be finite and above 0, got %s".formatted(i, scale));
      }
    }
  }

  /// A copy of floats as a little-endian segment.
  static MemorySegment floats(float... values) {
    MemorySegment segment = MemorySegment.ofArray(new byte[Math.multiplyExact(4, values.length)]);
    for (int i = 0; i < values.length; i++) {
      segment.setAtIndex(FLOAT, i, values[i]);
    }
    return segment;
  }

  static boolean same(MemorySegment a, MemorySegment b) {
    return a.mismatch(b) == -1;
  }
}
