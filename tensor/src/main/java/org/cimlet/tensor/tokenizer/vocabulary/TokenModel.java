package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.Locale;

/// Turns one piece of text into tokens.
public sealed interface TokenModel permits BytePairModel, UnigramModel, WordPieceModel {
  /// Adds the tokens of a piece.
  void encode(String piece, IntList tokens);

  /// `<0x41>` or the like.
  static String spellByte(byte value) {
    return String.format(Locale.ROOT, "<0x%02X>", value);
  }
}
