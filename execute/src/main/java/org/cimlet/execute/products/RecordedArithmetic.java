package org.cimlet.execute.products;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.tensor.WeightMatrix;

/// An arithmetic that keeps what the first tokens bring to one stage of one layer, as the integers
/// that its linears are multiplied by. For one network and one thread.
public final class RecordedArithmetic implements Arithmetic {
  private final Arithmetic inner;
  private final int layer;
  private final Stage stage;
  private final int most;
  private final List<WeightMatrix> linears = new ArrayList<>();
  private final List<byte[]> tokens = new ArrayList<>();

  /// @param inner what computes
  /// @param most tokens that are kept
  public RecordedArithmetic(Arithmetic inner, int layer, Stage stage, int most) {
    this.inner = inner;
    this.layer = layer;
    this.stage = stage;
    this.most = most;
  }

  @Override
  public LinearProducts products(int ofLayer, Stage ofStage, List<WeightedLinear> weighted) {
    LinearProducts products = inner.products(ofLayer, ofStage, weighted);
    if (ofLayer != layer || ofStage != stage) {
      return products;
    }
    for (WeightedLinear linear : weighted) {
      if (linear.weights() instanceof LinearWeights.Integers(WeightMatrix matrix)) {
        linears.add(matrix);
      }
    }
    return new Recorded(products);
  }

  @Override
  public int together() {
    return inner.together();
  }

  /// Its linears that are integers.
  public List<WeightMatrix> linears() {
    return List.copyOf(linears);
  }

  /// Inputs of each token, in order.
  public List<byte[]> tokens() {
    return List.copyOf(tokens);
  }

  private final class Recorded implements LinearProducts {
    private final LinearProducts products;

    Recorded(LinearProducts products) {
      this.products = products;
    }

    @Override
    public int inputs() {
      return products.inputs();
    }

    @Override
    public int outputs() {
      return products.outputs();
    }

    @Override
    public void multiply(float[] in, int count, float[] out) {
      products.multiply(in, count, out);
      int kept = Math.min(count, most - tokens.size());
      if (kept > 0) {
        byte[] values = QuantizedTokens.of(in, kept, inputs()).values();
        for (int token = 0; token < kept; token++) {
          tokens.add(Arrays.copyOfRange(values, token * inputs(), (token + 1) * inputs()));
        }
      }
    }
  }
}
