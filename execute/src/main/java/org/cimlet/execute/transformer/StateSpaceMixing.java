package org.cimlet.execute.transformer;

import java.util.Arrays;
import java.util.List;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.NormWeights;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Multipliers;
import org.cimlet.network.Norm;
import org.cimlet.network.Recurrence;
import org.jspecify.annotations.Nullable;

/// Mamba 2, a token at a time: the state of each head decays by one number and takes in the outer
/// product of its inputs and `B`; `C` reads it.
final class StateSpaceMixing implements Mixing {
  private final Recurrence.StateSpace shape;
  private final RunnableStage in;
  private final RunnableStage out;
  private final ChannelConvolution convolution;
  private final float[] stepBiases;
  private final float[] decays;
  private final float[] skips;
  private final @Nullable GroupNorm norm;
  private final Multipliers multipliers;

  StateSpaceMixing(
      Architecture architecture, Mixer.StateSpace weights, int layer, Arithmetic arithmetic) {
    NormWeights normed = weights.norm();
    this.shape = weights.shape();
    this.in = RunnableStage.of(weights.in(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.convolution = new ChannelConvolution(List.of(weights.convolution()));
    this.stepBiases = HostNorm.row(weights.stepBias());
    this.decays = Mixing.decays(weights.decayLogarithms());
    this.skips = HostNorm.row(weights.skips());
    this.norm = normed == null ? null : new GroupNorm(architecture.norm(), normed, shape.groups());
    this.multipliers = architecture.variations().multipliers();
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    float[] made = this.in.run(in, tokens);
    float[] state = cache.state(layer);
    int inner = shape.inner();
    float[] results = new float[tokens * inner];
    for (int token = 0; token < tokens; token++) {
      int gate = token * shape.projected();
      int mixed = gate + inner;
      int channels = shape.convolution().channels();
      multiply(made, gate);
      convolution.apply(state, made, mixed);
      for (int i = mixed; i < mixed + channels; i++) {
        made[i] = Exponential.silu(made[i]);
      }
      int result = token * inner;
      for (int head = 0; head < shape.heads(); head++) {
        update(state, made, mixed, mixed + channels + head, head, results, result);
      }
      for (int i = 0; i < inner; i++) {
        results[result + i] *= Exponential.silu(made[gate + i]);
      }
      if (norm != null) {
        norm.apply(results, result);
      }
    }
    float[] given = out.run(results, tokens);
    Mixing.multiply(given, 0, given.length, multipliers.recurred());
    return given;
  }

  /// Gate, inputs, `B`, `C` and steps, each by a number of its own.
  private void multiply(float[] made, int at) {
    int shared = shape.groups() * shape.stateSize();
    int[] sizes = {shape.inner(), shape.inner(), shared, shared, shape.heads()};
    int from = at;
    for (int part = 0; part < sizes.length; part++) {
      Mixing.multiply(made, from, sizes[part], multipliers.projected().get(part));
      from += sizes[part];
    }
  }

  /// One head's state takes in a token and is read.
  ///
  /// @param mixed where inputs, `B` and `C` begin
  /// @param step where the head's step is
  private void update(
      float[] state, float[] made, int mixed, int step, int head, float[] results, int result) {
    int size = shape.stateSize();
    int group = head / (shape.heads() / shape.groups());
    int b = mixed + shape.inner() + group * size;
    int c = b + shape.groups() * size;
    float width = Exponential.softplus(made[step] + stepBiases[head]);
    float decay = Exponential.exp(width * decays[head]);
    for (int i = 0; i < shape.headDim(); i++) {
      int channel = head * shape.headDim() + i;
      float input = made[mixed + channel];
      float taken = width * input;
      int at = convolution.stateSize() + channel * size;
      for (int j = 0; j < size; j++) {
        state[at + j] = decay * state[at + j] + taken * made[b + j];
      }
      results[result + channel] = Sums.dot(state, at, made, c, size) + skips[head] * input;
    }
  }

  /// A norm whose parts are normed each by itself.
  private static final class GroupNorm {
    private final HostNorm[] parts;
    private final int size;

    GroupNorm(Norm norm, NormWeights weights, int groups) {
      float[] all = HostNorm.row(weights.weight());
      this.size = all.length / groups;
      this.parts = new HostNorm[groups];
      for (int group = 0; group < groups; group++) {
        parts[group] = HostNorm.of(norm, Arrays.copyOfRange(all, group * size, (group + 1) * size));
      }
    }

    void apply(float[] vector, int at) {
      for (int group = 0; group < parts.length; group++) {
        parts[group].applyParts(vector, at + group * size, size);
      }
    }
  }
}
