package org.cimlet.plan.machine;

/// Words that an array of weights can be set to, and what they cost. A row keeps its bits, so that
/// it holds twice as many words of half the bits.
///
/// @param format what the bits of weights and inputs stand for
/// @param weightBits of a stored weight
/// @param inputBits of an input
/// @param cyclesPerRow clock cycles from row to row
/// @param inputVectors that a row is multiplied with as it is read
/// @param multiplyFj one multiply and its share of the adder tree in femtojoules
public record Precision(
    WordFormat format,
    int weightBits,
    int inputBits,
    int cyclesPerRow,
    int inputVectors,
    double multiplyFj) {

  /// Whether these are what is asked for.
  boolean suits(Words asked) {
    return format == asked.format()
        && weightBits == asked.weightBits()
        && (asked.inputBits() == 0 || asked.inputBits() == inputBits);
  }

  /// As a user asks for them, with inputs where another ask says them too.
  public String word(Words beside) {
    return new Words(format, weightBits, beside.inputBits() == 0 ? 0 : inputBits).word();
  }

  /// Words of weights, and of what they are multiplied by.
  ///
  /// @param format what the bits stand for
  /// @param weightBits of a weight
  /// @param inputBits of an input; 0 for as many as a macro takes with such weights
  public record Words(WordFormat format, int weightBits, int inputBits) {
    /// As a user asks for them: `int8`, `bf16`; `w4a8` where inputs are said too.
    public String word() {
      return inputBits == 0 ? format.name(weightBits) : "w%sa%s".formatted(weightBits, inputBits);
    }
  }

  /// How the mantissas of a row's floating-point words are brought to one exponent, at which they
  /// are multiplied and added as whole numbers.
  ///
  /// @param ofProducts whether each input is shifted by what its product's exponent lacks to the
  ///   largest of the row; else inputs and weights, each by what their own lacks
  /// @param guardBits that aligned mantissas keep below their own lowest; the rest is cut off
  public record Alignment(boolean ofProducts, int guardBits) {}
}
