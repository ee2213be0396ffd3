package org.cimlet.tensor.file;

import static org.cimlet.tensor.file.RowReading.BYTE;
import static org.cimlet.tensor.file.RowReading.INT;
import static org.cimlet.tensor.file.RowReading.SHORT;

import java.lang.foreign.MemorySegment;

/// Blocks of quantized elements to floats, as ggml defines them.
///
/// Blocks of 32 have a scale, perhaps a least value; blocks of 256 (`_K`) have eight parts of 32 or
/// sixteen of 16, each with a scale of few bits, in units of the block's own scale.
final class BlockReading {
  private BlockReading() {}

  static void read(ElementType type, MemorySegment row, float[] into, int at, int length) {
    for (int block = 0; block < length / type.blockElements(); block++) {
      MemorySegment bytes = row.asSlice((long) block * type.blockBytes(), type.blockBytes());
      int first = at + block * type.blockElements();
      switch (type) {
        case Q8_0 -> bytesTimesScale(bytes, into, first);
        case Q4_0 -> nibbles(bytes, into, first, half(bytes, 0), -8 * half(bytes, 0), 2);
        case Q4_1 -> nibbles(bytes, into, first, half(bytes, 0), half(bytes, 2), 4);
        case Q5_0 -> fiveBits(bytes, into, first, half(bytes, 0), -16 * half(bytes, 0), 2);
        case Q5_1 -> fiveBits(bytes, into, first, half(bytes, 0), half(bytes, 2), 4);
        case Q4_K -> partsOfFour(bytes, into, first);
        case Q5_K -> partsOfFive(bytes, into, first);
        case Q6_K -> partsOfSix(bytes, into, first);
        case F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, I16, I8, U8, BOOL ->
            throw new IllegalArgumentException(type + " has no blocks");
      }
    }
  }

  private static float half(MemorySegment bytes, int at) {
    return Float.float16ToFloat(bytes.get(SHORT, at));
  }

  private static int octet(MemorySegment bytes, int at) {
    return bytes.get(BYTE, at) & 0xFF;
  }

  private static void bytesTimesScale(MemorySegment bytes, float[] into, int first) {
    float scale = half(bytes, 0);
    for (int i = 0; i < 32; i++) {
      into[first + i] = scale * bytes.get(BYTE, 2 + i);
    }
  }

  /// The low half of byte `i` is element `i`, the high half element `16 + i`.
  private static void nibbles(
      MemorySegment bytes, float[] into, int first, float scale, float least, int values) {
    for (int i = 0; i < 16; i++) {
      int pair = octet(bytes, values + i);
      into[first + i] = scale * (pair & 0xF) + least;
      into[first + 16 + i] = scale * (pair >> 4) + least;
    }
  }

  /// The same, the fifth bits of all 32 before them.
  private static void fiveBits(
      MemorySegment bytes, float[] into, int first, float scale, float least, int highs) {
    int fifth = bytes.get(INT, highs);
    for (int i = 0; i < 16; i++) {
      int pair = octet(bytes, highs + 4 + i);
      into[first + i] = scale * ((pair & 0xF) | ((fifth >>> i) & 1) << 4) + least;
      into[first + 16 + i] = scale * ((pair >> 4) | ((fifth >>> (16 + i)) & 1) << 4) + least;
    }
  }

  /// Six bits of the scale of a part: eight scales and eight least values in 12 bytes.
  private static int scale(MemorySegment bytes, int part) {
    return part < 4
        ? octet(bytes, 4 + part) & 63
        : (octet(bytes, 8 + part) & 0xF) | (octet(bytes, part) >> 6 << 4);
  }

  private static int least(MemorySegment bytes, int part) {
    return part < 4
        ? octet(bytes, 8 + part) & 63
        : (octet(bytes, 8 + part) >> 4) | (octet(bytes, 4 + part) >> 6 << 4);
  }

  private static void partsOfFour(MemorySegment bytes, float[] into, int first) {
    for (int part = 0; part < 8; part++) {
      float scale = half(bytes, 0) * scale(bytes, part);
      float least = half(bytes, 2) * least(bytes, part);
      for (int i = 0; i < 32; i++) {
        int nibble = (octet(bytes, 16 + part / 2 * 32 + i) >> (part % 2 * 4)) & 0xF;
        into[first + part * 32 + i] = scale * nibble - least;
      }
    }
  }

  private static void partsOfFive(MemorySegment bytes, float[] into, int first) {
    for (int part = 0; part < 8; part++) {
      float scale = half(bytes, 0) * scale(bytes, part);
      float least = half(bytes, 2) * least(bytes, part);
      for (int i = 0; i < 32; i++) {
        int nibble = (octet(bytes, 48 + part / 2 * 32 + i) >> (part % 2 * 4)) & 0xF;
        int fifth = (octet(bytes, 16 + i) >> part) & 1;
        into[first + part * 32 + i] = scale * (nibble | (fifth << 4)) - least;
      }
    }
  }

  /// 128 bytes of low halves, 64 of the two bits above, 16 scales of a byte, the block's scale.
  private static void partsOfSix(MemorySegment bytes, float[] into, int first) {
    float whole = half(bytes, 208);
    for (int i = 0; i < 256; i++) {
      int within = i % 128;
      int low = (octet(bytes, i / 128 * 64 + within % 64) >> (within / 64 * 4)) & 0xF;
      int high = (octet(bytes, 128 + i / 128 * 32 + i % 32) >> (within / 32 * 2)) & 3;
      into[first + i] = whole * bytes.get(BYTE, 192 + i / 16) * ((low | (high << 4)) - 32);
    }
  }
}
