package org.cimlet.plan;

/// How a weight matrix is stored: every weight, or the kept ones of each group with a bit mask.
///
/// @param weightBits bits of one stored weight
/// @param kept weights kept of a group
/// @param group consecutive input weights of one output row that share a mask; equal to `kept`
///   where dense
public record Packing(int weightBits, int kept, int group) {
  /// @throws IllegalArgumentException unless `1 <= kept <= group` and weights have bits
  public Packing {
    if (weightBits < 1 || kept < 1 || group < kept) {
      throw new IllegalArgumentException(
          "packing needs 1 <= kept <= group, got %s:%s with %s bits"
              .formatted(kept, group, weightBits));
    }
  }

  /// Every weight stored.
  public static Packing dense(int weightBits) {
    return new Packing(weightBits, 1, 1);
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
