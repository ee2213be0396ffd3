package org.cimlet.execute;

/// Multiplies bands of a matrix by inputs, in integers: every kernel gives the same sums, bit for
/// bit.
interface Kernel {
  /// Sums of the rows of some bands.
  ///
  /// @param first first band
  /// @param last band after the last; all in one strip
  /// @param sums where the sums go: `[outputs, sums of a row]`
  void multiply(ResidentMatrix matrix, int first, int last, InputWords input, int[] sums);

  /// The same for many tokens, each with inputs and sums of its own.
  ///
  /// @param sums `[tokens, outputs, sums of a row]`
  void multiply(ResidentMatrix matrix, int first, int last, InputTiles inputs, int[] sums);
}
