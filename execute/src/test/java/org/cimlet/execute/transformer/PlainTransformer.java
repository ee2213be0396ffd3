package org.cimlet.execute.transformer;

import java.util.List;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NormWeights;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeLayout;
import org.cimlet.network.Positions.RopeScaling;

/// A second implementation to compare with: whole texts in double, nothing cached, nothing shared
/// with the first but the weights. Written from the formulas of the papers.
public final class PlainTransformer {
  private final Network network;
  private final Architecture a;

  public PlainTransformer(Network network) {
    this.network = network;
    this.a = network.architecture();
  }

  /// Scores after each token.
  public double[][] scores(int[] tokens) {
    double[][] x = new double[tokens.length][];
    for (int t = 0; t < tokens.length; t++) {
      x[t] = row(network.embedding(), tokens[t]);
      FloatRows positions = network.positionRows();
      if (positions != null) {
        x[t] = plus(x[t], row(positions, t));
      }
    }
    for (Network.Layer layer : network.layers()) {
      double[][] attended = attention(layer, normed(layer.attentionNorm(), x));
      for (int t = 0; t < x.length; t++) {
        x[t] = plus(x[t], times(layer.attentionOut(), attended[t]));
      }
      double[][] h = normed(layer.feedForwardNorm(), x);
      for (int t = 0; t < x.length; t++) {
        x[t] = plus(x[t], times(layer.feedForwardOut(), active(layer, h[t])));
      }
    }
    double[][] last = normed(network.finalNorm(), x);
    for (int t = 0; t < x.length; t++) {
      last[t] = times(network.head(), last[t]);
    }
    return last;
  }

  private double[][] attention(Network.Layer layer, double[][] h) {
    int d = a.headSize();
    double[][] result = new double[h.length][a.querySize()];
    double[][] stacked = new double[h.length][];
    for (int t = 0; t < h.length; t++) {
      stacked[t] = times(layer.queryKeyValue(), h[t]);
    }
    for (int t = 0; t < h.length; t++) {
      for (int head = 0; head < a.heads(); head++) {
        int group = head * a.keyValueHeads() / a.heads();
        double[] q = rotated(slice(stacked[t], head * d, d), t);
        double[] weights = new double[t + 1];
        double total = 0;
        for (int s = Math.max(0, t - a.window() + 1); s <= t; s++) {
          double[] k = rotated(slice(stacked[s], a.querySize() + group * d, d), s);
          double score = 0;
          for (int i = 0; i < d; i++) {
            score += q[i] * k[i];
          }
          weights[s] = Math.exp(score / Math.sqrt(d));
          total += weights[s];
        }
        for (int s = 0; s <= t; s++) {
          int at = a.querySize() + a.keySize() + group * d;
          for (int i = 0; i < d; i++) {
            result[t][head * d + i] += weights[s] / total * stacked[s][at + i];
          }
        }
      }
    }
    return result;
  }

  /// Each pair is a complex number, multiplied by `e^(i position frequency)`.
  private double[] rotated(double[] head, int position) {
    if (!(a.positions() instanceof Positions.Rotary rotary)) {
      return head;
    }
    int d = head.length;
    double[] turned = new double[d];
    for (int pair = 0; pair < d / 2; pair++) {
      int real = rotary.layout() == RopeLayout.NEIGHBOURS ? 2 * pair : pair;
      int imaginary = rotary.layout() == RopeLayout.NEIGHBOURS ? 2 * pair + 1 : pair + d / 2;
      double frequency = frequency(rotary, pair, d);
      double cos = Math.cos(position * frequency);
      double sin = Math.sin(position * frequency);
      turned[real] = head[real] * cos - head[imaginary] * sin;
      turned[imaginary] = head[imaginary] * cos + head[real] * sin;
    }
    return turned;
  }

  /// LLaMA 3.1's rule in its published form, by wavelengths.
  static double frequency(Positions.Rotary rotary, int pair, int headSize) {
    double plain = 1 / Math.pow(rotary.theta(), 2.0 * pair / headSize);
    return switch (rotary.scaling()) {
      case RopeScaling.None _ -> plain;
      case RopeScaling.Linear(double factor) -> plain / factor;
      case RopeScaling.Llama3(double factor, double low, double high, int trained) -> {
        double wavelength = 2 * Math.PI / plain;
        if (wavelength < trained / high) {
          yield plain;
        }
        if (wavelength > trained / low) {
          yield plain / factor;
        }
        double smooth = (trained / wavelength - low) / (high - low);
        yield (1 - smooth) * plain / factor + smooth * plain;
      }
      case RopeScaling.Yarn yarn -> throw new IllegalArgumentException(yarn.toString());
      case RopeScaling.LongRope scaled -> throw new IllegalArgumentException(scaled.toString());
      case RopeScaling.Other other -> throw new IllegalArgumentException(other.type());
    };
  }

  private double[] active(Network.Layer layer, double[] h) {
    double[] in = times(layer.feedForwardIn(), h);
    double[] active = new double[a.feedForwardSize()];
    for (int i = 0; i < active.length; i++) {
      double x = in[i];
      active[i] =
          a.feedForward() == FeedForward.GATED_SILU
              ? x / (1 + Math.exp(-x)) * in[active.length + i]
              : 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
    }
    return active;
  }

  private double[][] normed(NormWeights norm, double[][] x) {
    double[][] normed = new double[x.length][];
    double[] weight = row(norm.weight(), 0);
    for (int t = 0; t < x.length; t++) {
      double[] y = x[t].clone();
      double mean = 0;
      if (a.norm() instanceof Norm.MeanAndVariance) {
        for (double v : y) {
          mean += v / y.length;
        }
      }
      double square = 0;
      for (int i = 0; i < y.length; i++) {
        y[i] -= mean;
        square += y[i] * y[i] / y.length;
      }
      for (int i = 0; i < y.length; i++) {
        y[i] = y[i] / Math.sqrt(square + a.norm().epsilon()) * weight[i];
      }
      FloatRows bias = norm.biasRow();
      normed[t] = bias == null ? y : plus(y, row(bias, 0));
    }
    return normed;
  }

  private static double[] times(List<WeightedLinear> linears, double[] x) {
    double[] all = new double[0];
    for (WeightedLinear linear : linears) {
      double[] y = times(linear, x);
      double[] longer = new double[all.length + y.length];
      System.arraycopy(all, 0, longer, 0, all.length);
      System.arraycopy(y, 0, longer, all.length, y.length);
      all = longer;
    }
    return all;
  }

  private static double[] times(WeightedLinear linear, double[] x) {
    FloatRows rows = ((LinearWeights.Floats) linear.weights()).rows();
    double[] y = new double[rows.rows()];
    for (int i = 0; i < y.length; i++) {
      double[] w = row(rows, i);
      for (int j = 0; j < x.length; j++) {
        y[i] += w[j] * x[j];
      }
    }
    FloatRows bias = linear.biasRow();
    return bias == null ? y : plus(y, row(bias, 0));
  }

  private static double[] plus(double[] x, double[] y) {
    double[] sum = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sum[i] = x[i] + y[i];
    }
    return sum;
  }

  private static double[] slice(double[] x, int from, int length) {
    double[] slice = new double[length];
    System.arraycopy(x, from, slice, 0, length);
    return slice;
  }

  private static double[] row(FloatRows rows, int row) {
    float[] floats = new float[rows.columns()];
    rows.read(row, floats);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
