package org.cimlet.execute.products;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.tensor.WeightMatrix;

/// Products as the hardware computes them: activations are rounded to INT8 for each token, products
/// are summed in int32, and each sum is multiplied by the scales of its weights and of its token.
final class IntegerProducts implements LinearProducts {
  private final List<WeightMatrix> linears;
  private final List<IntegerSums> sums;

  /// Each linear's scales, copied: a look into the file for each output costs as much as a row.
  private final List<float[]> scales;

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
    this.scales = matrices.stream().map(IntegerProducts::scales).toList();
    this.inputs = matrices.getFirst().inputs();
    this.outputs = matrices.stream().mapToInt(WeightMatrix::outputs).sum();
  }

  private static float[] scales(WeightMatrix matrix) {
    float[] scales = new float[Math.multiplyExact(matrix.outputs(), matrix.scalesPerRow())];
    for (int i = 0; i < scales.length; i++) {
      int scale = i % matrix.scalesPerRow();
      scales[i] = matrix.scale(i / matrix.scalesPerRow(), scale * matrix.inputsPerScale());
    }
    return scales;
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
      int[] partial = sums.get(i).sum(quantized.values(), tokens);
      scale(i, partial, quantized, tokens, out, first);
      first += linears.get(i).outputs();
    }
  }

  private void scale(
      int index, int[] partial, QuantizedTokens quantized, int tokens, float[] out, int first) {
    int rows = linears.get(index).outputs();
    int sumsOfRow = linears.get(index).scalesPerRow();
    float[] its = scales.get(index);
    for (int token = 0; token < tokens; token++) {
      for (int output = 0; output < rows; output++) {
        int at = output * sumsOfRow;
        float sum = 0;
        for (int i = at; i < at + sumsOfRow; i++) {
          sum += partial[token * its.length + i] * its[i];
        }
        out[token * outputs + first + output] = sum * quantized.scale(token);
      }
    }
  }
}
