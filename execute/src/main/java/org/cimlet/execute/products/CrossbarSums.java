package org.cimlet.execute.products;

import org.cimlet.execute.floats.RowTasks;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.array.Adc;
import org.cimlet.tensor.WeightMatrix;

/// The sums of a matrix as analog crossbars find them.
///
/// Inputs lie on word lines, `columns` at a time, and come in bit by bit, lowest first, the highest
/// with the sign. A weight's magnitude is cut into slices, each a pair of cells of which one holds
/// the slice and the other nothing. A bit line pair's difference is the sum over the inputs whose
/// bit is set; it is converted, shifted and added.
///
/// Conductances are programmed once, each off by its own error. A conversion meets noise that
/// depends on the seed, on where it happens and on the inputs it belongs to: the same inputs meet
/// the same noise, so that results depend neither on threads nor on how tokens are batched.
final class CrossbarSums implements IntegerSums {
  private final int outputs;
  private final int inputs;
  private final int inputsPerScale;
  private final int scales;
  private final int tile;
  private final int slices;
  private final int bitsPerCell;
  private final int pulses;
  private final double noiseLevels;
  private final Converter converter;
  private final long key;

  /// Of each output: of each slice: of each input, in steps between levels.
  private final float[] levels;

  /// @param key of all that is random here
  CrossbarSums(
      WeightMatrix matrix, Macro.AnalogCrossbar array, AnalogConditions conditions, long key) {
    this.outputs = matrix.outputs();
    this.inputs = matrix.inputs();
    this.inputsPerScale = matrix.inputsPerScale();
    this.scales = matrix.scalesPerRow();
    this.tile = Math.min(array.inputsPerRow(), inputsPerScale);
    this.slices = array.slices();
    this.bitsPerCell = array.bitsPerCell();
    this.pulses = array.pulses();
    this.key = key;
    int range = (1 << bitsPerCell) - 1;
    this.noiseLevels = array.cell().readNoise() * range;
    this.converter = Converter.of(array.adc());
    this.levels = new float[Math.multiplyExact(Math.multiplyExact(outputs, slices), inputs)];
    double kept = StrictMath.pow(Math.max(1, conditions.ageS()), -array.cell().driftExponent());
    RowTasks.run(
        outputs,
        (long) outputs * inputs * slices,
        (from, to) -> program(matrix, array.cell().spread() * range, kept, from, to));
  }

  private void program(WeightMatrix matrix, double spread, double kept, int from, int to) {
    int mask = (1 << bitsPerCell) - 1;
    for (int output = from; output < to; output++) {
      for (int input = 0; input < inputs; input++) {
        int value = matrix.valueAt(output, input);
        int magnitude = Math.abs(value);
        for (int slice = 0; slice < slices; slice++) {
          int level = magnitude >> (slice * bitsPerCell) & mask;
          int at = (output * slices + slice) * inputs + input;
          double error = spread == 0 ? 0 : spread * cellError(at);
          levels[at] = (float) ((value < 0 ? -level : level) * kept + error * kept);
        }
      }
    }
  }

  /// The error of a pair of cells: that of one less that of the other.
  private double cellError(int at) {
    return SplitMix.normal(key, 2L * at) - SplitMix.normal(key, 2L * at + 1);
  }

  @Override
  public int[] sum(byte[] in, int tokens) {
    int[] sums = new int[Math.multiplyExact(Math.multiplyExact(tokens, outputs), scales)];
    for (int token = 0; token < tokens; token++) {
      Pulses bits = new Pulses(in, token * inputs);
      long noise = noiseLevels == 0 ? 0 : SplitMix.mix(key, bits.hash());
      int first = token * outputs * scales;
      RowTasks.run(
          outputs,
          (long) outputs * inputs * slices * pulses / 2,
          (from, to) -> {
            for (int output = from; output < to; output++) {
              for (int scale = 0; scale < scales; scale++) {
                sums[first + output * scales + scale] = sum(bits, output, scale, noise);
              }
            }
          });
    }
    return sums;
  }

  private int sum(Pulses bits, int output, int scale, long noise) {
    int end = Math.min(inputs, (scale + 1) * inputsPerScale);
    double sum = 0;
    for (int from = scale * inputsPerScale; from < end; from += tile) {
      int to = Math.min(end, from + tile);
      for (int pulse = 0; pulse < pulses; pulse++) {
        double weight = pulse == pulses - 1 ? -(1L << pulse) : 1L << pulse;
        int[] set = bits.inputs(pulse);
        int firstSet = bits.first(pulse, from);
        int endSet = bits.first(pulse, to);
        for (int slice = 0; slice < slices; slice++) {
          int row = (output * slices + slice) * inputs;
          double current = 0;
          for (int place = firstSet; place < endSet; place++) {
            current += levels[row + set[place]];
          }
          if (noiseLevels > 0) {
            long where = ((long) row + from) * pulses + pulse;
            double deviation = noiseLevels * Math.sqrt(2.0 * (endSet - firstSet));
            current += deviation * SplitMix.normal(noise, where);
          }
          sum += converter.converted(current) * weight * (1L << (slice * bitsPerCell));
        }
      }
    }
    return (int) Math.rint(sum);
  }

  /// The inputs of a token whose bit is set, pulse by pulse.
  private final class Pulses {
    private final int[][] set = new int[pulses][inputs];
    private final int[][] before = new int[pulses][inputs + 1];
    private long hash = key;

    Pulses(byte[] in, int at) {
      for (int input = 0; input < inputs; input++) {
        int value = in[at + input];
        hash = SplitMix.mix(hash, value);
        for (int pulse = 0; pulse < pulses; pulse++) {
          int count = before[pulse][input];
          if ((value >> pulse & 1) != 0) {
            set[pulse][count++] = input;
          }
          before[pulse][input + 1] = count;
        }
      }
    }

    /// Place in the list of the first set input from `input` on.
    int first(int pulse, int input) {
      return before[pulse][input];
    }

    /// The list; not copied.
    int[] inputs(int pulse) {
      return set[pulse];
    }

    long hash() {
      return hash;
    }
  }

  /// Rounds to the nearest code and cuts off what is out of range. Where codes are finer than whole
  /// levels, the whole level is kept: a sum of levels is whole.
  ///
  /// @param step levels from code to code
  private record Converter(double step, double lowest, double highest) {
    static Converter of(Adc adc) {
      double codes = StrictMath.scalb(1.0, adc.bits() - 1);
      return new Converter(adc.rangeLevels() / codes, -codes, codes - 1);
    }

    double converted(double current) {
      double code = Math.clamp(Math.rint(current / step), lowest, highest);
      return step <= 1 ? Math.rint(code * step) : code * step;
    }
  }
}
