package org.cimlet.execute.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;

/// Matrices for tests, and their products by plain sums.
final class RandomWeights {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private RandomWeights() {}

  /// Values as `fill` gives them, masks at random.
  static WeightMatrix matrix(
      int outputs, int inputs, Pattern pattern, int inputsPerScale, Bytes fill, long seed) {
    MemorySegment scales =
        MemorySegment.ofArray(new byte[4 * outputs * Math.ceilDiv(inputs, inputsPerScale)]);
    for (long i = 0; i < scales.byteSize() / 4; i++) {
      scales.setAtIndex(FLOAT, i, 1);
    }
    SplittableRandom random = new SplittableRandom(seed);
    if (pattern.isDense()) {
      byte[] values = new byte[outputs * inputs];
      for (int i = 0; i < values.length; i++) {
        values[i] = fill.next(random);
      }
      return DenseMatrix.of(outputs, inputs, inputsPerScale, MemorySegment.ofArray(values), scales);
    }
    byte[] values = new byte[Math.toIntExact(outputs * pattern.valuesPerRow(inputs))];
    byte[] masks = new byte[Math.toIntExact(outputs * pattern.maskBytesPerRow(inputs))];
    for (int output = 0; output < outputs; output++) {
      for (int group = 0; group < pattern.groupsPerRow(inputs); group++) {
        int present = pattern.inputsOfGroup(group, inputs);
        int kept = Math.min(pattern.kept(), present);
        long mask = 0;
        while (Long.bitCount(mask) < kept) {
          mask |= 1L << random.nextInt(present);
        }
        long firstBit =
            output * pattern.maskBytesPerRow(inputs) * 8 + (long) group * pattern.group();
        for (int i = 0; i < present; i++) {
          if ((mask >>> i & 1) != 0) {
            masks[(int) ((firstBit + i) / 8)] |= (byte) (1 << (firstBit + i) % 8);
          }
        }
        int first = (output * pattern.groupsPerRow(inputs) + group) * pattern.kept();
        for (int k = 0; k < kept; k++) {
          values[first + k] = fill.next(random);
        }
      }
    }
    return PackedMatrix.of(
        outputs,
        inputs,
        pattern,
        inputsPerScale,
        MemorySegment.ofArray(values),
        MemorySegment.ofArray(masks),
        scales);
  }

  static byte[] bytes(int count, Bytes fill, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = fill.next(random);
    }
    return bytes;
  }

  /// Where values come from.
  enum Bytes {
    RANDOM,
    ALL_MIN,
    ALL_MAX,
    ENDS;

    byte next(SplittableRandom random) {
      return switch (this) {
        case RANDOM -> (byte) random.nextInt(256);
        case ALL_MIN -> Byte.MIN_VALUE;
        case ALL_MAX -> Byte.MAX_VALUE;
        case ENDS -> random.nextBoolean() ? Byte.MIN_VALUE : Byte.MAX_VALUE;
      };
    }
  }

  /// The product by plain sums over every weight, zeros included.
  static int[] product(WeightMatrix matrix, byte[] inputs, int tokens) {
    int sums = matrix.scalesPerRow();
    int[] product = new int[tokens * matrix.outputs() * sums];
    for (int token = 0; token < tokens; token++) {
      for (int output = 0; output < matrix.outputs(); output++) {
        for (int input = 0; input < matrix.inputs(); input++) {
          int sum = (token * matrix.outputs() + output) * sums + input / matrix.inputsPerScale();
          product[sum] += matrix.valueAt(output, input) * inputs[token * matrix.inputs() + input];
        }
      }
    }
    return product;
  }
}
