package org.cimlet.execute.transformer;

import java.util.List;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.NormWeights;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Norm;
import org.cimlet.network.Recurrence;
import org.jspecify.annotations.Nullable;

/// Mamba, a token at a time: each element of a channel's state decays by a number of its own and
/// takes in input and `B`; `C` reads them.
final class ScanMixing implements Mixing {
  private final Recurrence.SelectiveScan shape;
  private final RunnableStage in;
  private final RunnableStage parts;
  private final RunnableStage steps;
  private final RunnableStage out;
  private final ChannelConvolution convolution;
  private final float[] decays;
  private final float[] skips;
  private final @Nullable HostNorm stepNorm;
  private final @Nullable HostNorm inputNorm;
  private final @Nullable HostNorm outputNorm;

  ScanMixing(Mixer.Scan weights, int layer, Arithmetic arithmetic, Norm norm) {
    this.shape = weights.shape();
    this.in = RunnableStage.of(weights.in(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.parts = RunnableStage.of(weights.parts(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.steps = RunnableStage.of(weights.steps(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.convolution = new ChannelConvolution(List.of(weights.convolution()));
    this.decays = Mixing.decays(weights.decayLogarithms());
    this.skips = HostNorm.row(weights.skips());
    this.stepNorm = norm(norm, weights.stepNorm());
    this.inputNorm = norm(norm, weights.inputNorm());
    this.outputNorm = norm(norm, weights.outputNorm());
  }

  private static @Nullable HostNorm norm(Norm norm, @Nullable NormWeights weights) {
    return weights == null ? null : new HostNorm(norm, weights, false);
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    int inner = shape.inner();
    float[] made = this.in.run(in, tokens);
    float[] state = cache.state(layer);
    float[] inputs = new float[tokens * inner];
    for (int token = 0; token < tokens; token++) {
      System.arraycopy(made, 2 * token * inner, inputs, token * inner, inner);
      convolution.apply(state, inputs, token * inner);
      for (int i = token * inner; i < (token + 1) * inner; i++) {
        inputs[i] = Exponential.silu(inputs[i]);
      }
    }
    float[] shared = parts.run(inputs, tokens);
    float[] widths = widths(shared, tokens);
    float[] results = new float[tokens * inner];
    for (int token = 0; token < tokens; token++) {
      int b = token * madeSize() + shape.rank();
      int gate = (2 * token + 1) * inner;
      for (int channel = 0; channel < inner; channel++) {
        int at = token * inner + channel;
        results[at] =
            update(state, channel, Exponential.softplus(widths[at]), inputs[at], shared, b)
                * Exponential.silu(made[gate + channel]);
      }
    }
    return out.run(results, tokens);
  }

  private int madeSize() {
    return shape.rank() + 2 * shape.stateSize();
  }

  /// Each channel's step, before its softplus; norms what the channels share in place.
  private float[] widths(float[] made, int tokens) {
    int rank = shape.rank();
    int size = shape.stateSize();
    float[] low = new float[tokens * rank];
    for (int token = 0; token < tokens; token++) {
      int at = token * madeSize();
      if (stepNorm != null && inputNorm != null && outputNorm != null) {
        stepNorm.applyParts(made, at, rank);
        inputNorm.applyParts(made, at + rank, size);
        outputNorm.applyParts(made, at + rank + size, size);
      }
      System.arraycopy(made, at, low, token * rank, rank);
    }
    return steps.run(low, tokens);
  }

  /// One channel's state takes in a token and is read.
  ///
  /// @param b where `B` begins, `C` behind it
  private float update(float[] state, int channel, float width, float input, float[] made, int b) {
    int size = shape.stateSize();
    int at = convolution.stateSize() + channel * size;
    float taken = width * input;
    float sum = skips[channel] * input;
    for (int i = 0; i < size; i++) {
      float decay = Exponential.exp(width * decays[channel * size + i]);
      state[at + i] = decay * state[at + i] + taken * made[b + i];
      sum += state[at + i] * made[b + size + i];
    }
    return sum;
  }
}
