package org.cimlet.execute.products;

import java.util.List;
import org.cimlet.execute.floats.RowTasks;
import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.WeightedLinear;

/// Products in float: each weight times its input, summed as [Sums] does.
final class FloatProducts implements LinearProducts {
  private final List<FloatRows> linears;
  private final int inputs;
  private final int outputs;

  FloatProducts(List<WeightedLinear> linears) {
    this.linears = linears.stream().map(linear -> linear.weights().floats()).toList();
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

  @Override
  public void multiply(float[] in, int tokens, float[] out) {
    int first = 0;
    for (FloatRows linear : linears) {
      int offset = first;
      RowTasks.run(
          linear.rows(),
          (long) linear.rows() * inputs * tokens,
          (from, to) -> multiply(linear, from, to, in, tokens, out, offset));
      first += linear.rows();
    }
  }

  private void multiply(
      FloatRows linear, int from, int to, float[] in, int tokens, float[] out, int offset) {
    float[] weights = new float[inputs];
    for (int row = from; row < to; row++) {
      linear.read(row, weights);
      Sums.dots(weights, in, tokens, out, offset + row, outputs);
    }
  }
}
