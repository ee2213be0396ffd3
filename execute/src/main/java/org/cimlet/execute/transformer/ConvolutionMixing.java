package org.cimlet.execute.transformer;

import java.util.List;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;

/// A short convolution between two gates (LFM2).
final class ConvolutionMixing implements Mixing {
  private final int channels;
  private final RunnableStage in;
  private final RunnableStage out;
  private final ChannelConvolution convolution;

  ConvolutionMixing(Mixer.GatedConvolution weights, int layer, Arithmetic arithmetic) {
    this.channels = weights.convolution().weights().rows();
    this.in = RunnableStage.of(weights.in(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.convolution = new ChannelConvolution(List.of(weights.convolution()));
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    float[] made = this.in.run(in, tokens);
    float[] results = new float[tokens * channels];
    for (int token = 0; token < tokens; token++) {
      int before = 3 * token * channels;
      int behind = before + channels;
      int inputs = behind + channels;
      int result = token * channels;
      for (int i = 0; i < channels; i++) {
        results[result + i] = made[before + i] * made[inputs + i];
      }
      convolution.apply(cache.state(layer), results, result);
      for (int i = 0; i < channels; i++) {
        results[result + i] *= made[behind + i];
      }
    }
    return out.run(results, tokens);
  }
}
