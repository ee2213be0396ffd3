package org.cimlet.technology.logic;

/// How mantissas of a row are brought to one exponent.
///
/// @param ofProducts whether each input is shifted by what its product's exponent lacks; else
///   inputs by themselves, and weights when they are written
/// @param guardBits that aligned mantissas keep below their own lowest
public record FloatAlignment(boolean ofProducts, int guardBits) {
  /// Bits of an input's signed mantissa, aligned.
  public int inputBits(FloatWord word) {
    return word.mantissaBits() + guardBits;
  }

  /// Bits of a weight's signed mantissa.
  public int weightBits(FloatWord word) {
    return word.mantissaBits() + (ofProducts ? 0 : guardBits);
  }
}
