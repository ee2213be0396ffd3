package org.cimlet.execute.products;

import java.util.List;
import org.cimlet.execute.floats.RowTasks;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.plan.machine.WordFormat;

/// Products in an array of floating-point words, whose rows are aligned ([AlignedSums]). Of formats
/// of 8 bits each row of weights and each token has a scale that fills the format.
final class AlignedProducts implements LinearProducts {
  private final List<FloatRows> linears;
  private final WordFormat format;
  private final AlignedSums sums;
  private final int inputs;
  private final int outputs;

  AlignedProducts(List<WeightedLinear> linears, WordFormat format, AlignedSums sums) {
    this.linears = linears.stream().map(linear -> linear.weights().floats()).toList();
    this.format = format;
    this.sums = sums;
    this.inputs = this.linears.getFirst().columns();
    this.outputs = this.linears.stream().mapToInt(FloatRows::rows).sum();
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  /// @throws NonFiniteScoresException if an activation is no finite number
  @Override
  public void multiply(float[] in, int tokens, float[] out) {
    FloatWords[] words = new FloatWords[tokens];
    float[] scales = new float[tokens];
    for (int token = 0; token < tokens; token++) {
      float largest = largest(in, token * inputs);
      if (!Float.isFinite(largest)) {
        throw new NonFiniteScoresException();
      }
      words[token] = new FloatWords(format, inputs);
      scales[token] = words[token].scale(largest);
      words[token].set(in, token * inputs, scales[token]);
    }
    int first = 0;
    for (FloatRows linear : linears) {
      int offset = first;
      RowTasks.run(
          linear.rows(),
          (long) linear.rows() * inputs * tokens,
          (from, to) -> multiply(linear, from, to, words, scales, out, offset));
      first += linear.rows();
    }
  }

  private void multiply(
      FloatRows linear,
      int from,
      int to,
      FloatWords[] tokens,
      float[] scales,
      float[] out,
      int offset) {
    float[] weights = new float[inputs];
    FloatWords stored = new FloatWords(format, inputs);
    for (int row = from; row < to; row++) {
      linear.read(row, weights);
      float scale = stored.scale(largest(weights, 0));
      stored.set(weights, 0, scale);
      for (int token = 0; token < tokens.length; token++) {
        out[token * outputs + offset + row] =
            sums.sum(stored, tokens[token], inputs) * scale * scales[token];
      }
    }
  }

  private float largest(float[] numbers, int from) {
    float largest = 0;
    for (int i = from; i < from + inputs; i++) {
      largest = Math.max(largest, Math.abs(numbers[i]));
    }
    return largest;
  }
}
