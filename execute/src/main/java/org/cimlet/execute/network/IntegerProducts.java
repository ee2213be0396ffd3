package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.tensor.WeightMatrix;

/// Products as the hardware computes them: activations are rounded to INT8 for each token, products
/// are summed in int32, and each sum is multiplied by the scales of its weights and of its token.
final class IntegerProducts implements StackProducts {
  private final List<WeightMatrix> linears;
  private final List<IntegerSums> sums;
  private final int inputs;
  private final int outputs;

  IntegerProducts(List<WeightedLinear> linears, IntegerSums.Maker maker) {
    List<WeightMatrix> matrices = new ArrayList<>();
    for (WeightedLinear linear : linears) {
      switch (linear.weights()) {
        case LinearWeights.Integers(WeightMatrix matrix) -> matrices.add(matrix);
        case LinearWeights.Floats _ ->
            throw new IllegalArgumentException(linear.name() + " must be integers, got floats");
      }
    }
    this.linears = List.copyOf(matrices);
    this.sums = matrices.stream().map(maker::of).toList();
    this.inputs = matrices.getFirst().inputs();
    this.outputs = matrices.stream().mapToInt(WeightMatrix::outputs).sum();
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
    QuantizedTokens quantized = QuantizedTokens.of(in, tokens, inputs);
    int first = 0;
    for (int i = 0; i < linears.size(); i++) {
      WeightMatrix linear = linears.get(i);
      int[] partial = sums.get(i).sum(quantized.values(), tokens);
      scale(linear, partial, quantized, tokens, out, first);
      first += linear.outputs();
    }
  }

  private void scale(
      WeightMatrix linear,
      int[] partial,
      QuantizedTokens quantized,
      int tokens,
      float[] out,
      int first) {
    int scales = linear.scalesPerRow();
    for (int token = 0; token < tokens; token++) {
      for (int output = 0; output < linear.outputs(); output++) {
        int at = (token * linear.outputs() + output) * scales;
        float sum = 0;
        for (int scale = 0; scale < scales; scale++) {
          sum += partial[at + scale] * linear.scale(output, scale * linear.inputsPerScale());
        }
        out[token * outputs + first + output] = sum * quantized.scale(token);
      }
    }
  }
}
