package org.cimlet.tensor.quantized;

import java.util.List;
import org.cimlet.tensor.file.Tensor;

/// Floats of eight bits, times a scale: of the whole matrix, of each output, or of each block of
/// outputs and inputs, as DeepSeek-V3's `weight_scale_inv` has it.
final class ScaledWords implements Matrix {
  private final Tensor words;
  private final Tensor scales;
  private final int blockOutputs;
  private final int blockInputs;

  /// @param block outputs and inputs of a block; empty where none is said
  ScaledWords(Tensor words, Tensor scales, List<Integer> block) {
    UnfitException.require(words.shape().size() == 2, words, "[outputs, inputs]");
    UnfitException.require(!scales.type().isInteger(), scales, "floats");
    this.words = words;
    this.scales = scales;
    long count = scales.rows() * scales.columns();
    if (count == 1) {
      blockOutputs = Math.toIntExact(words.rows());
      blockInputs = Math.toIntExact(words.columns());
    } else if (block.size() == 2 && block.stream().allMatch(size -> size > 0)) {
      blockOutputs = block.get(0);
      blockInputs = block.get(1);
      UnfitException.require(
          scales,
          Math.ceilDiv(words.rows(), blockOutputs),
          Math.ceilDiv(words.columns(), blockInputs));
    } else {
      blockOutputs = 1;
      blockInputs = Math.toIntExact(words.columns());
      UnfitException.require(count == words.rows(), scales, "one for all, or one for each output");
    }
  }

  @Override
  public List<Long> shape() {
    return words.shape();
  }

  @Override
  public long storedBytes() {
    return words.byteSize() + scales.byteSize();
  }

  @Override
  public void read(long row, float[] into, int first) {
    words.readRow(row, into, first);
    long each = Math.ceilDiv(words.columns(), blockInputs);
    long at = row / blockOutputs * each;
    float[] of = new float[Math.toIntExact(scales.columns())];
    long read = -1;
    for (int i = 0; i < words.columns(); i++) {
      long scale = at + i / blockInputs;
      if (scale / of.length != read) {
        read = scale / of.length;
        scales.readRow(read, of);
      }
      into[first + i] *= of[(int) (scale % of.length)];
    }
  }
}
