package org.cimlet.plan.machine;

/// Attention on a die, and where its keys and values lie.
public sealed interface Attention {
  /// Operations a second of the arithmetic; a multiply-accumulate is two.
  double operationsPerS();

  /// Energy of one of them.
  double operationFj();

  /// Whether keys and values lie in the arrays of the die.
  boolean inArrays();

  /// Multipliers of its own beside a memory of its own, or beside the die's arrays. Reading and
  /// computing overlap.
  ///
  /// @param memoryBytes room for keys and values; of arrays, weights included
  /// @param cacheBits bits of one cached key or value element
  /// @param inArrays whether the memory is the arrays that also hold the weights
  record Module(
      double operationsPerS,
      double operationFj,
      double memoryBytes,
      double memoryBytesPerS,
      double memoryFjPerBit,
      int cacheBits,
      boolean inArrays)
      implements Attention {}

  /// Keys and values lie in the die's banks, which multiply them as they would multiply weights: a
  /// unit of their own is there for softmax only, and works on one head while the banks work on the
  /// next.
  ///
  /// A head's scores are a product of its query with a matrix of a row for each position: position
  /// `p` lies in bank `p mod banks`, its key in rows that follow each other. The weighted sum is a
  /// product of the probabilities with the values, transposed: element `e` of all positions lies in
  /// bank `e mod banks`. Every head reads what it attends to by itself, also where heads share keys
  /// and values, and so does every token of a prompt. A token's key and value are written a column
  /// access at a time over the die's bus, values once as many tokens have come as make one.
  record InBanks(double operationsPerS, double operationFj) implements Attention {
    @Override
    public boolean inArrays() {
      return true;
    }
  }
}
