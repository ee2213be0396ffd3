package org.cimlet.execute.macro;

/// What was multiplied, bit by bit: from the shares of ones, zeros and toggles follows what a
/// datapath switches.
///
/// @param inputs what entered
/// @param weights what was stored
public record OperandCounts(Words inputs, Words weights) {
  /// Nothing multiplied.
  public static final OperandCounts NONE = new OperandCounts(Words.NONE, Words.NONE);

  /// @throws IllegalArgumentException unless there are as many inputs as weights
  public OperandCounts {
    if (inputs.count() != weights.count()) {
      throw new IllegalArgumentException(
          "every input must have its weight, got %s and %s"
              .formatted(inputs.count(), weights.count()));
    }
  }

  /// Both together.
  ///
  /// @throws IllegalArgumentException where they are of different widths
  public OperandCounts plus(OperandCounts other) {
    return new OperandCounts(inputs.plus(other.inputs), weights.plus(other.weights));
  }

  /// Pairs multiplied, those of padding included.
  public long multiplies() {
    return inputs.count();
  }

  /// Numbers of one kind.
  ///
  /// @param count how many
  /// @param bits of a number
  /// @param ones among the bits of all
  /// @param toggles neighbouring bits of a number that differ
  /// @param zeros numbers that are zero as a whole
  public record Words(long count, int bits, long ones, long toggles, long zeros) {
    /// None.
    public static final Words NONE = new Words(0, 0, 0, 0, 0);

    /// One number, many times.
    ///
    /// @param value in two's complement
    public static Words of(int value, int bits, long times) {
      return new Words(
          times,
          bits,
          times * ones(value, bits),
          times * toggles(value, bits),
          value == 0 ? times : 0);
    }

    static int ones(int value, int bits) {
      return Integer.bitCount(value & (1 << bits) - 1);
    }

    static int toggles(int value, int bits) {
      return Integer.bitCount((value ^ (value >> 1)) & ((1 << (bits - 1)) - 1));
    }

    /// Both together.
    ///
    /// @throws IllegalArgumentException where they are of different widths
    public Words plus(Words other) {
      if (count == 0 || other.count == 0) {
        return count == 0 ? other : this;
      }
      if (bits != other.bits) {
        throw new IllegalArgumentException(
            "numbers must be of one width, got %s and %s bits".formatted(bits, other.bits));
      }
      return new Words(
          count + other.count,
          bits,
          ones + other.ones,
          toggles + other.toggles,
          zeros + other.zeros);
    }

    /// Share of ones among the bits; 0 where there are none.
    public double onesShare() {
      return share(ones, count * bits);
    }

    /// Share of neighbouring bits that differ.
    public double togglesShare() {
      return share(toggles, count * (bits - 1));
    }

    /// Share of numbers that are zero as a whole.
    public double zerosShare() {
      return share(zeros, count);
    }

    private static double share(long some, long all) {
      return all == 0 ? 0 : (double) some / all;
    }
  }
}
