package org.cimlet.execute.products;

import org.cimlet.execute.floats.RowTasks;
import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.tensor.WeightMatrix;

/// The sums of a matrix as SRAM finds them whose cells put charge on bit lines.
///
/// Inputs lie on word lines, a tile at a time. They are shifted by half their range, so that no
/// digit has a sign, and come in digit by digit as levels; what the shift adds is known and taken
/// off. Each bit of a weight has a bit line, on which the cells whose bit is set put charge by
/// their input's level; it is shared, converted, weighed and added, negatively for the highest bit.
///
/// Capacitors are made once, each off by its own error. Noise is that of all cells of a tile, since
/// all share the charge; as in [CrossbarSums] it depends on the seed, on where it happens and on
/// the inputs it belongs to.
final class ChargeSums implements IntegerSums {
  private final int outputs;
  private final int inputs;
  private final int inputsPerScale;
  private final int scales;
  private final int tile;
  private final int weightBits;
  private final int digitBits;
  private final int pulses;
  private final int shift;
  private final double noise;
  private final double step;
  private final double codes;
  private final long key;

  /// Of each output: of each bit: of each input, in full charges of a cell.
  private final float[] charges;

  /// Of each output and scale: the sum of its weights.
  private final int[] weightSums;

  /// @param key of all that is random here
  ChargeSums(WeightMatrix matrix, ChargeSram array, long key) {
    this.outputs = matrix.outputs();
    this.inputs = matrix.inputs();
    this.inputsPerScale = matrix.inputsPerScale();
    this.scales = matrix.scalesPerRow();
    this.tile = Math.min(array.inputsPerRow(), inputsPerScale);
    this.weightBits = array.weightBits();
    this.digitBits = array.inputBitsPerPulse();
    this.pulses = array.pulses();
    this.shift = 1 << (array.inputBits() - 1);
    this.noise = array.cell().readNoise() * Math.sqrt(array.inputsPerRow());
    this.codes = StrictMath.scalb(1.0, array.adc().bits());
    this.step = array.adc().rangeLevels() / codes;
    this.key = key;
    this.charges = new float[Math.multiplyExact(Math.multiplyExact(outputs, weightBits), inputs)];
    this.weightSums = new int[Math.multiplyExact(outputs, scales)];
    RowTasks.run(
        outputs,
        (long) outputs * inputs * weightBits,
        (from, to) -> write(matrix, array.cell().spread(), from, to));
  }

  private void write(WeightMatrix matrix, double spread, int from, int to) {
    for (int output = from; output < to; output++) {
      for (int input = 0; input < inputs; input++) {
        int value = matrix.valueAt(output, input);
        weightSums[output * scales + input / inputsPerScale] += value;
        for (int bit = 0; bit < weightBits; bit++) {
          int at = (output * weightBits + bit) * inputs + input;
          double capacitor = spread == 0 ? 1 : 1 + spread * SplitMix.normal(key, at);
          charges[at] = (float) ((value >> bit & 1) * capacitor);
        }
      }
    }
  }

  @Override
  public int[] sum(byte[] in, int tokens) {
    int[] sums = new int[Math.multiplyExact(Math.multiplyExact(tokens, outputs), scales)];
    for (int token = 0; token < tokens; token++) {
      float[][] levels = levels(in, token * inputs);
      long itsNoise = noise == 0 ? 0 : SplitMix.mix(key, hash(in, token * inputs));
      int first = token * outputs * scales;
      RowTasks.run(
          outputs,
          (long) outputs * inputs * weightBits * pulses,
          (from, to) -> {
            for (int output = from; output < to; output++) {
              for (int scale = 0; scale < scales; scale++) {
                int at = output * scales + scale;
                double shifted = (double) shift * weightSums[at];
                double sum = sum(levels, output, scale, itsNoise) - shifted;
                sums[first + at] = (int) Math.rint(sum);
              }
            }
          });
    }
    return sums;
  }

  /// Of each pulse: of each input, in full charges.
  private float[][] levels(byte[] in, int at) {
    float[][] levels = new float[pulses][inputs];
    int full = (1 << digitBits) - 1;
    for (int input = 0; input < inputs; input++) {
      int shifted = in[at + input] + shift;
      for (int pulse = 0; pulse < pulses; pulse++) {
        levels[pulse][input] = (float) (shifted >> (pulse * digitBits) & full) / full;
      }
    }
    return levels;
  }

  private long hash(byte[] in, int at) {
    long hash = key;
    for (int input = 0; input < inputs; input++) {
      hash = SplitMix.mix(hash, in[at + input]);
    }
    return hash;
  }

  private double sum(float[][] levels, int output, int scale, long itsNoise) {
    int end = Math.min(inputs, (scale + 1) * inputsPerScale);
    double sum = 0;
    for (int from = scale * inputsPerScale; from < end; from += tile) {
      int to = Math.min(end, from + tile);
      for (int pulse = 0; pulse < pulses; pulse++) {
        for (int bit = 0; bit < weightBits; bit++) {
          int row = (output * weightBits + bit) * inputs;
          double charge = 0;
          for (int input = from; input < to; input++) {
            charge += charges[row + input] * levels[pulse][input];
          }
          if (noise > 0) {
            long where = ((long) row + from) * pulses + pulse;
            charge += noise * SplitMix.normal(itsNoise, where);
          }
          double weight = StrictMath.scalb(1.0, bit + pulse * digitBits);
          sum += converted(charge) * (bit == weightBits - 1 ? -weight : weight);
        }
      }
    }
    return sum;
  }

  /// The nearest code, cut off where it is out of range, in steps of a digit; where codes are finer
  /// than these, the whole step is kept.
  private double converted(double charge) {
    int full = (1 << digitBits) - 1;
    double code = Math.clamp(Math.rint(charge / step), 0, codes - 1);
    double digits = code * step * full;
    return step * full <= 1 ? Math.rint(digits) : digits;
  }
}
