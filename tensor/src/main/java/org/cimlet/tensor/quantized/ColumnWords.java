package org.cimlet.tensor.quantized;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.Tensor;

/// Integers of two to eight bits packed into words of 32, where a row of words belongs to inputs
/// and its columns to outputs: GPTQ packs inputs into a word, AWQ outputs.
///
/// A weight is `scale * (integer - zero)`, with a scale and a zero for each group of inputs and
/// each output. Groups may be out of order (`g_idx`), where inputs were sorted before quantizing.
///
/// Sources: AutoGPTQ's `QuantLinear.pack`, AutoAWQ's `WQLinear_GEMM`.
final class ColumnWords implements Matrix {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Which of eight outputs in a row the four bits of an AWQ word belong to, from the lowest.
  private static final int[] AWQ_ORDER = {0, 2, 4, 6, 1, 3, 5, 7};

  private final MemorySegment words;
  private final int outputs;
  private final int inputs;
  private final int bits;
  private final boolean outputsPacked;
  private final int[] groupOf;
  private final float[] scales;
  private final int[] zeros;
  private final long storedBytes;

  private ColumnWords(
      Tensor words,
      int inputs,
      int outputs,
      int bits,
      boolean outputsPacked,
      int[] groupOf,
      Tensor scales,
      int[] zeros) {
    this.words = words.bytes();
    this.inputs = inputs;
    this.outputs = outputs;
    this.bits = bits;
    this.outputsPacked = outputsPacked;
    this.groupOf = groupOf;
    this.zeros = zeros;
    this.scales = new float[Math.toIntExact(scales.rows() * scales.columns())];
    for (int row = 0; row < scales.rows(); row++) {
      scales.readRow(row, this.scales, row * outputs);
    }
    storedBytes = words.byteSize() + scales.byteSize() + (long) zeros.length * bits / Byte.SIZE;
  }

  /// @param words `[inputs / n, outputs]` of n integers each
  /// @param zeros `[groups, outputs / n]`; without it the middle of the range
  /// @param groups of each input; without it inputs follow in order
  /// @param lessOne by how much the file's zeros are too small
  static Matrix gptq(
      Tensor words,
      Tensor scales,
      Optional<Tensor> zeros,
      Optional<Tensor> groups,
      int bits,
      int unit,
      int lessOne) {
    UnfitException.requireType(words, ElementType.I32);
    int outputs = Math.toIntExact(words.columns());
    int inputs = Math.toIntExact(words.rows() * (Integer.SIZE / bits));
    requireScales(scales, outputs);
    int count = Math.toIntExact(scales.rows());
    int[] groupOf = inOrder(inputs, count, unit);
    if (groups.isPresent()) {
      UnfitException.require(groups.get(), (long) inputs);
      float[] given = groups.get().row(0);
      for (int i = 0; i < inputs; i++) {
        groupOf[i] = (int) given[i];
      }
    }
    for (int group : groupOf) {
      UnfitException.require(group >= 0 && group < count, scales, "one for each group of inputs");
    }
    int[] starts = new int[count * outputs];
    Arrays.fill(starts, 1 << (bits - 1));
    zeros.ifPresent(packed -> zeros(packed, outputs, count, bits, false, lessOne, starts));
    return new ColumnWords(words, inputs, outputs, bits, false, groupOf, scales, starts);
  }

  /// @param words `[inputs, outputs / 8]`
  /// @param zeros `[groups, outputs / 8]`; without it the middle of the range
  static Matrix awq(Tensor words, Tensor scales, Optional<Tensor> zeros, int unit) {
    UnfitException.requireType(words, ElementType.I32);
    int inputs = Math.toIntExact(words.rows());
    int outputs = Math.toIntExact(words.columns() * AWQ_ORDER.length);
    requireScales(scales, outputs);
    int count = Math.toIntExact(scales.rows());
    int[] groupOf = inOrder(inputs, count, unit);
    for (int group : groupOf) {
      UnfitException.require(group < count, scales, "one for each group of inputs");
    }
    int[] starts = new int[count * outputs];
    Arrays.fill(starts, 8);
    zeros.ifPresent(packed -> zeros(packed, outputs, count, 4, true, 0, starts));
    return new ColumnWords(words, inputs, outputs, 4, true, groupOf, scales, starts);
  }

  private static void requireScales(Tensor scales, int outputs) {
    boolean fits =
        scales.shape().size() == 2
            && scales.columns() == outputs
            && scales.rows() > 0
            && !scales.type().isInteger();
    UnfitException.require(fits, scales, "floats [groups, %s]".formatted(outputs));
  }

  private static int[] inOrder(int inputs, int groups, int unit) {
    int size = unit > 0 ? unit : Math.ceilDiv(inputs, groups);
    int[] groupOf = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      groupOf[i] = i / size;
    }
    return groupOf;
  }

  private static void zeros(
      Tensor packed, int outputs, int groups, int bits, boolean awq, int lessOne, int[] into) {
    UnfitException.requireType(packed, ElementType.I32);
    int each = Integer.SIZE / bits;
    UnfitException.require(packed, (long) groups, (long) Math.ceilDiv(outputs, each));
    MemorySegment words = packed.bytes();
    long columns = packed.columns();
    for (int group = 0; group < groups; group++) {
      for (int output = 0; output < outputs; output++) {
        int word = words.getAtIndex(WORD, group * columns + output / each);
        int place = awq ? placeOf(output % each) : output % each;
        // a zero of one more than the range wraps round in the file
        into[group * outputs + output] = (at(word, place, bits) + lessOne) & ((1 << bits) - 1);
      }
    }
  }

  /// Where in a word an AWQ output's bits are.
  private static int placeOf(int output) {
    for (int place = 0; place < AWQ_ORDER.length; place++) {
      if (AWQ_ORDER[place] == output) {
        return place;
      }
    }
    throw new IllegalArgumentException("no output " + output + " of eight");
  }

  private static int at(int word, int place, int bits) {
    return (word >>> (place * bits)) & ((1 << bits) - 1);
  }

  @Override
  public List<Long> shape() {
    return List.of((long) outputs, (long) inputs);
  }

  @Override
  public long storedBytes() {
    return storedBytes;
  }

  @Override
  public void read(long row, float[] into, int first) {
    int output = (int) row;
    int each = Integer.SIZE / bits;
    long columns = outputsPacked ? outputs / each : outputs;
    int place = outputsPacked ? placeOf(output % each) : 0;
    long column = outputsPacked ? output / each : output;
    for (int i = 0; i < inputs; i++) {
      long wordRow = outputsPacked ? i : i / each;
      int word = words.getAtIndex(WORD, wordRow * columns + column);
      int integer = at(word, outputsPacked ? place : i % each, bits);
      int of = groupOf[i] * outputs + output;
      into[first + i] = scales[of] * (integer - zeros[of]);
    }
  }
}
