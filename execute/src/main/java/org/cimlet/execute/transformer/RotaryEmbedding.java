package org.cimlet.execute.transformer;

import org.cimlet.network.Positions.RopeLayout;
import org.cimlet.network.Positions.RopeScaling;
import org.cimlet.network.Positions.Rotary;

/// Rotary positions: turns the pairs of queries and keys.
final class RotaryEmbedding {
  private final int rotated;
  private final int step;
  private final RopeLayout layout;
  private final float[] frequencies;
  private final float[] beyond;
  private final int trainedContext;
  private final double amplitude;

  /// @param width of a head, of which the front is rotated
  RotaryEmbedding(Rotary rotary, int width) {
    this.step = width;
    this.rotated = rotary.elements(width);
    this.layout = rotary.layout();
    this.frequencies = new float[rotated / 2];
    this.amplitude = amplitude(rotary.scaling());
    this.beyond = new float[rotated / 2];
    this.trainedContext =
        rotary.scaling() instanceof RopeScaling.LongRope scaled
            ? scaled.trainedContext()
            : Integer.MAX_VALUE;
    for (int pair = 0; pair < frequencies.length; pair++) {
      double plain = StrictMath.pow(rotary.theta(), -2.0 * pair / rotated);
      switch (rotary.scaling()) {
        case RopeScaling.Yarn yarn ->
            frequencies[pair] = (float) blended(plain, pair, yarn, rotary.theta());
        case RopeScaling.LongRope scaled -> {
          frequencies[pair] = (float) (plain / scaled.within().get(pair));
          beyond[pair] = (float) (plain / scaled.beyond().get(pair));
        }
        case RopeScaling other -> frequencies[pair] = (float) scaled(plain, other);
      }
    }
  }

  private static double amplitude(RopeScaling scaling) {
    return switch (scaling) {
      case RopeScaling.Yarn yarn -> yarn.amplitude();
      case RopeScaling.LongRope scaled -> scaled.amplitude();
      case RopeScaling.None _, RopeScaling.Linear _, RopeScaling.Llama3 _, RopeScaling.Other _ -> 1;
    };
  }

  /// YaRN's frequency of a pair.
  private double blended(double plain, int pair, RopeScaling.Yarn yarn, double theta) {
    double first = pairOf(yarn.fastTurns(), yarn, theta);
    double last = pairOf(yarn.slowTurns(), yarn, theta);
    if (yarn.wholePairs()) {
      first = Math.floor(first);
      last = Math.ceil(last);
    }
    first = Math.max(first, 0);
    last = Math.min(last, rotated - 1.0);
    double width = first == last ? 0.001 : last - first;
    double divided = Math.clamp((pair - first) / width, 0.0, 1.0);
    return divided * plain / yarn.factor() + (1 - divided) * plain;
  }

  /// Which pair makes so many turns in the trained context.
  private double pairOf(double turns, RopeScaling.Yarn yarn, double theta) {
    double wave = yarn.trainedContext() / (turns * 2 * Math.PI);
    return rotated * StrictMath.log(wave) / (2 * StrictMath.log(theta));
  }

  static double scaled(double frequency, RopeScaling scaling) {
    return switch (scaling) {
      case RopeScaling.None _ -> frequency;
      case RopeScaling.Linear(double factor) -> frequency / factor;
      case RopeScaling.Llama3(double factor, double low, double high, int trained) -> {
        double turns = trained * frequency / (2 * Math.PI);
        double kept = Math.clamp((turns - low) / (high - low), 0.0, 1.0);
        yield kept * frequency + (1 - kept) * frequency / factor;
      }
      case RopeScaling.Yarn _, RopeScaling.LongRope _ ->
          throw new IllegalArgumentException("each pair is scaled by itself");
      case RopeScaling.Other(String type) ->
          throw new IllegalArgumentException("no frequencies of the rope scaling " + type);
    };
  }

  /// Cosines and sines of every pair, for positions `first` and on.
  ///
  /// @param context tokens that the text may become long
  /// @return for each token the cosines, then the sines
  float[] angles(int first, int tokens, int context) {
    float[] its = context > trainedContext ? beyond : frequencies;
    int pairs = its.length;
    float[] angles = new float[tokens * rotated];
    for (int token = 0; token < tokens; token++) {
      for (int pair = 0; pair < pairs; pair++) {
        float angle = (first + token) * its[pair];
        angles[token * rotated + pair] = (float) (amplitude * StrictMath.cos(angle));
        angles[token * rotated + pairs + pair] = (float) (amplitude * StrictMath.sin(angle));
      }
    }
    return angles;
  }

  /// Turns heads that lie one after another.
  ///
  /// @param from where the first head starts
  /// @param angles of [#angles]
  /// @param token which of its tokens
  void turn(float[] vector, int from, int heads, float[] angles, int token) {
    int pairs = frequencies.length;
    int cosines = token * rotated;
    int pace = layout == RopeLayout.NEIGHBOURS ? 2 : 1;
    int partner = layout == RopeLayout.NEIGHBOURS ? 1 : pairs;
    for (int head = 0; head < heads; head++) {
      int start = from + head * step;
      for (int pair = 0; pair < pairs; pair++) {
        float cosine = angles[cosines + pair];
        float sine = angles[cosines + pairs + pair];
        int i = start + pair * pace;
        float a = vector[i];
        float b = vector[i + partner];
        vector[i] = a * cosine - b * sine;
        vector[i + partner] = a * sine + b * cosine;
      }
    }
  }
}
