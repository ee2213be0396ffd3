package org.cimlet.execute.network;

import org.cimlet.tensor.WeightMatrix;

/// The integer sums of a matrix and INT8 inputs: exact, so every implementation gives the same.
@FunctionalInterface
public interface IntegerSums {
  /// Inputs of a row whose products an int32 holds whatever they are: below `2^31 / (128 * 128)`.
  int MAX_INPUTS = (1 << 17) - 1;

  /// Multiplies and adds, apart for each scale of a row.
  ///
  /// @param in `tokens * inputs` values from -127 to 127, token after token
  /// @param out gets `tokens * outputs * scalesPerRow` sums
  void sum(byte[] in, int tokens, int[] out);

  /// Makes the sums of a matrix, once for all multiplications.
  @FunctionalInterface
  interface Maker {
    /// Prepares a matrix, whose inputs that share a scale are [#MAX_INPUTS] at most.
    IntegerSums of(WeightMatrix matrix);
  }
}
