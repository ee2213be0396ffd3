package org.cimlet.tensor.tokenizer;

import java.util.Arrays;
import java.util.Optional;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;

/// What Jazzer calls with files of its own making.
public final class VocabularyFuzz {
  private static final String TEXT = "  Hello, wörld 42 <s> \u0000🚀aa";

  private VocabularyFuzz() {}

  /// Whatever the bytes behind the first, which chooses the kind of file, there is a vocabulary or
  /// diagnostics.
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    byte[] file = Arrays.copyOfRange(bytes, 1, bytes.length);
    Tokenizer tokenizer;
    try {
      tokenizer =
          switch (bytes[0] & 3) {
            case 0 -> SentencePieceModel.parse("fuzz", file, true, true);
            case 1 -> Llama2cVocabulary.parse("fuzz", file);
            default -> TokenizerJson.parse(Document.parseLarge("fuzz", file), Optional.of("</s>"));
          };
    } catch (InvalidInputException e) {
      return;
    }
    int[] tokens = tokenizer.encode(TEXT);
    for (int token : tokens) {
      if (token < 0 || token >= tokenizer.vocabularySize()) {
        throw new IllegalStateException("no token %d".formatted(token));
      }
    }
    tokenizer.decode(tokens);
    tokenizer.decode(tokenizer.prefixTokens());
    tokenizer.decode(tokenizer.suffixTokens());
  }
}
