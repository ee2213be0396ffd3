package org.cimlet.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.stream.IntStream;

/// `kept` INT8 values of every `group` consecutive inputs of an output row, and which they are.
///
/// With `groups = ceil(inputs / group)` per row:
///
/// - `values` is `[outputs, groups, kept]`, one byte each. A group's values stand in the order of
///   their inputs.
/// - `masks` holds a bitmap per row: bit `j % 8` of byte `j / 8` is set if input `j` is kept. A row
///   has `groups * group` bits in whole bytes, so a group of 8, 16, 32 or 64 is one little-endian
///   word of that width (`[outputs, groups]`), and two groups of 4 share a byte, the lower bits
///   first.
/// - A mask has exactly `kept` bits set. The last group may have fewer inputs than `group`: bits
///   above them are unset, and if it has fewer than `kept` inputs, all its inputs are kept and its
///   values are filled up with zeros behind them.
public final class PackedMatrix implements WeightMatrix {
  private final int outputs;
  private final int inputs;
  private final Pattern pattern;
  private final int groups;
  private final int inputsPerScale;
  private final MemorySegment values;
  private final MemorySegment masks;
  private final MemorySegment scales;

  private PackedMatrix(
      int outputs,
      int inputs,
      Pattern pattern,
      int inputsPerScale,
      MemorySegment values,
      MemorySegment masks,
      MemorySegment scales) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.pattern = pattern;
    this.groups = pattern.groupsPerRow(inputs);
    this.inputsPerScale = inputsPerScale;
    this.values = values.asReadOnly();
    this.masks = masks.asReadOnly();
    this.scales = scales.asReadOnly();
  }

  /// A view of stored weights; nothing is copied, so the caller must not write to them any more.
  /// Every mask is checked.
  ///
  /// @param pattern not dense
  /// @param inputsPerScale `inputs` for one scale a row, else a multiple of the group
  /// @param values `outputs * groups * kept` bytes
  /// @param masks `outputs * pattern.maskBytesPerRow(inputs)` bytes
  /// @param scales `outputs * ceil(inputs / inputsPerScale)` little-endian floats, finite, above 0
  /// @throws IllegalArgumentException if sizes, masks, filling zeros or scales are not so
  public static PackedMatrix of(
      int outputs,
      int inputs,
      Pattern pattern,
      int inputsPerScale,
      MemorySegment values,
      MemorySegment masks,
      MemorySegment scales) {
    Layouts.checkShape(outputs, inputs, inputsPerScale);
    if (pattern.isDense()) {
      throw new IllegalArgumentException("a packed matrix needs a pattern, got none");
    }
    if (inputsPerScale != inputs && inputsPerScale % pattern.group() != 0) {
      throw new IllegalArgumentException(
          "a scale must stand for whole groups of %s inputs, got %s inputs"
              .formatted(pattern.group(), inputsPerScale));
    }
    Layouts.checkBytes("values", values, outputs * pattern.valuesPerRow(inputs));
    Layouts.checkBytes("masks", masks, outputs * pattern.maskBytesPerRow(inputs));
    Layouts.checkScales(scales, (long) outputs * Math.ceilDiv(inputs, inputsPerScale));
    PackedMatrix matrix =
        new PackedMatrix(outputs, inputs, pattern, inputsPerScale, values, masks, scales);
    int[] doubtful =
        IntStream.range(0, outputs)
            .parallel()
            .filter(output -> !matrix.isSurelyRight(output))
            .toArray();
    for (int output : doubtful) { // by this thread: another's fault would come in a wrapping
      matrix.checkRow(output);
    }
    return matrix;
  }

  /// A copy of small weights with one scale a row; see [#of].
  public static PackedMatrix copyOf(
      int outputs, int inputs, Pattern pattern, byte[] values, byte[] masks, float[] scales) {
    return of(
        outputs,
        inputs,
        pattern,
        inputs,
        MemorySegment.ofArray(values.clone()),
        MemorySegment.ofArray(masks.clone()),
        Layouts.floats(scales));
  }

  /// A quick look at rows of whole words; of all others nothing is known.
  private boolean isSurelyRight(int output) {
    if (pattern.group() != Integer.SIZE || inputs % Integer.SIZE != 0) {
      return false;
    }
    long rowStart = output * pattern.maskBytesPerRow(inputs);
    int wrong = 0;
    for (int group = 0; group < groups; group++) {
      int mask = masks.get(Layouts.INT, rowStart + 4L * group);
      wrong |= Integer.bitCount(mask) ^ pattern.kept();
    }
    return wrong == 0;
  }

  private void checkRow(int output) {
    for (int group = 0; group < groups; group++) {
      int present = pattern.inputsOfGroup(group, inputs);
      int expected = Math.min(pattern.kept(), present);
      long mask = mask(output, group);
      if (Long.bitCount(mask) != expected) {
        throw new IllegalArgumentException(
            "the mask of output %s, group %s must have %s bits set, got %s"
                .formatted(output, group, expected, Long.bitCount(mask)));
      }
      if (present < Long.SIZE && mask >>> present != 0) {
        throw new IllegalArgumentException(
            "the mask of output %s, group %s must keep only the %s inputs there are, got bit %s set"
                .formatted(output, group, present, 63 - Long.numberOfLeadingZeros(mask)));
      }
      for (int k = expected; k < pattern.kept(); k++) {
        if (value(output, group, k) != 0) {
          throw new IllegalArgumentException(
              "value %s of output %s, group %s must be the filling zero, got %s"
                  .formatted(k, output, group, value(output, group, k)));
        }
      }
    }
    checkSpareBits(output);
  }

  /// Only an odd number of groups of 4 leaves half a byte at a row's end.
  private void checkSpareBits(int output) {
    if (pattern.group() == 4 && groups % 2 == 1) {
      long last = (output + 1) * pattern.maskBytesPerRow(inputs) - 1;
      if ((masks.get(Layouts.BYTE, last) & 0xF0) != 0) {
        throw new IllegalArgumentException(
            "the spare upper half of the last mask byte of output %s must be 0".formatted(output));
      }
    }
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public Pattern pattern() {
    return pattern;
  }

  /// Groups of one row.
  public int groups() {
    return groups;
  }

  @Override
  public int inputsPerScale() {
    return inputsPerScale;
  }

  @Override
  public MemorySegment values() {
    return values;
  }

  /// Bitmaps of the kept inputs, row after row; layout above.
  public MemorySegment masks() {
    return masks;
  }

  @Override
  public MemorySegment scales() {
    return scales;
  }

  /// The mask of one group: bit `i` set if its input `i` is kept.
  public long mask(int output, int group) {
    Objects.checkIndex(output, outputs);
    Objects.checkIndex(group, groups);
    long rowStart = output * pattern.maskBytesPerRow(inputs);
    return switch (pattern.group()) {
      case 4 -> (masks.get(Layouts.BYTE, rowStart + group / 2) >> (group % 2 * 4)) & 0xFL;
      case 8 -> masks.get(Layouts.BYTE, rowStart + group) & 0xFFL;
      case 16 -> masks.get(Layouts.SHORT, rowStart + 2L * group) & 0xFFFFL;
      case 32 -> masks.get(Layouts.INT, rowStart + 4L * group) & 0xFFFF_FFFFL;
      case 64 -> masks.get(Layouts.LONG, rowStart + 8L * group);
      default -> throw new IllegalStateException("no masks for groups of " + pattern.group());
    };
  }

  /// Stored value `index` of a group: that of its `index`-th kept input.
  public byte value(int output, int group, int index) {
    Objects.checkIndex(output, outputs);
    Objects.checkIndex(group, groups);
    Objects.checkIndex(index, pattern.kept());
    return values.get(Layouts.BYTE, ((long) output * groups + group) * pattern.kept() + index);
  }

  @Override
  public byte valueAt(int output, int input) {
    Objects.checkIndex(input, inputs);
    int group = input / pattern.group();
    long mask = mask(output, group);
    long bit = 1L << (input % pattern.group());
    return (mask & bit) == 0 ? 0 : value(output, group, Long.bitCount(mask & (bit - 1)));
  }

  @Override
  public long weightBytes() {
    return values.byteSize() + masks.byteSize();
  }

  /// The same weights with the zeros in their places, in memory of its own.
  public DenseMatrix unpack() {
    MemorySegment dense = Arena.ofAuto().allocate((long) outputs * inputs);
    for (int output = 0; output < outputs; output++) {
      for (int group = 0; group < groups; group++) {
        long first = (long) output * inputs + (long) group * pattern.group();
        int index = 0;
        for (long left = mask(output, group); left != 0; left &= left - 1) {
          dense.set(
              Layouts.BYTE,
              first + Long.numberOfTrailingZeros(left),
              value(output, group, index++));
        }
      }
    }
    return DenseMatrix.of(outputs, inputs, inputsPerScale, dense, scales);
  }

  /// Whether the other is a packed matrix of the same shape and pattern with the same bytes.
  @Override
  public boolean equals(Object other) {
    return other instanceof PackedMatrix that
        && outputs == that.outputs
        && inputs == that.inputs
        && inputsPerScale == that.inputsPerScale
        && pattern.equals(that.pattern)
        && Layouts.same(values, that.values)
        && Layouts.same(masks, that.masks)
        && Layouts.same(scales, that.scales);
  }

  @Override
  public int hashCode() {
    return Objects.hash(outputs, inputs, pattern, inputsPerScale);
  }

  /// `8:32 INT8 [4096, 11008]`.
  @Override
  public String toString() {
    return "%s INT8 [%s, %s]".formatted(pattern, outputs, inputs);
  }
}
