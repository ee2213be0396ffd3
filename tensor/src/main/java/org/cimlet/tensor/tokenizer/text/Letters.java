package org.cimlet.tensor.tokenizer.text;

/// Kinds of characters as Unicode has them, where Java's own classes differ.
public final class Letters {
  private Letters() {}

  /// Unicode's `White_Space`.
  public static boolean isWhiteSpace(int c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
  }

  /// Letters, marks, digits, joiners and connecting punctuation, which make words.
  public static boolean isWord(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isAlphabetic(c) || c == 0x200C || c == 0x200D;
    };
  }
}
