package org.cimlet.plan.program;

import org.cimlet.plan.machine.Precision;
import org.cimlet.plan.machine.WordFormat;

/// How a weight matrix is stored: every weight, or the kept ones of each group with a bit mask; and
/// what it is multiplied by.
///
/// @param format what the bits of a weight stand for
/// @param weightBits bits of one stored weight
/// @param inputBits bits of the inputs it is multiplied by; 0 for as many as its macro takes with
///   such weights
/// @param kept weights kept of a group
/// @param group consecutive input weights of one output row that share a mask; equal to `kept`
///   where dense
public record Packing(WordFormat format, int weightBits, int inputBits, int kept, int group) {
  /// Whole numbers.
  public Packing(int weightBits, int kept, int group) {
    this(WordFormat.INTEGER, weightBits, 0, kept, group);
  }

  /// @throws IllegalArgumentException unless `1 <= kept <= group` and weights have bits
  public Packing {
    if (weightBits < 1 || inputBits < 0 || kept < 1 || group < kept) {
      throw new IllegalArgumentException(
          "packing needs 1 <= kept <= group, got %s:%s with %s bits"
              .formatted(kept, group, weightBits));
    }
  }

  /// Every weight stored, as a whole number.
  public static Packing dense(int weightBits) {
    return dense(WordFormat.INTEGER, weightBits);
  }

  /// Every weight stored.
  public static Packing dense(WordFormat format, int weightBits) {
    return new Packing(format, weightBits, 0, 1, 1);
  }

  /// The same words, so many of each group.
  ///
  /// @throws IllegalArgumentException unless `1 <= kept <= group`
  public Packing keeping(int keptOfGroup, int ofGroup) {
    return new Packing(format, weightBits, inputBits, keptOfGroup, ofGroup);
  }

  /// The same weights, multiplied by inputs of so many bits.
  public Packing withInputs(int bits) {
    return new Packing(format, weightBits, bits, kept, group);
  }

  /// Its words, however many of them are kept.
  public Precision.Words words() {
    return new Precision.Words(format, weightBits, inputBits);
  }

  /// Name of a stored word: `int8`, `bf16`; with what it is multiplied by where that is asked for:
  /// `w4a8`.
  public String word() {
    return words().word();
  }

  /// Whether every weight is stored and no mask is needed.
  public boolean isDense() {
    return kept == group;
  }

  /// Stored weights of one output row with `inputs` inputs; a last, short group keeps its `kept`.
  public long valuesPerRow(int inputs) {
    return isDense() ? inputs : (long) Math.ceilDiv(inputs, group) * kept;
  }

  /// Weights of one output row that are not stored, and so not multiplied.
  public long skippedPerRow(int inputs) {
    return isDense()
        ? 0
        : (long) inputs / group * (group - kept) + Math.max(0, inputs % group - kept);
  }

  /// Masks of one output row, 0 where dense.
  public int masksPerRow(int inputs) {
    return isDense() ? 0 : Math.ceilDiv(inputs, group);
  }

  /// Bits of one output row: values and masks.
  public long bitsPerRow(int inputs) {
    return valuesPerRow(inputs) * weightBits + (long) masksPerRow(inputs) * group;
  }

  /// `dense` or `8:32`.
  public String pattern() {
    return isDense() ? "dense" : kept + ":" + group;
  }
}
