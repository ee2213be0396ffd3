package org.cimlet.tensor.tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.InputFile;
import org.cimlet.document.ValueText;
import org.cimlet.tensor.disk.Utf8;
import org.cimlet.tensor.tokenizer.text.AddedTokens;
import org.cimlet.tensor.tokenizer.text.Decoder;
import org.cimlet.tensor.tokenizer.text.PreTokenizer;
import org.cimlet.tensor.tokenizer.vocabulary.BytePairModel;
import org.cimlet.tensor.tokenizer.vocabulary.Merges;
import tools.jackson.databind.JsonNode;

/// Reads GPT-2's `vocab.json`, words spelt in [ByteAlphabet] and their tokens, and `merges.txt`, a
/// pair of words a line in the order in which they merge.
final class Gpt2Vocabulary {
  private static final String END = "<|endoftext|>";
  private static final int MAX_BYTES = 64 << 20;

  private Gpt2Vocabulary() {}

  static Tokenizer read(Path vocabulary, Path merges) {
    Map<String, Integer> tokens = tokens(vocabulary);
    List<String> texts = new ArrayList<>();
    for (int token = 0; token < tokens.size(); token++) {
      texts.add("");
    }
    tokens.forEach((text, token) -> texts.set(token, text));
    Optional<Integer> end = Optional.ofNullable(tokens.get(END));
    Set<Integer> controls = end.map(Set::of).orElse(Set.of());
    try {
      return tokenizer(
          texts, merges(merges), PreTokenizer.GPT_2, controls, controls, new int[0], end);
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(
          merges.toString(),
          "must merge words of %s, got %s; fetch both again"
              .formatted(vocabulary.getFileName(), e.getMessage()));
    }
  }

  private static Map<String, Integer> tokens(Path file) {
    Document document = Document.readLarge(file);
    Map<String, Integer> tokens = new HashMap<>();
    boolean[] seen = new boolean[document.root().size()];
    for (Map.Entry<String, JsonNode> word : document.root().properties()) {
      JsonNode token = word.getValue();
      boolean fits = token.isInt() && token.intValue() >= 0 && token.intValue() < seen.length;
      if (!fits || seen[token.intValue()]) {
        throw new InvalidInputException(
            List.of(
                document.at(
                    token,
                    word.getKey(),
                    "must be a token below %s that no other word has, got %s; fetch it again"
                        .formatted(seen.length, ValueText.of(token)))));
      }
      seen[token.intValue()] = true;
      tokens.put(word.getKey(), token.intValue());
    }
    return tokens;
  }

  private static List<String> merges(Path file) {
    String text =
        Utf8.decode(InputFile.read(file, MAX_BYTES))
            .orElseThrow(() ->
                InvalidInputException.of(
                    file.toString(), "must be UTF-8 text, got other bytes; fetch it again"));
    return text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#version")).toList();
  }

  /// @param merges two words each, with a space between
  /// @param cut the expression whose matches are encoded each by itself
  /// @param added tokens of words that are found in a text before it is cut
  /// @param controls those of them that stand for no text
  /// @throws IllegalArgumentException if words or merges do not fit together
  static Tokenizer tokenizer(
      List<String> texts,
      List<String> merges,
      String cut,
      Set<Integer> added,
      Set<Integer> controls,
      int[] prefix,
      Optional<Integer> end) {
    Map<String, Integer> tokens = new HashMap<>();
    Map<Integer, String> words = new HashMap<>();
    for (int token = 0; token < texts.size(); token++) {
      words.put(token, texts.get(token));
      if (tokens.putIfAbsent(texts.get(token), token) != null) {
        throw new IllegalArgumentException("two words " + texts.get(token));
      }
    }
    List<AddedTokens.AddedToken> found =
        added.stream()
            .sorted()
            .map(token -> new AddedTokens.AddedToken(texts.get(token), token, false, false, false))
            .toList();
    BytePairModel.Options options = new BytePairModel.Options(false, false, false);
    Merges pairs = pairs(tokens, merges.stream().map(Gpt2Vocabulary::pair).toList());
    List<Integer> front = new ArrayList<>();
    for (int token : prefix) {
      front.add(token);
    }
    return new PipelineTokenizer(
        words,
        new PipelineTokenizer.Pipeline(
            new AddedTokens(found),
            List.of(),
            new AddedTokens(List.of()),
            List.of(
                new PreTokenizer.Split(
                    PreTokenizer.expression(cut), PreTokenizer.Behaviour.ISOLATED, false),
                new PreTokenizer.SpeltBytes()),
            new BytePairModel(tokens, pairs, OptionalInt.empty(), options),
            List.of(new Decoder.SpeltBytes()),
            List.copyOf(front),
            List.of(),
            Set.copyOf(controls),
            end.map(OptionalInt::of).orElse(OptionalInt.empty())));
  }

  /// Two words of a merge.
  record Pair(String left, String right) {}

  static Pair pair(String merge) {
    int space = merge.indexOf(' ');
    if (space < 1 || space == merge.length() - 1 || merge.indexOf(' ', space + 1) >= 0) {
      throw new IllegalArgumentException("the merge '%s'".formatted(merge));
    }
    return new Pair(merge.substring(0, space), merge.substring(space + 1));
  }

  /// Merges by their words' tokens, ranked as listed.
  ///
  /// @throws IllegalArgumentException if a word of a merge, or both together, are no word
  static Merges pairs(Map<String, Integer> tokens, List<Pair> merges) {
    Merges pairs = new Merges(merges.size());
    int rank = 0;
    for (Pair merge : merges) {
      Integer left = tokens.get(merge.left());
      Integer right = tokens.get(merge.right());
      Integer both = tokens.get(merge.left() + merge.right());
      if (left == null || right == null || both == null) {
        throw new IllegalArgumentException(
            "a merge of %s and %s without words for it".formatted(merge.left(), merge.right()));
      }
      pairs.put(left, right, rank++, both);
    }
    return pairs;
  }
}
