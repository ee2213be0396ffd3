package org.cimlet.execute.products;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.execute.macro.MacroActions;
import org.cimlet.execute.macro.OperandCounts;
import org.cimlet.execute.macro.PlacedLinears;
import org.cimlet.tensor.WeightMatrix;

/// Products in the macros of a machine. Activations are rounded and sums are scaled as
/// [IntegerProducts] does, so that the results are the same, bit for bit.
final class PlacedProducts implements LinearProducts {
  private final List<WeightMatrix> linears;
  private final PlacedLinears fused;
  private final int outputs;
  private long tokens;

  PlacedProducts(List<WeightMatrix> linears, PlacedLinears fused) {
    this.linears = List.copyOf(linears);
    this.fused = fused;
    this.outputs = linears.stream().mapToInt(WeightMatrix::outputs).sum();
  }

  @Override
  public int inputs() {
    return linears.getFirst().inputs();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public void multiply(float[] in, int count, float[] out) {
    QuantizedTokens quantized = QuantizedTokens.of(in, count, inputs());
    List<byte[]> tokensIn = new ArrayList<>();
    for (int token = 0; token < count; token++) {
      int from = token * inputs();
      tokensIn.add(Arrays.copyOfRange(quantized.values(), from, from + inputs()));
    }
    List<int[]> products = fused.multiply(tokensIn);
    for (int token = 0; token < count; token++) {
      int[] sums = products.get(token);
      int at = 0;
      for (WeightMatrix linear : linears) {
        for (int output = 0; output < linear.outputs(); output++, at++) {
          float sum = sums[at] * linear.scale(output, 0);
          out[token * outputs + at] = sum * quantized.scale(token);
        }
      }
    }
    tokens += count;
  }

  /// Tokens multiplied so far.
  long tokens() {
    return tokens;
  }

  MacroActions actions() {
    return fused.actions();
  }

  OperandCounts operands() {
    return fused.operands();
  }
}
