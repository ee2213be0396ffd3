package org.cimlet.rtl.folder;

import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.cimlet.execute.macro.Accumulator;
import org.cimlet.execute.macro.AccumulatorOverflowException;
import org.cimlet.execute.macro.MacroArray;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;
import org.cimlet.rtl.part.Design;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.jspecify.annotations.Nullable;

/// Rows in a macro of `execute`, read one after the other, and the sums of their products.
final class GoldenRows {
  private static final int MOST_TILES = 4;

  private final Design design;
  private final Cycles cycles;
  private final boolean bitSerial;
  private final SplittableRandom random;
  private boolean overflown;

  private GoldenRows(Design design, Cycles cycles, SplittableRandom random, boolean bitSerial) {
    this.design = design;
    this.cycles = cycles;
    this.random = random;
    this.bitSerial = bitSerial;
  }

  /// An output's weights, as the macro stores them, and the inputs they meet.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Output(byte[] stored, long[] masks, byte[] x, int rows) {}

  private Macro.DigitalSram macro() {
    return new Macro.DigitalSram(
        design.columns(),
        design.rows(),
        design.weightBits(),
        design.inputBits(),
        design.accumulatorBits(),
        bitSerial ? design.inputBits() : 1,
        1,
        1,
        0,
        0,
        design.isPacked() ? new Macro.ZeroSkipper(design.group(), 0, 0) : null);
  }

  private Packing packing() {
    return design.isPacked()
        ? new Packing(design.weightBits(), design.kept(), design.group())
        : Packing.dense(design.weightBits());
  }

  /// Inputs of a load: those of a row, or of the rows that share a group.
  private int inputsPerLoad() {
    return design.heldInputs();
  }

  private int rowsPerLoad() {
    return design.rowsPerGroup();
  }

  private Output output(int at) {
    int loads = 1 + random.nextInt(MOST_TILES);
    int inputs = (loads - 1) * inputsPerLoad() + 1 + random.nextInt(inputsPerLoad());
    byte[] x = GoldenVectors.elements(random, inputs, design.inputBits(), at);
    int stored = Math.toIntExact(packing().valuesPerRow(inputs));
    byte[] weights = GoldenVectors.elements(random, stored, design.weightBits(), at);
    long[] masks = new long[packing().masksPerRow(inputs)];
    for (int group = 0; group < masks.length; group++) {
      int there = Math.min(design.group(), inputs - group * design.group());
      masks[group] =
          GoldenVectors.mask(random, design, at) & (there == Long.SIZE ? -1L : (1L << there) - 1);
    }
    return new Output(weights, masks, x, loads * rowsPerLoad());
  }

  private byte[] loaded(Output output, int load) {
    int from = Math.min(load * inputsPerLoad(), output.x().length);
    return Arrays.copyOfRange(output.x(), from, from + inputsPerLoad());
  }

  private byte[] weights(Output output, int row) {
    int from = Math.min(row * design.columns(), output.stored().length);
    return Arrays.copyOfRange(output.stored(), from, from + design.columns());
  }

  private BigInteger masks(Output output, int row) {
    int from = row / design.rowsPerGroup() * design.groupsPerRow();
    return Words.packed(output.masks(), from, design.groupsPerRow(), design.group());
  }

  private MacroArray array(Output o) {
    MacroArray array = MacroArray.of(macro(), packing(), o.rows(), o.x().length);
    for (int row = 0; row < o.rows(); row++) {
      array.write(row, row, o.stored(), o.masks());
    }
    return array;
  }

  /// @return the sum of an output's rows; null where it overflows
  private BigInteger sum(Output output) {
    MacroArray array = array(output);
    Accumulator sum = new Accumulator(design.accumulatorBits());
    try {
      for (int row = 0; row < output.rows(); row++) {
        sum.add(array.read(row, row, output.x()));
      }
    } catch (AccumulatorOverflowException e) {
      overflown = true;
      return BigInteger.ONE.negate();
    }
    return Words.cut(sum.sum(), design.accumulatorBits());
  }

  /// A row's products and an addend.
  static void tree(Design design, Cycles cycles, SplittableRandom random, int count) {
    Design dense = dense(design);
    GoldenRows rows = new GoldenRows(dense, cycles, random, false);
    for (int at = 0; at < count; at++) {
      int cycle = cycles.next();
      byte[] x = GoldenVectors.elements(random, dense.columns(), dense.inputBits(), at);
      byte[] w = GoldenVectors.elements(random, dense.columns(), dense.weightBits(), at);
      int shift = Long.SIZE - dense.accumulatorBits();
      long addend = random.nextLong() >> shift >> random.nextInt(dense.accumulatorBits());
      cycles.drive("weights", Words.packed(w, dense.weightBits()));
      cycles.drive("inputs", Words.packed(x, dense.inputBits()));
      cycles.drive("addend", Words.cut(addend, dense.accumulatorBits()));
      Accumulator sum = new Accumulator(dense.accumulatorBits());
      sum.add((int) addend);
      BigInteger overflow = BigInteger.ZERO;
      try {
        sum.add(rows.array(new Output(w, new long[0], x, 1)).read(0, 0, x));
        cycles.expect(cycle, "sum", Words.cut(sum.sum(), dense.accumulatorBits()));
      } catch (AccumulatorOverflowException e) {
        overflow = BigInteger.ONE;
      }
      cycles.expect(cycle, "overflow", overflow);
    }
  }

  private static Design dense(Design design) {
    return new Design(
        0,
        0,
        design.columns(),
        1,
        design.weightBits(),
        design.inputBits(),
        design.accumulatorBits(),
        0);
  }

