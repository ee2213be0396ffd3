package org.cimlet.technology.logic;

import java.util.SplittableRandom;

/// What the bits of inputs and weights look like: gates switch where bits change, and a zero stops
/// a multiplier.
///
/// @param inputs what enters
/// @param weights what is stored
public record Operands(Words inputs, Words weights) {
  /// Where nobody says: sums of normal distribution after a ReLU, in 8 bits whose full scale is
  /// four standard deviations, are zero in half of all cases and have a fifth of ones; weights of
  /// normal distribution have half.
  public static final Operands USUAL = new Operands(0.2, 0.5, 0.5, 0);

  /// The same of inputs of one bit: what is not zero is one.
  private static final Operands USUAL_BITS = new Operands(0.5, 0.5, 0.5, 0);

  /// Every bit is one half of the time.
  public static final Operands RANDOM = new Operands(0.5, 0, 0.5, 0);

  /// Three of four inputs are zero and a tenth of the bits are ones: the least that macros are
  /// measured with.
  public static final Operands SPARSE = new Operands(0.1, 0.75, 0.5, 0);

  /// Operands whose bits do not depend on each other.
  ///
  /// @param inputOnes share of ones among the bits of all inputs
  /// @param inputZeros share of inputs that are zero as a whole; ones lie in the others
  /// @param weightOnes share of ones among the bits of all weights
  /// @param weightZeros share of weights that are zero as a whole
  /// @throws IllegalArgumentException where shares do not lie within 0 and 1, or there are more
  ///   ones than bits of what is not zero
  public Operands(double inputOnes, double inputZeros, double weightOnes, double weightZeros) {
    this(Words.independent(inputOnes, inputZeros), Words.independent(weightOnes, weightZeros));
  }

  /// Where nobody says, by the bits of an input.
  public static Operands usual(int inputBits) {
    return inputBits == 1 ? USUAL_BITS : USUAL;
  }

  /// Whether they stand for operands of which nothing is stated.
  public boolean areAssumed() {
    return equals(USUAL) || equals(USUAL_BITS);
  }

  /// Where numbers come from.
  @FunctionalInterface
  interface Drawn {
    /// 64 numbers, bit by bit.
    ///
    /// @param to gets the lowest bits first
    void draw(SplittableRandom random, long[] to);
  }

  /// Numbers of one kind. One follows another as if drawn anew; within a number neighbouring bits
  /// may be alike, as the highest ones of small numbers in two's complement are.
  ///
  /// @param ones share of ones among the bits of all numbers
  /// @param zeros share of numbers that are zero as a whole; ones lie in the others
  /// @param toggles share of neighbouring bits of a number that differ: what a wire toggles where
  ///   numbers enter bit by bit
  public record Words(double ones, double zeros, double toggles) implements Drawn {
    /// @throws IllegalArgumentException where shares do not lie within 0 and 1, or there are more
    ///   ones than bits of what is not zero
    public Words {
      if (!(ones >= 0) || !(zeros >= 0) || !(ones + zeros <= 1)) {
        throw new IllegalArgumentException(
            "ones and zeros must be shares that leave room for one another, got %s and %s"
                .formatted(ones, zeros));
      }
      if (!(toggles >= 0) || !(toggles <= 1)) {
        throw new IllegalArgumentException("toggles must be a share, got " + toggles);
      }
    }

    /// Numbers whose bits do not depend on each other.
    public static Words independent(double ones, double zeros) {
      return new Words(ones, zeros, independentToggles(ones, zeros));
    }

    private static double independentToggles(double ones, double zeros) {
      return zeros == 1 ? 0 : 2 * ones * (1 - ones / (1 - zeros));
    }

    @Override
    public void draw(SplittableRandom random, long[] to) {
      long some = ~Bits.of(random, zeros);
      double ofOthers = zeros == 1 ? 0 : ones / (1 - zeros);
      if (toggles == independentToggles(ones, zeros)) {
        for (int bit = 0; bit < to.length; bit++) {
          to[bit] = some & Bits.of(random, ofOthers);
        }
        return;
      }
      double differing = zeros == 1 ? 0 : toggles / (1 - zeros) / 2;
      long above = Bits.of(random, ofOthers);
      for (int bit = to.length - 1; bit >= 0; bit--) {
        if (bit < to.length - 1) {
          long falls = Bits.of(random, chance(differing, ofOthers));
          long rises = Bits.of(random, chance(differing, 1 - ofOthers));
          above ^= (above & falls) | (~above & rises);
        }
        to[bit] = some & above;
      }
    }

    /// That the next bit differs from one of which there is such a share. Where neighbours differ
    /// more often than that leaves room for, each does.
    private static double chance(double differing, double share) {
      return share == 0 ? 0 : Math.min(1, differing / share);
    }
  }
}
