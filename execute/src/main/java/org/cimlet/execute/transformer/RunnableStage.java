package org.cimlet.execute.transformer;

import java.util.List;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.products.LinearProducts;

/// Linears that share an input, executable, with their biases.
final class RunnableStage {
  private final LinearProducts products;
  private final boolean biased;
  private final float[] biases;

  private RunnableStage(LinearProducts products, boolean biased, float[] biases) {
    this.products = products;
    this.biased = biased;
    this.biases = biases;
  }

  /// One linear.
  static RunnableStage of(WeightedLinear linear, int layer, Stage stage, Arithmetic arithmetic) {
    return of(List.of(linear), layer, stage, arithmetic);
  }

  static RunnableStage of(
      List<WeightedLinear> linears, int layer, Stage stage, Arithmetic arithmetic) {
    LinearProducts products = arithmetic.products(layer, stage, linears);
    boolean biased = linears.stream().anyMatch(linear -> linear.biasRow() != null);
    float[] biases = new float[biased ? products.outputs() : 0];
    int first = 0;
    for (WeightedLinear linear : linears) {
      FloatRows bias = linear.biasRow();
      if (bias != null) {
        System.arraycopy(HostNorm.row(bias), 0, biases, first, bias.columns());
      }
      first += linear.weights().outputs();
    }
    return new RunnableStage(products, biased, biases);
  }

  /// The linears' results, token after token.
  float[] run(float[] in, int tokens) {
    int outputs = products.outputs();
    float[] out = new float[Math.multiplyExact(tokens, outputs)];
    products.multiply(in, tokens, out);
    if (biased) {
      for (int i = 0; i < out.length; i++) {
        out[i] += biases[i % outputs];
      }
    }
    return out;
  }
}