  /// Outputs one after the other, with idle clocks strewn in.
  static void edge(
      Design design, Cycles cycles, SplittableRandom random, int rows, boolean bitSerial) {
    GoldenRows golden = new GoldenRows(design, cycles, random, bitSerial);
    cycles.next();
    cycles.drive("reset", 1);
    for (int at = 0, done = 0; done < rows; at++) {
      Output output = golden.output(at);
      golden.pass(output, null, golden.sum(output));
      done += output.rows();
    }
    golden.settle(0);
  }

  /// A token's way through a network's linear: outputs one after the other.
  ///
  /// @param sums what `execute` added up for each output
  static void layer(Design design, Cycles cycles, WeightMatrix linear, byte[] x, int[] sums) {
    GoldenRows golden = new GoldenRows(design, cycles, new SplittableRandom(0), false);
    if (cycles.size() == 0) {
      cycles.next();
      cycles.drive("reset", 1);
    }
    int loads = Math.ceilDiv(x.length, golden.inputsPerLoad());
    Pattern pattern = linear.pattern();
    int perRow = Math.toIntExact(pattern.valuesPerRow(linear.inputs()));
    for (int output = 0; output < linear.outputs(); output++) {
      byte[] stored =
          linear.values().asSlice((long) output * perRow, perRow).toArray(ValueLayout.JAVA_BYTE);
      long[] masks = new long[design.isPacked() ? pattern.groupsPerRow(linear.inputs()) : 0];
      if (linear instanceof PackedMatrix packed) {
        for (int group = 0; group < masks.length; group++) {
          masks[group] = packed.mask(output, group);
        }
      }
      Output row = new Output(stored, masks, x, loads * golden.rowsPerLoad());
      golden.pass(row, null, Words.cut(sums[output], design.accumulatorBits()));
    }
    golden.settle(0);
  }

  /// Rows are written first, as many as there is room for, and then read.
  static void macro(
      Design design, Cycles cycles, SplittableRandom random, int rows, boolean bitSerial) {
    GoldenRows golden = new GoldenRows(design, cycles, random, bitSerial);
    cycles.next();
    cycles.drive("reset", 1);
    int first = 0;
    for (int at = 0, done = 0; done < rows; at++) {
      Output output = golden.output(at);
      if (output.rows() > design.rows()) {
        throw new IllegalArgumentException(
            "a macro must have at least %s rows to be tried, got %s"
                .formatted(output.rows(), design.rows()));
      }
      if (first + output.rows() > design.rows()) {
        first = 0;
      }
      for (int row = 0; row < output.rows(); row++) {
        cycles.next();
        cycles.drive("write", 1);
        cycles.drive("address", first + row);
        cycles.drive("write_row", golden.stored(output, row));
      }
      golden.pass(output, first, golden.sum(output));
      first += output.rows();
      done += output.rows();
    }
    golden.settle(1);
  }

  private BigInteger stored(Output output, int row) {
    BigInteger weights = Words.packed(weights(output, row), design.weightBits());
    return design.isPacked()
        ? masks(output, row).shiftLeft(design.columns() * design.weightBits()).or(weights)
        : weights;
  }

  /// Loads and rows of an output.
  ///
  /// @param first where its rows lie in the memory; null where the bench brings them
  /// @param expected its sum; negative where it overflows
  private void pass(Output output, @Nullable Integer first, BigInteger expected) {
    int clocks = bitSerial ? design.inputBits() : 1;
    int late = design.pipeline() + 1 + (first == null ? 0 : 1);
    int load = rowsPerLoad();
    for (int row = 0; row < output.rows(); row++) {
      if (row % load == 0) {
        idle(design.pipeline() + (first == null ? 0 : 1)); // rows on their way take these inputs
        cycles.next();
        cycles.drive("load", 1);
        cycles.drive("x", Words.packed(loaded(output, row / load), design.inputBits()));
      }
      for (int clock = 0; clock < clocks; clock++) {
        idle(random.nextInt(8) == 0 ? 1 : 0);
        int cycle = cycles.next();
        cycles.drive(first == null ? "valid" : "read", 1);
        cycles.drive("first", row == 0 ? 1 : 0);
        boolean last = row == output.rows() - 1;
        cycles.drive("last", last ? 1 : 0);
        if (design.rowsPerGroup() > 1) {
          cycles.drive("gather", row % load == 0 ? 1 : 0);
        }
        if (first == null) {
          cycles.drive("weights", Words.packed(weights(output, row), design.weightBits()));
          if (design.isPacked()) {
            cycles.drive("mask", masks(output, row));
          }
        } else {
          cycles.drive("address", first + row);
        }
        boolean ends = last && clock == clocks - 1;
        cycles.expect(cycle + late, "sum_valid", ends ? BigInteger.ONE : BigInteger.ZERO);
        if (ends) {
          if (expected.signum() >= 0) {
            cycles.expect(cycle + late, "sum", expected);
          }
          cycles.expect(cycle + late, "overflow", overflown ? BigInteger.ONE : BigInteger.ZERO);
        }
      }
    }
    clear(late);
  }

  /// Overflow stays set: it is cleared before the next output.
  private void clear(int late) {
    if (overflown) {
      idle(late);
      cycles.next();
      cycles.drive("reset", 1);
      overflown = false;
    }
  }

  private void idle(int clocks) {
    for (int clock = 0; clock < clocks; clock++) {
      cycles.next();
    }
  }

  private void settle(int more) {
    idle(design.pipeline() + 2 + more);
  }
}
