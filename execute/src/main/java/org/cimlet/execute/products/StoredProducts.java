package org.cimlet.execute.products;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.WeightedLinear;

/// Products of linears that are stored in different ways, each computed as it is stored.
final class StoredProducts implements LinearProducts {
  private final List<LinearProducts> parts;
  private final int outputs;

  private StoredProducts(List<LinearProducts> parts) {
    this.parts = List.copyOf(parts);
    this.outputs = parts.stream().mapToInt(LinearProducts::outputs).sum();
  }

  static LinearProducts of(List<WeightedLinear> linears, IntegerSums.Maker sums) {
    List<LinearProducts> parts = new ArrayList<>();
    int from = 0;
    while (from < linears.size()) {
      boolean integers = integers(linears.get(from));
      int to = from + 1;
      while (to < linears.size() && integers(linears.get(to)) == integers) {
        to++;
      }
      List<WeightedLinear> alike = linears.subList(from, to);
      parts.add(integers ? new IntegerProducts(alike, sums) : new FloatProducts(alike));
      from = to;
    }
    return beside(parts);
  }

  /// Products of the same inputs, results side by side.
  static LinearProducts beside(List<LinearProducts> parts) {
    return parts.size() == 1 ? parts.getFirst() : new StoredProducts(parts);
  }

  private static boolean integers(WeightedLinear linear) {
    return switch (linear.weights()) {
      case LinearWeights.Integers _ -> true;
      case LinearWeights.Floats _ -> false;
    };
  }

  @Override
  public int inputs() {
    return parts.getFirst().inputs();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public void multiply(float[] in, int tokens, float[] out) {
    int first = 0;
    for (LinearProducts part : parts) {
      float[] own = new float[Math.multiplyExact(tokens, part.outputs())];
      part.multiply(in, tokens, own);
      for (int token = 0; token < tokens; token++) {
        System.arraycopy(own, token * part.outputs(), out, token * outputs + first, part.outputs());
      }
      first += part.outputs();
    }
  }
}
