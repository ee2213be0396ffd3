package org.cimlet.rtl.part;

import java.util.List;

/// What a datapath is built for.
///
/// @param group inputs that a mask covers, one of [#GROUPS]; 0 where rows are dense
/// @param kept inputs that a mask selects at most; 0 where rows are dense
/// @param columns weights in a row, one multiplier each
/// @param rows rows of the memory
/// @param weightBits of a weight, two's complement
/// @param inputBits of an input, two's complement
/// @param accumulatorBits of a sum, two's complement
/// @param pipeline registers on a row's way from its arrival to the accumulator
/// @param fastDecoder whether the mask decoder saves carries, for a shorter way and more gates;
///   from groups of 16 on
public record Design(
    int group,
    int kept,
    int columns,
    int rows,
    int weightBits,
    int inputBits,
    int accumulatorBits,
    int pipeline,
    boolean fastDecoder) {
  /// Inputs that a mask may cover.
  public static final List<Integer> GROUPS = List.of(4, 8, 16, 32, 64);

  /// Least of them in which a decoder can save carries.
  public static final int LEAST_FAST = 16;

  /// Widest word of a weight or an input.
  public static final int MOST_BITS = 8;

  /// @throws IllegalArgumentException where the numbers do not fit together
  public Design {
    boolean packed = group > 0;
    boolean fits =
        columns >= 1
            && rows >= 1
            && within(weightBits, 1, MOST_BITS)
            && within(inputBits, 1, MOST_BITS)
            && within(accumulatorBits, 2, Integer.SIZE)
            && within(pipeline, 0, 2)
            && (!fastDecoder || group >= LEAST_FAST)
            && (packed
                ? GROUPS.contains(group)
                    && within(kept, 1, group)
                    && (columns % kept == 0 || kept % columns == 0)
                : group == 0 && kept == 0);
    if (!fits) {
      throw new IllegalArgumentException(
          "no datapath of %s:%s with %s columns of %s x %s bits, %s of sum and %s registers"
              .formatted(kept, group, columns, weightBits, inputBits, accumulatorBits, pipeline));
    }
  }

  /// With the smallest decoder.
  ///
  /// @throws IllegalArgumentException where the numbers do not fit together
  public Design(
      int group,
      int kept,
      int columns,
      int rows,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int pipeline) {
    this(group, kept, columns, rows, weightBits, inputBits, accumulatorBits, pipeline, false);
  }

  private static boolean within(int value, int least, int most) {
    return least <= value && value <= most;
  }

  /// Whether rows bring masks.
  public boolean isPacked() {
    return group > 0;
  }

  /// Groups whose masks a row brings; 1 where a group is wider than a row.
  public int groupsPerRow() {
    return isPacked() ? Math.max(1, columns / kept) : 0;
  }

  /// Rows that share a group's gathered inputs.
  public int rowsPerGroup() {
    return isPacked() ? Math.max(1, kept / columns) : 1;
  }

  /// Inputs held at the edge.
  public int heldInputs() {
    return isPacked() ? groupsPerRow() * group : columns;
  }

  /// Bits of a row's masks.
  public int maskBits() {
    return groupsPerRow() * group;
  }

  /// Bits of a row as it is stored: masks above weights.
  public int rowBits() {
    return maskBits() + columns * weightBits;
  }

  /// Bits that hold the sum of a row's products.
  public int productBits() {
    return weightBits + inputBits + bitsOf(columns - 1);
  }

  /// Bits of a sum before it is cut to the accumulator's.
  int sumBits() {
    return Math.max(accumulatorBits, productBits()) + 1;
  }

  /// Bits that hold 0 to `most`.
  static int bitsOf(int most) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(most);
  }

  /// The same with another number of registers.
  public Design withPipeline(int registers) {
    return with(registers, fastDecoder);
  }

  /// The same with a decoder that saves carries.
  public Design withFastDecoder() {
    return with(pipeline, true);
  }

  private Design with(int registers, boolean fast) {
    return new Design(
        group, kept, columns, rows, weightBits, inputBits, accumulatorBits, registers, fast);
  }
}
