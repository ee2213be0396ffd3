package org.cimlet.tensor.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.file.GgufFile;

/// Turns text into the numbers a network takes, and numbers into text.
///
/// Immutable; may be used by many threads.
public sealed interface Tokenizer permits ByteTokenizer, SentencePieceTokenizer, PipelineTokenizer {

  /// One above the largest token.
  int vocabularySize();

  /// The tokens of a text, without what [#prefixTokens] and [#suffixTokens] name.
  int[] encode(String text);

  /// The text of tokens; those that only control the network stand for nothing.
  ///
  /// @throws IndexOutOfBoundsException if one is no token
  String decode(int... tokens);

  /// What the network was trained to see in front of a text: often one token.
  int[] prefixTokens();

  /// What the network was trained to see behind a text: often nothing.
  int[] suffixTokens();

  /// The token by which a network ends a text, where the vocabulary names one.
  OptionalInt end();

  /// A token for each byte of the UTF-8 text.
  static Tokenizer bytes() {
    return ByteTokenizer.PLAIN;
  }

  /// Opens a vocabulary: of a folder its `tokenizer.json`, else its `tokenizer.model`,
  /// `tokenizer.bin`, or `vocab.json` with `merges.txt`; or a file of one of these kinds, or a
  /// `.gguf` file.
  ///
  /// @throws InvalidInputException if there is none, or it is at fault
  static Tokenizer open(Path path) {
    if (Files.isDirectory(path)) {
      return openFolder(path);
    }
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith("vocab.json")) {
      Path merges = path.resolveSibling(name.replace("vocab.json", "merges.txt"));
      return Gpt2Vocabulary.read(path, merges);
    }
    if (name.endsWith(".json")) {
      return TokenizerJson.read(path);
    }
    if (name.endsWith(".model")) {
      return SentencePieceModel.read(path);
    }
    if (name.endsWith(".bin")) {
      return Llama2cVocabulary.read(path);
    }
    if (name.endsWith(".gguf")) {
      try (GgufFile file = GgufFile.open(path)) {
        return GgufVocabulary.read(path.toString(), file);
      }
    }
    throw InvalidInputException.of(
        path.toString(),
        "must be a folder or end in .json, .model, .bin or .gguf, got %s; name the vocabulary"
            .formatted(name.isEmpty() ? "no file name" : last));
  }

  private static Tokenizer openFolder(Path folder) {
    for (String name :
        new String[] {"tokenizer.json", "tokenizer.model", "tokenizer.bin", "vocab.json"}) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        return open(file);
      }
    }
    throw InvalidInputException.of(
        folder.toString(),
        "must hold tokenizer.json, tokenizer.model, tokenizer.bin or vocab.json, got none; copy the"
            + " network's vocabulary there");
  }
}
