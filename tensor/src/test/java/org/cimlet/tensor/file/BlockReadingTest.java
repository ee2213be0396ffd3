package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Blocks packed as ggml's own quantizers pack them, from numbers drawn here.
class BlockReadingTest {
  private static final float SCALE = 0.03125f;
  private static final float LEAST = 0.25f;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void blocksOf32HaveAScaleAndPerhapsALeastValue() {
    int[] four = drawn(32, 16);
    int[] five = drawn(32, 32);
    byte[] nibbles = new byte[16];
    byte[] lows = new byte[16];
    int fifth = 0;
    for (int i = 0; i < 16; i++) {
      nibbles[i] = (byte) (four[i] | (four[i + 16] << 4));
      lows[i] = (byte) ((five[i] & 15) | ((five[i + 16] & 15) << 4));
      fifth |= ((five[i] >> 4) << i) | ((five[i + 16] >> 4) << (i + 16));
    }
    byte[] highs = {(byte) fifth, (byte) (fifth >> 8), (byte) (fifth >> 16), (byte) (fifth >> 24)};
    float[] q40 = read(ElementType.Q4_0, half(SCALE), nibbles);
    float[] q41 = read(ElementType.Q4_1, half(SCALE), half(LEAST), nibbles);
    float[] q50 = read(ElementType.Q5_0, half(SCALE), highs, lows);
    float[] q51 = read(ElementType.Q5_1, half(SCALE), half(LEAST), highs, lows);
    for (int i = 0; i < 32; i++) {
      assertThat(q40[i]).isEqualTo(SCALE * (four[i] - 8));
      assertThat(q41[i]).isEqualTo(SCALE * four[i] + LEAST);
      assertThat(q50[i]).isEqualTo(SCALE * (five[i] - 16));
      assertThat(q51[i]).isEqualTo(SCALE * five[i] + LEAST);
    }
  }

  @Test
  void blocksOf256OfFourAndFiveBitsHaveEightScalesAndLeastValuesOfSixBits() {
    int[] scales = drawn(8, 64);
    int[] leasts = drawn(8, 64);
    byte[] packed = new byte[12];
    for (int j = 0; j < 8; j++) {
      if (j < 4) {
        packed[j] |= (byte) scales[j];
        packed[j + 4] |= (byte) leasts[j];
      } else {
        packed[j + 4] = (byte) ((scales[j] & 15) | ((leasts[j] & 15) << 4));
        packed[j - 4] |= (byte) (scales[j] >> 4 << 6);
        packed[j] |= (byte) (leasts[j] >> 4 << 6);
      }
    }
    int[] four = drawn(256, 16);
    int[] five = drawn(256, 32);
    byte[] nibbles = new byte[128];
    byte[] lows = new byte[128];
    byte[] highs = new byte[32];
    for (int j = 0; j < 256; j += 64) {
      for (int l = 0; l < 32; l++) {
        nibbles[j / 2 + l] = (byte) (four[j + l] | (four[j + l + 32] << 4));
        lows[j / 2 + l] = (byte) ((five[j + l] & 15) | ((five[j + l + 32] & 15) << 4));
        highs[l] |= (byte) ((five[j + l] >> 4) << (j / 32));
        highs[l] |= (byte) ((five[j + l + 32] >> 4) << (j / 32 + 1));
      }
    }
    float[] q4 = read(ElementType.Q4_K, half(SCALE), half(LEAST), packed, nibbles);
    float[] q5 = read(ElementType.Q5_K, half(SCALE), half(LEAST), packed, highs, lows);
    for (int i = 0; i < 256; i++) {
      float scale = SCALE * scales[i / 32];
      float least = LEAST * leasts[i / 32];
      assertThat(q4[i]).isEqualTo(scale * four[i] - least);
      assertThat(q5[i]).isEqualTo(scale * five[i] - least);
    }
  }

  @Test
  void blocksOf256OfSixBitsHaveSixteenScalesOfAByte() {
    int[] values = drawn(256, 64);
    byte[] lows = new byte[128];
    byte[] highs = new byte[64];
    for (int j = 0; j < 2; j++) {
      for (int l = 0; l < 32; l++) {
        int[] four = new int[4];
        for (int k = 0; k < 4; k++) {
          four[k] = values[128 * j + 32 * k + l];
          highs[32 * j + l] |= (byte) ((four[k] >> 4) << (2 * k));
        }
        lows[64 * j + l] = (byte) ((four[0] & 15) | ((four[2] & 15) << 4));
        lows[64 * j + l + 32] = (byte) ((four[1] & 15) | ((four[3] & 15) << 4));
      }
    }
    byte[] scales = new byte[16];
    random.nextBytes(scales);
    float[] read = read(ElementType.Q6_K, lows, highs, scales, half(SCALE));
    for (int i = 0; i < 256; i++) {
      assertThat(read[i]).isEqualTo(SCALE * scales[i / 16] * (values[i] - 32));
    }
  }

  private int[] drawn(int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }

  private static byte[] half(float value) {
    short bits = Float.floatToFloat16(value);
    return new byte[] {(byte) bits, (byte) (bits >> 8)};
  }

  private static float[] read(ElementType type, byte[]... parts) {
    byte[] bytes = new byte[type.blockBytes()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, bytes, at, part.length);
      at += part.length;
    }
    assertThat(at).isEqualTo(bytes.length);
    float[] into = new float[type.blockElements()];
    RowReading.read(type, MemorySegment.ofArray(bytes), into, 0, into.length);
    return into;
  }
}
