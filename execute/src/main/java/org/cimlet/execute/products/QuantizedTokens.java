package org.cimlet.execute.products;

/// Activations as a macro takes them: symmetric INT8, one scale a token.
///
/// A token's scale is its largest magnitude over 127; a value is its activation over the scale,
/// rounded to the nearest, halves to even. So values lie in -127 to 127.
final class QuantizedTokens {
  static final int LARGEST = 127;

  private final byte[] values;
  private final float[] scales;

  private QuantizedTokens(byte[] values, float[] scales) {
    this.values = values;
    this.scales = scales;
  }

  /// @throws NonFiniteScoresException if an activation is no finite number
  static QuantizedTokens of(float[] in, int tokens, int size) {
    byte[] values = new byte[tokens * size];
    float[] scales = new float[tokens];
    for (int token = 0; token < tokens; token++) {
      float largest = 0;
      for (int i = token * size; i < (token + 1) * size; i++) {
        largest = Math.max(largest, Math.abs(in[i]));
      }
      if (!Float.isFinite(largest)) {
        throw new NonFiniteScoresException();
      }
      float scale = largest / LARGEST;
      scales[token] = scale;
      // where all is zero, or so small that the scale vanishes, so are the values
      for (int i = token * size; scale > 0 && i < (token + 1) * size; i++) {
        int rounded = (int) Math.rint((double) in[i] / scale);
        values[i] = (byte) Math.clamp(rounded, -LARGEST, LARGEST);
      }
    }
    return new QuantizedTokens(values, scales);
  }

  /// Token after token. Not copied.
  byte[] values() {
    return values;
  }

  float scale(int token) {
    return scales[token];
  }
}
