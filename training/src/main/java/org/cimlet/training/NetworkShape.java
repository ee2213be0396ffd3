package org.cimlet.training;

import java.util.ArrayList;
import java.util.List;

/// A byte-level network of the llama family: RMS norms, rotary positions, gated SiLU, no biases, a
/// head of its own.
///
/// @param layers layers
/// @param hiddenSize width of the residual stream
/// @param heads heads, of an even width
/// @param feedForwardSize width within the feed-forward part
/// @param context bytes a text may have
record NetworkShape(int layers, int hiddenSize, int heads, int feedForwardSize, int context) {
  static final int BYTES = 256;
  static final double THETA = 10_000;

  /// A tensor of the network.
  ///
  /// @param outputs its rows; a norm has none and is a vector of `inputs`
  /// @param inputs its columns
  /// @param pruned whether groups of its inputs may be pruned
  /// @param deviation standard deviation of its first values; a norm starts at one
  record Parameter(String name, int outputs, int inputs, boolean pruned, double deviation) {
    boolean isNorm() {
      return outputs == 0;
    }

    int elements() {
      return Math.max(1, outputs) * inputs;
    }
  }

  NetworkShape {
    if (Math.min(Math.min(layers, hiddenSize), Math.min(feedForwardSize, context)) < 1
        || heads < 1
        || hiddenSize % (2 * heads) != 0) {
      throw new IllegalArgumentException("sizes must be positive and heads of an even width");
    }
  }

  /// All tensors, in the order `network.torchscript` takes them. Queries, keys and values are one
  /// tensor, gate and up another: fewer, larger products.
  List<Parameter> parameters() {
    double in = 1 / Math.sqrt(hiddenSize) / 2;
    double out = in / Math.sqrt(2.0 * layers);
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter("embedding", BYTES, hiddenSize, false, in));
    for (int i = 0; i < layers; i++) {
      String at = "layers." + i + ".";
      all.add(norm(at + "attention_norm"));
      all.add(new Parameter(at + "query_key_value", 3 * hiddenSize, hiddenSize, true, in));
      all.add(new Parameter(at + "attention_out", hiddenSize, hiddenSize, true, out));
      all.add(norm(at + "feed_forward_norm"));
      all.add(new Parameter(at + "gate_up", 2 * feedForwardSize, hiddenSize, true, in));
      all.add(new Parameter(at + "down", hiddenSize, feedForwardSize, true, out));
    }
    all.add(norm("final_norm"));
    all.add(new Parameter("head", BYTES, hiddenSize, false, in));
    return List.copyOf(all);
  }

  private Parameter norm(String name) {
    return new Parameter(name, 0, hiddenSize, false, 0);
  }

  int headSize() {
    return hiddenSize / heads;
  }

  /// Weights of all tensors.
  long size() {
    return parameters().stream().mapToLong(Parameter::elements).sum();
  }

  /// Cosines, then sines, of each position's angles: `[2, context, headSize / 2]`, as `execute`
  /// computes them.
  float[] angles() {
    int pairs = headSize() / 2;
    float[] angles = new float[2 * context * pairs];
    for (int position = 0; position < context; position++) {
      for (int pair = 0; pair < pairs; pair++) {
        float frequency = (float) StrictMath.pow(THETA, -2.0 * pair / headSize());
        float angle = position * frequency;
        angles[position * pairs + pair] = (float) StrictMath.cos(angle);
        angles[(context + position) * pairs + pair] = (float) StrictMath.sin(angle);
      }
    }
    return angles;
  }
}
