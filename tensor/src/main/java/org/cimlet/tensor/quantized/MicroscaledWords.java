package org.cimlet.tensor.quantized;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.Tensor;

/// MXFP4: blocks of 32 floats of four bits (a sign, two bits of exponent, one of mantissa) that
/// share a power of two, all experts in one tensor, as gpt-oss has it: `[experts, outputs, blocks,
/// 16]` bytes, the lower half of a byte first, and `[experts, outputs, blocks]` exponents plus 127.
///
/// Source: OCP Microscaling Formats (MX) Specification 1.0.
final class MicroscaledWords implements Matrix {
  private static final float[] VALUES = {
    0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0f, -0.5f, -1, -1.5f, -2, -3, -4, -6
  };
  private static final int HALVES = 16;
  private static final int BIAS = 127;

  private final Tensor words;
  private final Tensor scales;
  private final long blocks;

  MicroscaledWords(Tensor words, Tensor scales) {
    UnfitException.requireType(words, ElementType.U8);
    UnfitException.requireType(scales, ElementType.U8);
    List<Long> shape = words.shape();
    UnfitException.require(
        shape.size() == 4 && shape.getLast() == HALVES, words, "[experts, outputs, blocks, 16]");
    UnfitException.require(
        scales.shape().equals(shape.subList(0, 3)), scales, shape.subList(0, 3).toString());
    this.words = words;
    this.scales = scales;
    blocks = shape.get(2);
  }

  @Override
  public List<Long> shape() {
    return List.of(words.shape().get(0), words.shape().get(1), blocks * 2 * HALVES);
  }

  @Override
  public long storedBytes() {
    return words.byteSize() + scales.byteSize();
  }

  @Override
  public void read(long row, float[] into, int first) {
    MemorySegment exponents = scales.rowBytes(row);
    int at = first;
    for (int block = 0; block < blocks; block++) {
      int exponent = (exponents.get(ValueLayout.JAVA_BYTE, block) & 0xFF) - BIAS;
      MemorySegment halves = words.rowBytes(row * blocks + block);
      for (int i = 0; i < HALVES; i++) {
        int two = halves.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
        into[at++] = Math.scalb(VALUES[two & 0xF], exponent);
        into[at++] = Math.scalb(VALUES[two >> 4], exponent);
      }
    }
  }
}
