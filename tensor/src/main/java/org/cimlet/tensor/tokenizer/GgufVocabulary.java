package org.cimlet.tensor.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.file.GgufArray;
import org.cimlet.tensor.file.GgufFile;
import org.cimlet.tensor.tokenizer.text.PreTokenizer;
import org.cimlet.tensor.tokenizer.vocabulary.Word;

/// Reads the vocabulary within a GGUF file: SentencePiece's words with scores (`llama`), or words
/// of bytes with merges (`gpt2`).
final class GgufVocabulary {
  private static final String PREFIX = "tokenizer.ggml.";

  /// How texts are cut before merging, by `tokenizer.ggml.pre`.
  private static final Map<String, String> CUTS =
      new TreeMap<>(
          Map.of(
              "gpt-2", PreTokenizer.GPT_2,
              "llama-bpe", PreTokenizer.LLAMA_3,
              "llama-v3", PreTokenizer.LLAMA_3,
              "llama3", PreTokenizer.LLAMA_3,
              "qwen2", PreTokenizer.QWEN_2));

  private final String fileName;
  private final GgufFile file;

  private GgufVocabulary(String fileName, GgufFile file) {
    this.fileName = fileName;
    this.file = file;
  }

  static Tokenizer read(String fileName, GgufFile file) {
    GgufVocabulary vocabulary = new GgufVocabulary(fileName, file);
    String model =
        file.text(PREFIX + "model")
            .orElseThrow(
                () -> vocabulary.fault("model", "must name the vocabulary's kind, got none"));
    try {
      return switch (model) {
        case "llama" -> vocabulary.sentencePieces();
        case "gpt2" -> vocabulary.bytePairs();
        default ->
            throw vocabulary.fault(
                "model", "must be llama or gpt2, got %s; use its tokenizer.json".formatted(model));
      };
    } catch (IllegalArgumentException e) {
      throw vocabulary.fault(
          "tokens", "must be a vocabulary, got %s; convert it again".formatted(e.getMessage()));
    }
  }

  private Tokenizer sentencePieces() {
    List<String> texts = array("tokens").texts();
    float[] scores = array("scores").floats();
    int[] kinds = array("token_type").ints();
    if (scores.length != texts.size() || kinds.length != texts.size()) {
      throw fault(
          "tokens",
          "must have a score and a type each, got %s words, %s scores, %s types; convert it again"
              .formatted(texts.size(), scores.length, kinds.length));
    }
    List<Word> words = new ArrayList<>();
    for (int token = 0; token < scores.length; token++) {
      int kind = kinds[token];
      words.add(
          new Word(
              texts.get(token),
              scores[token],
              Word.Kind.of(kind)
                  .orElseThrow(
                      () -> fault("token_type", "must be 1 to 6, got %s".formatted(kind)))));
    }
    return new SentencePieceTokenizer(
        words,
        new SentencePieceTokenizer.Rules(
            SentencePieceTokenizer.Method.PAIRS,
            true,
            file.flag(PREFIX + "add_space_prefix").orElse(true),
            false,
            token("unknown_token_id").orElse(-1),
            " \u2047 ",
            file.flag(PREFIX + "add_bos_token").orElse(true) ? token("bos_token_id").orElse(1) : -1,
            file.flag(PREFIX + "add_eos_token").orElse(false)
                ? token("eos_token_id").orElse(2)
                : -1,
            token("eos_token_id").orElse(-1)));
  }

  private Tokenizer bytePairs() {
    String pre =
        file.text(PREFIX + "pre")
            .orElseThrow(() -> fault("pre", "must say how texts are cut, got none; convert again"));
    String cut =
        Optional.ofNullable(CUTS.get(pre))
            .orElseThrow(() ->
                fault(
                    "pre",
                    "must be one of %s, got %s; use the network's tokenizer.json"
                        .formatted(CUTS.keySet(), pre)));
    List<String> texts = array("tokens").texts();
    int[] kinds = array("token_type").ints();
    if (kinds.length != texts.size()) {
      throw fault("token_type", "must be as many as tokens, got %s".formatted(kinds.length));
    }
    Set<Integer> controls = tokens(kinds, Word.Kind.CONTROL);
    Set<Integer> added = tokens(kinds, Word.Kind.USER_DEFINED);
    added.addAll(controls);
    boolean begins = file.flag(PREFIX + "add_bos_token").orElse(false);
    return Gpt2Vocabulary.tokenizer(
        texts,
        array("merges").texts(),
        cut,
        added,
        controls,
        begins ? token("bos_token_id").stream().mapToInt(i -> i).toArray() : new int[0],
        token("eos_token_id"));
  }

  private static Set<Integer> tokens(int[] kinds, Word.Kind kind) {
    Set<Integer> tokens = new TreeSet<>();
    for (int token = 0; token < kinds.length; token++) {
      if (Word.Kind.of(kinds[token]).equals(Optional.of(kind))) {
        tokens.add(token);
      }
    }
    return tokens;
  }

  private GgufArray array(String key) {
    return file.array(PREFIX + key)
        .orElseThrow(() -> fault(key, "must be there, got no such key; convert the file again"));
  }

  private Optional<Integer> token(String key) {
    return file.whole(PREFIX + key)
        .map(whole -> {
          if (whole < 0 || whole > Integer.MAX_VALUE) {
            throw fault(key, "must be a token, got %s; convert the file again".formatted(whole));
          }
          return whole.intValue();
        });
  }

  private InvalidInputException fault(String key, String message) {
    return new InvalidInputException(
        List.of(new Diagnostic(fileName, 0, 0, PREFIX + key, message)));
  }
}
