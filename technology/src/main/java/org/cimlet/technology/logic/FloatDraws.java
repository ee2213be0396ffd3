package org.cimlet.technology.logic;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Normal numbers as words, 64 at a time.
final class FloatDraws {
  private static final long SEED = 20_261_201;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final FloatWord word;
  private final FloatAlignment alignment;
  private final int channels;
  private final Operands operands;
  private final long[] exponentLanes;
  private final long[] mantissaLanes;

  /// @param channels inputs of a row
  /// @param operands of which the shares of zeros count
  FloatDraws(FloatWord word, FloatAlignment alignment, int channels, Operands operands) {
    this.word = word;
    this.alignment = alignment;
    this.channels = channels;
    this.operands = operands;
    exponentLanes = new long[word.exponentBits()];
    mantissaLanes = new long[word.fractionBits() + 1];
  }

  /// What everything is drawn from.
  SplittableRandom random() {
    return random;
  }

  /// Exponent of one: values of four deviations have the highest.
  private int bias() {
    return (1 << word.exponentBits()) - 4;
  }

  private int exponent(double value) {
    return value == 0 ? 0 : Math.clamp(bias() + Math.getExponent(value), 0, bias() + 3);
  }

  private double input(SplittableRandom from) {
    return drawn(from, operands.inputs().zeros());
  }

  private double weight(SplittableRandom from) {
    return drawn(from, operands.weights().zeros());
  }

  private static double drawn(SplittableRandom from, double zeros) {
    return from.nextDouble() < zeros ? 0 : from.nextGaussian();
  }

  /// Hidden one and fraction; 0 of 0.
  private long mantissa(double value) {
    double scaled = Math.scalb(Math.abs(value), word.fractionBits() - Math.getExponent(value));
    return value == 0 ? 0 : (long) scaled;
  }

  void input() {
    Arrays.fill(exponentLanes, 0);
    Arrays.fill(mantissaLanes, 0);
    for (int lane = 0; lane < Long.SIZE; lane++) {
      double value = input(random);
      put(exponentLanes, exponent(value), lane);
      put(mantissaLanes, mantissa(value), lane);
    }
  }

  long[] exponents() {
    return exponentLanes.clone();
  }

  long[] mantissas() {
    return mantissaLanes.clone();
  }

  long[] weightExponents() {
    long[] lanes = new long[word.exponentBits()];
    for (int lane = 0; lane < Long.SIZE; lane++) {
      put(lanes, exponent(weight(random)), lane);
    }
    return lanes;
  }

  /// Signed mantissas of weights, aligned where inputs are aligned by themselves.
  Operands.Drawn weights() {
    int mostOfWeights = 0; // as an average row has it
    for (int channel = 0; channel < channels; channel++) {
      mostOfWeights = Math.max(mostOfWeights, exponent(weight(random)));
    }
    return weights(mostOfWeights);
  }

  private int weightExponent(SplittableRandom from) {
    return alignment.ofProducts() ? exponent(weight(from)) : 0;
  }

  private Operands.Drawn weights(int mostOfWeights) {
    return (from, to) -> {
      Arrays.fill(to, 0);
      for (int lane = 0; lane < Long.SIZE; lane++) {
        double value = weight(from);
        long whole = mantissa(value);
        if (!alignment.ofProducts()) {
          int lacks = Math.max(0, mostOfWeights - exponent(value));
          whole = whole << alignment.guardBits() >> Math.min(lacks, Long.SIZE - 1);
        }
        put(to, value < 0 ? -whole : whole, lane);
      }
    };
  }

  /// Signed mantissas of inputs, aligned to the largest product of as many as a row has.
  Operands.Drawn inputs() {
    int[] most = new int[1024];
    for (int i = 0; i < most.length; i++) {
      for (int channel = 0; channel < channels; channel++) {
        int sum = exponent(input(random)) + weightExponent(random);
        most[i] = Math.max(most[i], sum);
      }
    }
    return (from, to) -> {
      Arrays.fill(to, 0);
      for (int lane = 0; lane < Long.SIZE; lane++) {
        double value = input(from);
        int sum = exponent(value) + weightExponent(from);
        int lacks = Math.max(0, most[from.nextInt(most.length)] - sum);
        long whole = (mantissa(value) << alignment.guardBits()) >> Math.min(lacks, Long.SIZE - 1);
        put(to, value < 0 ? -whole : whole, lane);
      }
    };
  }

  private static void put(long[] lanes, long value, int lane) {
    for (int bit = 0; bit < lanes.length; bit++) {
      lanes[bit] |= (value >> bit & 1) << lane;
    }
  }
}
