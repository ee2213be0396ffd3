package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.Optional;

/// An entry of a SentencePiece vocabulary.
///
/// @param text its characters; of a byte, `<0x41>` or the like
/// @param score the higher, the sooner it is used
/// @param kind what it is for
public record Word(String text, float score, Kind kind) {
  /// Kinds of words, in the order of their numbers in files, from 1.
  public enum Kind {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    private static final Kind[] BY_NUMBER = values();

    public static Optional<Kind> of(long number) {
      return number >= 1 && number <= BY_NUMBER.length
          ? Optional.of(BY_NUMBER[(int) number - 1])
          : Optional.empty();
    }
  }

  /// @throws IllegalArgumentException if the score is no number, or a byte is not spelt as one
  public Word {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("the word %s has no score".formatted(text));
    }
    if (kind == Kind.BYTE && !spellsByte(text)) {
      throw new IllegalArgumentException("the word %s is no byte".formatted(text));
    }
  }

  /// Whether a text is `<0x41>` or the like.
  public static boolean spellsByte(String text) {
    return text.matches("<0x[0-9A-Fa-f]{2}>");
  }

  /// Of a byte: 0 to 255.
  public int byteValue() {
    return Integer.parseInt(text, 3, 5, 16);
  }

  /// Whether text can become this word.
  public boolean isText() {
    return switch (kind) {
      case NORMAL, USER_DEFINED, UNUSED -> true;
      case UNKNOWN, CONTROL, BYTE -> false;
    };
  }
}
