package org.cimlet.execute.products;

import org.cimlet.execute.kernel.MatrixProduct;
import org.cimlet.execute.kernel.ResidentMatrix;
import org.cimlet.tensor.WeightMatrix;

/// The integer sums of a matrix and INT8 inputs: exact, so every implementation gives the same.
@FunctionalInterface
interface IntegerSums {
  /// Multiplies and adds, apart for each scale of a row.
  ///
  /// @param in `tokens * inputs` values from -127 to 127, token after token
  /// @return `tokens * outputs * scalesPerRow` sums
  int[] sum(byte[] in, int tokens);

  /// Makes the sums of a matrix, once for all multiplications.
  @FunctionalInterface
  interface Maker {
    /// Prepares a matrix.
    IntegerSums of(WeightMatrix matrix);
  }

  /// The fastest way this machine has, with the weights copied into memory.
  static Maker fastest() {
    MatrixProduct product = MatrixProduct.fastest();
    return matrix -> {
      ResidentMatrix resident = ResidentMatrix.of(matrix);
      return (in, tokens) -> product.multiply(resident, in, tokens);
    };
  }
}
