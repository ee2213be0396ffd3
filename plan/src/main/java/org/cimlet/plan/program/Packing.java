package org.cimlet.plan.program;

import org.cimlet.plan.machine.WordFormat;

/// How a weight matrix is stored: every weight, or the kept ones of each group with a bit mask.
///
/// @param format what the bits of a weight stand for
/// @param weightBits bits of one stored weight
/// @param kept weights kept of a group
/// @param group consecutive input weights of one output row that share a mask; equal to `kept`
///   where dense
public record Packing(WordFormat format, int weightBits, int kept, int group) {
  /// Whole numbers.
  public Packing(int weightBits, int kept, int group) {
    this(WordFormat.INTEGER, weightBits, kept, group);
  }

  /// @throws IllegalArgumentException unless `1 <= kept <= group` and weights have bits
  public Packing {
    if (weightBits < 1 || kept < 1 || group < kept) {
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
    return new Packing(format, weightBits, 1, 1);
  }

  /// Name of a stored word: `int8`, `bf16`.
  public String word() {
    return format.name(weightBits);
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
