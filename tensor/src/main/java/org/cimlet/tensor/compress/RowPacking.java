package org.cimlet.tensor.compress;

import java.util.Arrays;
import org.cimlet.tensor.Pattern;

/// Prunes and quantizes rows of one matrix.
///
/// Of each group the weights with the largest magnitude (times the norm of their input, where there
/// are norms) are kept, the one of the lower input where two are equal. A scale is the largest kept
/// magnitude over 127, in float32; a value is its weight over its scale in float32, rounded to the
/// nearest, halves to even. A row of zeros has the scale 1.
///
/// Holds scratch space, so each thread has its own.
final class RowPacking {
  private static final int LARGEST = 127;

  private final Pattern pattern;
  private final int inputs;
  private final int inputsPerScale;
  private final float[] norms;
  private final long[] masks;
  private final long[] ranking;
  private double squaredError;
  private double squaredNorm;

  /// @param norms of the inputs, or empty for magnitude alone
  RowPacking(Pattern pattern, int inputs, int inputsPerScale, float[] norms) {
    this.pattern = pattern;
    this.inputs = inputs;
    this.inputsPerScale = inputsPerScale;
    this.norms = norms;
    this.masks = new long[pattern.isDense() ? 0 : pattern.groupsPerRow(inputs)];
    this.ranking = new long[pattern.group()];
  }

  /// Packs one row.
  ///
  /// @param weights rows one after another
  /// @param row which row of weights and block
  void pack(float[] weights, int row, RowBlock block) {
    int from = row * inputs;
    squaredError = 0;
    squaredNorm = 0;
    for (int group = 0; group < masks.length; group++) {
      masks[group] = choose(weights, from, group);
      block.setMask(row, group, masks[group]);
    }
    int scalesPerRow = Math.ceilDiv(inputs, inputsPerScale);
    for (int s = 0; s < scalesPerRow; s++) {
      int first = s * inputsPerScale;
      int end = Math.min(inputs, first + inputsPerScale);
      if (pattern.isDense()) {
        block.scales[row * scalesPerRow + s] = quantizeAll(weights, from, first, end, row, block);
      } else {
        block.scales[row * scalesPerRow + s] = quantizeKept(weights, from, first, end, row, block);
      }
    }
    block.squaredErrors[row] = squaredError;
    block.squaredNorms[row] = squaredNorm;
  }

  /// The mask of a group.
  private long choose(float[] weights, int from, int group) {
    int first = group * pattern.group();
    int present = pattern.inputsOfGroup(group, inputs);
    for (int i = 0; i < present; i++) {
      float score = Math.abs(weights[from + first + i]);
      if (norms.length > 0) {
        score *= norms[first + i];
      }
      // floats that are not negative sort as their bits do; a lower input sorts higher
      ranking[i] = ((long) Float.floatToRawIntBits(score) << Byte.SIZE) | (Byte.MAX_VALUE - i);
    }
    sort(present);
    long mask = 0;
    for (int i = Math.max(0, present - pattern.kept()); i < present; i++) {
      mask |= 1L << (Byte.MAX_VALUE - (ranking[i] & 0xFF));
    }
    return mask;
  }

  /// By insertion where the library's choice of a method takes longer than sorting.
  private void sort(int present) {
    if (present > Short.SIZE) {
      Arrays.sort(ranking, 0, present);
      return;
    }
    for (int i = 1; i < present; i++) {
      long item = ranking[i];
      int at = i;
      while (at > 0 && ranking[at - 1] > item) {
        ranking[at] = ranking[at - 1];
        at--;
      }
      ranking[at] = item;
    }
  }

  /// @return the scale
  private float quantizeAll(
      float[] weights, int from, int first, int end, int row, RowBlock block) {
    float largest = 0;
    for (int i = first; i < end; i++) {
      largest = Math.max(largest, Math.abs(weights[from + i]));
    }
    float scale = scale(largest);
    for (int i = first; i < end; i++) {
      block.put(row, i, stored(weights[from + i], scale));
    }
    return scale;
  }

  /// @return the scale
  private float quantizeKept(
      float[] weights, int from, int first, int end, int row, RowBlock block) {
    int firstGroup = first / pattern.group();
    int endGroup = Math.ceilDiv(end, pattern.group());
    float largest = 0;
    for (int group = firstGroup; group < endGroup; group++) {
      int at = from + group * pattern.group();
      for (long left = masks[group]; left != 0; left &= left - 1) {
        largest = Math.max(largest, Math.abs(weights[at + Long.numberOfTrailingZeros(left)]));
      }
    }
    float scale = scale(largest);
    for (int group = firstGroup; group < endGroup; group++) {
      int at = from + group * pattern.group();
      int present = pattern.inputsOfGroup(group, inputs);
      int index = group * pattern.kept();
      for (int i = 0; i < present; i++) {
        float weight = weights[at + i];
        if ((masks[group] >>> i & 1) != 0) {
          block.put(row, index++, stored(weight, scale));
        } else {
          squaredNorm += (double) weight * weight;
          squaredError += (double) weight * weight;
        }
      }
    }
    return scale;
  }

  private static float scale(float largest) {
    if (largest == 0) {
      return 1;
    }
    float scale = largest / LARGEST;
    // among the least floats, a 127th is rounded far
    while (largest / scale > LARGEST + 0.5f) {
      scale = Math.nextUp(scale);
    }
    return scale;
  }

  /// Counts the error, too.
  private byte stored(float weight, float scale) {
    byte value = (byte) Math.clamp(Math.rint(weight / scale), -LARGEST, LARGEST);
    double error = weight - (double) value * scale;
    squaredNorm += (double) weight * weight;
    squaredError += error * error;
    return value;
  }
}
