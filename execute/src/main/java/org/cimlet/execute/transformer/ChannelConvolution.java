package org.cimlet.execute.transformer;

import java.util.List;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.Mixer;

/// A convolution of each channel over its last few inputs, which it keeps at the front of a layer's
/// state: the oldest first, a channel after another.
final class ChannelConvolution {
  private final int channels;
  private final int kernel;
  private final float[] weights;
  private final float[] biases;

  /// @param convolutions equally long, of channels that lie one behind the other
  ChannelConvolution(List<Mixer.Convolution> convolutions) {
    this.channels = convolutions.stream().mapToInt(one -> one.weights().rows()).sum();
    this.kernel = convolutions.getFirst().weights().columns();
    this.weights = new float[channels * kernel];
    this.biases = new float[channels];
    float[] row = new float[kernel];
    int channel = 0;
    for (Mixer.Convolution convolution : convolutions) {
      FloatRows rows = convolution.weights();
      FloatRows bias = convolution.bias();
      if (bias != null) {
        System.arraycopy(HostNorm.row(bias), 0, biases, channel, bias.columns());
      }
      for (int i = 0; i < rows.rows(); i++, channel++) {
        rows.read(i, row);
        System.arraycopy(row, 0, weights, channel * kernel, kernel);
      }
    }
  }

  /// Elements of state it keeps.
  int stateSize() {
    return channels * (kernel - 1);
  }

  /// Convolves one token's channels in place, and keeps them.
  ///
  /// @param at where they begin
  void apply(float[] state, float[] vector, int at) {
    int kept = kernel - 1;
    for (int channel = 0; channel < channels; channel++) {
      int past = channel * kept;
      int weight = channel * kernel;
      float now = vector[at + channel];
      float sum = biases[channel];
      for (int i = 0; i < kept; i++) {
        sum += weights[weight + i] * state[past + i];
      }
      sum += weights[weight + kept] * now;
      for (int i = 0; i < kept; i++) {
        state[past + i] = i + 1 < kept ? state[past + i + 1] : now;
      }
      vector[at + channel] = sum;
    }
  }
}
