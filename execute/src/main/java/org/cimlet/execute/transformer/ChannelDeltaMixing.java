package org.cimlet.execute.transformer;

import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Norm;
import org.cimlet.network.Recurrence;

/// Kimi's delta attention, a token at a time: as the gated delta rule, but each element of a key
/// has a decay of its own.
final class ChannelDeltaMixing implements Mixing {
  private final Recurrence.ChannelDelta shape;
  private final RunnableStage in;
  private final RunnableStage decayDown;
  private final RunnableStage decayUp;
  private final RunnableStage gateDown;
  private final RunnableStage gateUp;
  private final RunnableStage out;
  private final ChannelConvolution convolution;
  private final float[] stepBiases;
  private final float[] decays;
  private final HostNorm norm;

  ChannelDeltaMixing(Mixer.ChannelDelta weights, int layer, Arithmetic arithmetic, Norm norm) {
    this.shape = weights.shape();
    this.in = RunnableStage.of(weights.in(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.decayDown =
        RunnableStage.of(weights.decayDown(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.decayUp = RunnableStage.of(weights.decayUp(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.gateDown = RunnableStage.of(weights.gateDown(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.gateUp = RunnableStage.of(weights.gateUp(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.convolution = new ChannelConvolution(weights.convolutions());
    this.stepBiases = HostNorm.row(weights.stepBias());
    this.decays = Mixing.decays(weights.decayLogarithms());
    this.norm = new HostNorm(norm, weights.norm(), false);
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    int inner = shape.inner();
    int mixed = 3 * inner;
    int size = mixed + shape.heads();
    float[] made = this.in.run(in, tokens);
    float[] steps = decayUp.run(decayDown.run(in, tokens), tokens);
    float[] gates = gateUp.run(gateDown.run(in, tokens), tokens);
    float[] state = cache.state(layer);
    float[] results = new float[tokens * inner];
    for (int token = 0; token < tokens; token++) {
      int at = token * size;
      convolution.apply(state, made, at);
      for (int i = at; i < at + mixed; i++) {
        made[i] = Exponential.silu(made[i]);
      }
      for (int head = 0; head < shape.heads(); head++) {
        int query = at + head * shape.headDim();
        DeltaMixing.unit(made, query, shape.headDim(), 1 / (float) Math.sqrt(shape.headDim()));
        DeltaMixing.unit(made, query + inner, shape.headDim(), 1);
        update(state, made, at, head, steps, token * inner, results);
      }
      norm.applyParts(results, token * inner, inner);
    }
    for (int i = 0; i < results.length; i++) {
      results[i] *= Exponential.sigmoid(gates[i]);
    }
    return out.run(results, tokens);
  }

  /// One head's state takes in a token and is read.
  ///
  /// @param at where the token's queries, keys, values and strengths begin
  /// @param result where its steps and results begin
  private void update(
      float[] state, float[] made, int at, int head, float[] steps, int result, float[] results) {
    int size = shape.headDim();
    int inner = shape.inner();
    int query = at + head * size;
    int key = query + inner;
    float strength = Exponential.sigmoid(made[at + 3 * inner + head]);
    float[] decay = new float[size];
    for (int j = 0; j < size; j++) {
      int channel = head * size + j;
      float step = Exponential.softplus(steps[result + channel] + stepBiases[channel]);
      decay[j] = Exponential.exp(step * decays[head]);
    }
    for (int i = 0; i < size; i++) {
      int its = convolution.stateSize() + (head * size + i) * size;
      for (int j = 0; j < size; j++) {
        state[its + j] *= decay[j];
      }
      float rest = strength * (made[key + inner + i] - Sums.dot(state, its, made, key, size));
      for (int j = 0; j < size; j++) {
        state[its + j] += rest * made[key + j];
      }
      results[result + head * size + i] = Sums.dot(state, its, made, query, size);
    }
  }
}
