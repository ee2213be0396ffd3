package org.cimlet.tensor.file;

/// A value of a GGUF file's metadata.
public sealed interface GgufValue
    permits GgufValue.Whole, GgufValue.Real, GgufValue.Flag, GgufValue.Text, GgufArray {

  /// An integer; one of 64 unsigned bits keeps its bits.
  record Whole(long value) implements GgufValue {}

  /// A float of 32 or 64 bits.
  record Real(double value) implements GgufValue {}

  /// A truth value.
  record Flag(boolean value) implements GgufValue {}

  /// A string.
  record Text(String value) implements GgufValue {}

  /// What a diagnostic calls it.
  default String kind() {
    return switch (this) {
      case Whole _ -> "a whole number";
      case Real _ -> "a real number";
      case Flag _ -> "a truth value";
      case Text _ -> "a string";
      case GgufArray array -> "an array of " + array.elementType().name();
    };
  }
}
