package org.cimlet.execute.kernel;

/// Multiplies bands of a matrix by tokens' inputs, in integers: every kernel gives the same sums,
/// bit for bit.
interface Kernel {
  /// Sums of the rows of some bands.
  ///
  /// @param first first band
  /// @param last band after the last
  /// @param sums where the sums go: `[tokens, outputs, sums of a row]`
  void multiply(ResidentMatrix matrix, int first, int last, InputLanes inputs, int[] sums);
}
