package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeLayout;
import org.cimlet.network.Positions.RopeScaling;

/// Small networks with seeded random weights.
public final class RandomNetworks {
  public static final Architecture LLAMA = llama(RopeLayout.HALVES, 48);

  public static final Architecture GPT2 =
      new Architecture(
          "gpt2",
          24,
          2,
          3,
          3,
          8,
          96,
          29,
          40,
          40,
          new Norm.MeanAndVariance(1e-5),
          new Positions.Learned(),
          FeedForward.GELU,
          true);

  private RandomNetworks() {}

  /// Six query heads share two key and value heads; no size is a multiple of 16.
  public static Architecture llama(RopeLayout layout, int window) {
    return new Architecture(
        "llama",
        36,
        3,
        6,
        2,
        6,
        50,
        31,
        48,
        window,
        new Norm.RootMeanSquare(1e-5),
        new Positions.Rotary(10_000, layout, new RopeScaling.None(), 1),
        FeedForward.GATED_SILU,
        false);
  }

  public static Network of(Architecture a, boolean biases, long seed) {
    Random random = new Random(seed);
    boolean learned = a.positions() instanceof Positions.Learned;
    boolean shifts = a.norm() instanceof Norm.MeanAndVariance;
    FloatRows embedding = rows(random, a.vocabulary(), a.hiddenSize(), 1);
    FloatRows positions = learned ? rows(random, a.maxContext(), a.hiddenSize(), 0.3f) : null;
    List<Network.Layer> layers = new ArrayList<>();
    for (int i = 0; i < a.layers(); i++) {
      layers.add(layer(a, random, biases, shifts));
    }
    WeightedLinear head =
        a.tiedHead()
            ? new WeightedLinear("head", new LinearWeights.Floats(embedding), null)
            : linear(random, "head", a.vocabulary(), a.hiddenSize(), false);
    return new Network(a, embedding, positions, layers, norm(a, random, shifts), head);
  }

  private static Network.Layer layer(
      Architecture a, Random random, boolean biases, boolean shifts) {
    int hidden = a.hiddenSize();
    int inner = a.feedForwardSize();
    List<WeightedLinear> in = new ArrayList<>();
    if (a.feedForward() == FeedForward.GATED_SILU) {
      in.add(linear(random, "gate_proj", inner, hidden, biases));
    }
    in.add(linear(random, "up_proj", inner, hidden, biases));
    return new Network.Layer(
        norm(a, random, shifts),
        List.of(
            linear(random, "q_proj", a.querySize(), hidden, biases),
            linear(random, "k_proj", a.keySize(), hidden, biases),
            linear(random, "v_proj", a.keySize(), hidden, biases)),
        linear(random, "o_proj", hidden, a.querySize(), biases),
        norm(a, random, shifts),
        in,
        linear(random, "down_proj", hidden, inner, biases));
  }

  private static NormWeights norm(Architecture a, Random random, boolean shifts) {
    float[] weights = new float[a.hiddenSize()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + 0.2f * (float) random.nextGaussian();
    }
    return new NormWeights(
        FloatRows.of(1, weights.length, weights),
        shifts ? rows(random, 1, weights.length, 0.1f) : null);
  }

  public static WeightedLinear linear(
      Random random, String name, int outputs, int inputs, boolean biased) {
    FloatRows weights = rows(random, outputs, inputs, (float) (1 / Math.sqrt(inputs)));
    return new WeightedLinear(
        name, new LinearWeights.Floats(weights), biased ? rows(random, 1, outputs, 0.2f) : null);
  }

  static FloatRows rows(Random random, int rows, int columns, float deviation) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = deviation * (float) random.nextGaussian();
    }
    return FloatRows.of(rows, columns, values);
  }

  public static int[] tokens(Architecture a, int count, long seed) {
    return new Random(seed).ints(count, 0, a.vocabulary()).toArray();
  }
}
