package org.cimlet.tensor.quantized;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.cimlet.tensor.file.Tensor;

/// Integers packed into words of 32 bits along the inputs of an output, offset by half their range:
/// compressed-tensors' `pack-quantized`, symmetric, with a scale for each group of inputs.
final class RowWords implements Matrix {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Tensor words;
  private final Tensor scales;
  private final int bits;
  private final long inputs;

  RowWords(Tensor words, Tensor scales, int bits) {
    UnfitException.require(words.shape().size() == 2, words, "[outputs, words]");
    boolean fits =
        scales.shape().size() == 2
            && scales.rows() == words.rows()
            && scales.columns() > 0
            && !scales.type().isInteger();
    UnfitException.require(fits, scales, "floats [%s, groups]".formatted(words.rows()));
    this.words = words;
    this.scales = scales;
    this.bits = bits;
    inputs = words.columns() * (Integer.SIZE / bits);
    UnfitException.require(
        inputs % scales.columns() == 0, scales, "one for each group of " + inputs + " inputs");
  }

  @Override
  public List<Long> shape() {
    return List.of(words.rows(), inputs);
  }

  @Override
  public long storedBytes() {
    return words.byteSize() + scales.byteSize();
  }

  @Override
  public void read(long row, float[] into, int first) {
    MemorySegment its = words.rowBytes(row);
    float[] scale = scales.row(row);
    int each = Integer.SIZE / bits;
    int group = (int) (inputs / scale.length);
    for (int i = 0; i < inputs; i++) {
      int word = its.getAtIndex(WORD, i / each);
      int integer = (word >>> (i % each * bits)) & ((1 << bits) - 1);
      into[first + i] = scale[i / group] * (integer - (1 << (bits - 1)));
    }
  }
}
