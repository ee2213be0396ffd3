package org.cimlet.execute.products;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.macro.OperandCounts;
import org.cimlet.execute.macro.OperandCounts.Words;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.WeightMatrix;

/// An arithmetic whose operands are counted as they are multiplied, without a machine: each weight
/// meets its input once a token, and nothing pads. For one network and one thread.
public final class CountedArithmetic implements Arithmetic {
  private static final int BITS = 8;

  private final Arithmetic counted;
  private final List<Counted> layers = new ArrayList<>();

  /// @param counted what computes
  public CountedArithmetic(Arithmetic counted) {
    this.counted = counted;
  }

  /// @throws InvalidInputException where the linears are floats
  @Override
  public LinearProducts products(int layer, Stage stage, List<WeightedLinear> linears) {
    LinearProducts products = counted.products(layer, stage, linears);
    if (stage == Stage.HEAD) {
      return products;
    }
    Counted its = new Counted(products, linears.stream().map(CountedArithmetic::weights).toList());
    layers.add(its);
    return its;
  }

  private static WeightMatrix weights(WeightedLinear linear) {
    return switch (linear.weights()) {
      case LinearWeights.Integers(WeightMatrix matrix) -> matrix;
      case LinearWeights.Floats _ ->
          throw InvalidInputException.of(
              linear.name(), "must be integers for --operands, got floats; add --linears int8");
    };
  }

  @Override
  public int together() {
    return counted.together();
  }

  /// What the layers' linears multiplied so far.
  public OperandCounts operands() {
    return layers.stream()
        .map(layer -> layer.operands)
        .reduce(OperandCounts.NONE, OperandCounts::plus);
  }

  /// Tokens that passed the layers so far.
  public long tokens() {
    return layers.isEmpty() ? 0 : layers.getFirst().tokens;
  }

  private static final class Counted implements LinearProducts {
    private final LinearProducts products;

    /// Of each input: the weights it is multiplied by.
    private final int[] uses;

    /// Places of groups whose inputs all are stored: a zero is multiplied by a zero.
    private final long filling;

    /// All weights, once.
    private final Words weights;

    private OperandCounts operands = OperandCounts.NONE;
    private long tokens;

    Counted(LinearProducts products, List<WeightMatrix> linears) {
      this.products = products;
      this.uses = new int[products.inputs()];
      Words stored = Words.NONE;
      long places = 0;
      long used = 0;
      for (WeightMatrix linear : linears) {
        places += linear.outputs() * linear.pattern().valuesPerRow(linear.inputs());
        for (int output = 0; output < linear.outputs(); output++) {
          for (int input = 0; input < linear.inputs(); input++) {
            if (stores(linear, output, input)) {
              uses[input]++;
              used++;
              stored = stored.plus(Words.of(linear.valueAt(output, input), BITS, 1));
            }
          }
        }
      }
      this.filling = places - used;
      this.weights = stored.plus(Words.of(0, BITS, filling));
    }

    private static boolean stores(WeightMatrix linear, int output, int input) {
      return switch (linear) {
        case DenseMatrix _ -> true;
        case PackedMatrix packed -> {
          int group = packed.pattern().group();
          yield (packed.mask(output, input / group) >>> input % group & 1) == 1;
        }
      };
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
      byte[] values = QuantizedTokens.of(in, count, inputs()).values();
      for (int token = 0; token < count; token++) {
        Words entered = Words.of(0, BITS, filling);
        for (int input = 0; input < inputs(); input++) {
          int value = values[token * inputs() + input];
          entered = entered.plus(Words.of(value, BITS, uses[input]));
        }
        operands = operands.plus(new OperandCounts(entered, weights));
      }
      tokens += count;
    }
  }
}
