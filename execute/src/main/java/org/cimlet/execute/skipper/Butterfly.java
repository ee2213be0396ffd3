package org.cimlet.execute.skipper;

/// Deposits: the stages of [InverseButterfly] in reverse order, with the same control words, bring
/// inputs 0, 1, 2, ... to the positions that a mask selects.
final class Butterfly {
  private final int stages;

  /// @param inputs 4, 8, 16, 32 or 64
  Butterfly(int inputs) {
    this.stages = Integer.numberOfTrailingZeros(inputs);
  }

  /// Routes one bit of every element; inputs beyond the selected ones must be 0.
  long deposit(ControlWords words, long plane) {
    long bits = plane;
    for (int stage = stages - 1; stage >= 0; stage--) {
      int d = 1 << stage;
      long lower = words.inPlace(stage);
      long swapped = (bits ^ bits >>> d) & lower;
      bits ^= swapped | swapped << d;
    }
    return bits;
  }

  /// Routes whole elements, in place; inputs beyond the selected ones must be 0.
  void deposit(ControlWords words, byte[] elements) {
    for (int stage = stages - 1; stage >= 0; stage--) {
      int d = 1 << stage;
      for (long left = words.inPlace(stage); left != 0; left &= left - 1) {
        int position = Long.numberOfTrailingZeros(left);
        byte kept = elements[position];
        elements[position] = elements[position + d];
        elements[position + d] = kept;
      }
    }
  }
}
