package org.cimlet.tensor.file;

import java.util.function.LongUnaryOperator;

/// Where rows of queries and keys stand in files whose networks rotate neighbouring rows of a head
/// together, where HuggingFace's rotate row `i` with row `i + half`.
///
/// @param headRows rows of a head, even
record RotatedRows(long headRows) implements LongUnaryOperator {
  /// Row `i` or `i + half` of a head stands at `2i` or `2i + 1`.
  @Override
  public long applyAsLong(long row) {
    long head = row / headRows;
    long within = row % headRows;
    long half = headRows / 2;
    return head * headRows + (within < half ? 2 * within : 2 * (within - half) + 1);
  }
}
