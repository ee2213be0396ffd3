package org.cimlet.execute.transformer;

import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.Mixer;

/// A convolution of each channel over its last few inputs, which it keeps at the front of a layer's
/// state: the oldest first, a channel after another.
final class ChannelConvolution {
  private final int channels;
  private final int kernel;
  private final float[] weights;
  private final float[] biases;

  ChannelConvolution(Mixer.Convolution convolution) {
    FloatRows rows = convolution.weights();
    FloatRows bias = convolution.bias();
    this.channels = rows.rows();
    this.kernel = rows.columns();
    this.weights = new float[channels * kernel];
    float[] row = new float[kernel];
    for (int channel = 0; channel < channels; channel++) {
      rows.read(channel, row);
      System.arraycopy(row, 0, weights, channel * kernel, kernel);
    }
    this.biases = bias == null ? new float[channels] : HostNorm.row(bias);
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
