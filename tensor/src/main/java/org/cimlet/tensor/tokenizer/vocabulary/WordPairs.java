package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// Byte pair encoding over words with scores: neighbours merge if together they are a word, those
/// of the highest score first.
///
/// While merging, a symbol is a word's token; above these, a text that is no word; and negative, a
/// user's word, which never merges.
public final class WordPairs {
  private final List<Word> words;
  private final Map<String, Integer> texts;
  private final int[] ranks;
  private final int longestText;
  private final LongestMatch userDefined;

  /// @param texts words for text and their tokens
  public WordPairs(List<Word> words, Map<String, Integer> texts) {
    this.words = words;
    this.texts = texts;
    this.ranks = ranks(words);
    this.longestText = texts.keySet().stream().mapToInt(String::length).max().orElse(0);
    this.userDefined =
        new LongestMatch(
            words.stream()
                .filter(word -> word.kind() == Word.Kind.USER_DEFINED)
                .map(Word::text)
                .toList());
  }

  /// From the highest score, 0, up; equal scores have equal ranks.
  private static int[] ranks(List<Word> words) {
    TreeSet<Float> scores = new TreeSet<>();
    words.forEach(word -> scores.add(word.score() + 0f)); // -0 and 0 are the same score
    Map<Float, Integer> rankOf = new HashMap<>();
    for (float score : scores.descendingSet()) {
      rankOf.put(score, rankOf.size());
    }
    return words.stream().mapToInt(word -> rankOf.get(word.score() + 0f)).toArray();
  }

  /// Adds the tokens of a text.
  ///
  /// @param unknown adds what stands for a text that is no word
  public void encode(String text, IntList tokens, BiConsumer<String, IntList> unknown) {
    new Run().encode(text, tokens, unknown);
  }

  /// One text on its way.
  private final class Run {
    private final List<String> wordless = new ArrayList<>();
    private final Map<String, Integer> wordlessSymbols = new HashMap<>();

    /// What a word that may be built but not used was built from.
    private final Map<Integer, List<Integer>> origins = new HashMap<>();

    void encode(String text, IntList tokens, BiConsumer<String, IntList> unknown) {
      for (int symbol : PairMerging.merge(characters(text), this::merged)) {
        add(symbol, tokens, unknown);
      }
    }

    private int[] characters(String text) {
      IntList symbols = new IntList();
      int at = 0;
      while (at < text.length()) {
        int users = userDefined.lengthAt(text, at);
        int length = users > 0 ? users : Character.charCount(text.codePointAt(at));
        String part = text.substring(at, at + length);
        symbols.add(users > 0 ? ~symbol(part) : symbol(part));
        at += length;
      }
      return symbols.toArray();
    }

    private int symbol(String text) {
      Integer token = texts.get(text);
      return token != null
          ? token
          : wordlessSymbols.computeIfAbsent(
              text,
              _ -> {
                wordless.add(text);
                return words.size() + wordless.size() - 1;
              });
    }

    private String text(int symbol) {
      return symbol < words.size() ? words.get(symbol).text() : wordless.get(symbol - words.size());
    }

    private long merged(int left, int right) {
      if (left < 0 || right < 0) {
        return PairMerging.NONE;
      }
      String leftText = text(left);
      String rightText = text(right);
      if (leftText.length() + rightText.length() > longestText) {
        return PairMerging.NONE;
      }
      Integer token = texts.get(leftText + rightText);
      if (token == null) {
        return PairMerging.NONE;
      }
      if (words.get(token).kind() == Word.Kind.UNUSED) {
        origins.put(token, List.of(left, right));
      }
      return PairMerging.merge(ranks[token], token);
    }

    private void add(int symbol, IntList tokens, BiConsumer<String, IntList> unknown) {
      List<Integer> origin = origins.get(symbol);
      if (origin != null) {
        origin.forEach(part -> add(part, tokens, unknown));
      } else if (symbol < 0) {
        tokens.add(~symbol);
      } else if (symbol < words.size()) {
        tokens.add(symbol);
      } else {
        unknown.accept(text(symbol), tokens);
      }
    }
  }
}
