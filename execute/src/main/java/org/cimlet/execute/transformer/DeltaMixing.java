package org.cimlet.execute.transformer;

import java.util.List;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Norm;
import org.cimlet.network.Recurrence;

/// The gated delta rule, a token at a time: the state of each value head decays, what it predicts
/// for the key is taken off the value, and the outer product of key and rest is added; the query
/// reads it.
final class DeltaMixing implements Mixing {
  private static final float SMALLEST_NORM = 1e-6f;

  private final Recurrence.DeltaRule shape;
  private final boolean byKeyHead;
  private final RunnableStage in;
  private final RunnableStage out;
  private final ChannelConvolution convolution;
  private final float[] stepBiases;
  private final float[] decays;
  private final HostNorm norm;

  DeltaMixing(Mixer.Delta weights, int layer, Arithmetic arithmetic, Norm norm) {
    this.shape = weights.shape();
    this.byKeyHead = weights.byKeyHead();
    this.in = RunnableStage.of(weights.in(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.convolution = new ChannelConvolution(List.of(weights.convolution()));
    this.stepBiases = HostNorm.row(weights.stepBias());
    this.decays = Mixing.decays(weights.decayLogarithms());
    this.norm = new HostNorm(norm, weights.norm(), false);
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    float[] made = this.in.run(in, tokens);
    float[] state = cache.state(layer);
    int mixed = 2 * shape.keys() + shape.values();
    int size = mixed + shape.values() + 2 * shape.valueHeads();
    float[] results = new float[tokens * shape.values()];
    float[] one = new float[size];
    for (int token = 0; token < tokens; token++) {
      sorted(made, token * size, one);
      convolution.apply(state, one, 0);
      for (int i = 0; i < mixed; i++) {
        one[i] = Exponential.silu(one[i]);
      }
      for (int head = 0; head < shape.keyHeads(); head++) {
        float scale = 1 / (float) Math.sqrt(shape.keyDim());
        unit(one, head * shape.keyDim(), shape.keyDim(), scale);
        unit(one, shape.keys() + head * shape.keyDim(), shape.keyDim(), 1);
      }
      for (int head = 0; head < shape.valueHeads(); head++) {
        update(state, one, head, results, token * shape.values() + head * shape.valueDim());
      }
      norm.applyParts(results, token * shape.values(), shape.values());
      for (int i = 0; i < shape.values(); i++) {
        results[token * shape.values() + i] *= Exponential.silu(one[mixed + i]);
      }
    }
    return out.run(results, tokens);
  }

  /// Queries, keys, values, gates, strengths and steps of a token, each of all heads together.
  private void sorted(float[] made, int at, float[] one) {
    if (!byKeyHead) {
      System.arraycopy(made, at, one, 0, one.length);
      return;
    }
    int key = shape.keyDim();
    int each = shape.valueHeads() / shape.keyHeads();
    int value = each * shape.valueDim();
    int keys = shape.keys();
    int mixed = 2 * keys + shape.values();
    int scalars = mixed + shape.values();
    for (int head = 0; head < shape.keyHeads(); head++) {
      int from = at + head * 2 * (key + value);
      System.arraycopy(made, from, one, head * key, key);
      System.arraycopy(made, from + key, one, keys + head * key, key);
      System.arraycopy(made, from + 2 * key, one, 2 * keys + head * value, value);
      System.arraycopy(made, from + 2 * key + value, one, mixed + head * value, value);
      int its = at + scalars + head * 2 * each;
      System.arraycopy(made, its, one, scalars + head * each, each);
      System.arraycopy(made, its + each, one, scalars + shape.valueHeads() + head * each, each);
    }
  }

  /// Brings a head to a length of one, then scales it.
  static void unit(float[] vector, int at, int size, float scale) {
    float square = Sums.dot(vector, at, vector, at, size);
    float by = scale / (float) Math.sqrt(square + SMALLEST_NORM);
    for (int i = 0; i < size; i++) {
      vector[at + i] *= by;
    }
  }

  private void update(float[] state, float[] one, int head, float[] results, int result) {
    int size = shape.keyDim();
    int keyHead = head / (shape.valueHeads() / shape.keyHeads());
    int query = keyHead * size;
    int key = shape.keys() + keyHead * size;
    int value = 2 * shape.keys() + head * shape.valueDim();
    int scalars = 2 * shape.keys() + 2 * shape.values();
    float strength = Exponential.sigmoid(one[scalars + head]);
    float step = Exponential.softplus(one[scalars + shape.valueHeads() + head] + stepBiases[head]);
    float decay = Exponential.exp(step * decays[head]);
    for (int i = 0; i < shape.valueDim(); i++) {
      int at = convolution.stateSize() + (head * shape.valueDim() + i) * size;
      for (int j = 0; j < size; j++) {
        state[at + j] *= decay;
      }
      float rest = strength * (one[value + i] - Sums.dot(state, at, one, key, size));
      for (int j = 0; j < size; j++) {
        state[at + j] += rest * one[key + j];
      }
      results[result + i] = Sums.dot(state, at, one, query, size);
    }
  }
}
