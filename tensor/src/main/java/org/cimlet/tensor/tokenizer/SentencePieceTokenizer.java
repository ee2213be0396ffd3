package org.cimlet.tensor.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.cimlet.tensor.tokenizer.vocabulary.IntList;
import org.cimlet.tensor.tokenizer.vocabulary.UnigramPath;
import org.cimlet.tensor.tokenizer.vocabulary.Word;
import org.cimlet.tensor.tokenizer.vocabulary.WordPairs;

/// Tokens as SentencePiece makes them: spaces are characters of words, words merge by their score
/// (byte pair encoding) or are chosen for the best sum of scores (unigram), and what no word covers
/// becomes bytes or the unknown word.
final class SentencePieceTokenizer implements Tokenizer {
  private static final char SPACE_MARK = '\u2581';
  private static final int BYTES = 256;

  private final List<Word> words;
  private final Rules rules;
  private final Map<String, Integer> texts = new HashMap<>();
  private final int[] byteTokens;
  private final WordPairs pairs;
  private final UnigramPath unigram;

  /// How words are found.
  enum Method {
    PAIRS,
    UNIGRAM
  }

  /// What the vocabulary says in addition to its words.
  ///
  /// @param spaceMark whether words spell a space `▁` rather than as itself
  /// @param spaceInFront whether a text gets a space in front
  /// @param singleSpaces whether spaces at the ends and doubled ones are dropped
  /// @param unknown the unknown word's token, -1 for none
  /// @param unknownText what the unknown word is decoded to
  /// @param prefixToken the token in front of a text, -1 for none
  /// @param suffixToken the token behind a text, -1 for none
  /// @param end the token that ends a text, -1 for none
  record Rules(
      Method method,
      boolean spaceMark,
      boolean spaceInFront,
      boolean singleSpaces,
      int unknown,
      String unknownText,
      int prefixToken,
      int suffixToken,
      int end) {}

  /// @throws IllegalArgumentException if two words for text are equal, a token of the rules is
  ///   none, or there is neither an unknown word nor one for each byte
  SentencePieceTokenizer(List<Word> words, Rules rules) {
    this.words = List.copyOf(words);
    this.rules = rules;
    for (int token = 0; token < words.size(); token++) {
      Word word = words.get(token);
      if (word.isText() && texts.putIfAbsent(word.text(), token) != null) {
        throw new IllegalArgumentException("two words are " + word.text());
      }
    }
    for (int token :
        new int[] {rules.unknown(), rules.prefixToken(), rules.suffixToken(), rules.end()}) {
      if (token < -1 || token >= words.size()) {
        throw new IllegalArgumentException(
            "%s is no token of %s words".formatted(token, words.size()));
      }
    }
    this.byteTokens = byteTokens(words);
    if (byteTokens.length == 0 && rules.unknown() < 0) {
      throw new IllegalArgumentException("neither an unknown word nor one for each byte");
    }
    this.pairs = new WordPairs(words, texts);
    this.unigram = new UnigramPath(texts, unigramScores(words));
  }

  /// Tokens of the 256 bytes, or nothing where they are not all there.
  private static int[] byteTokens(List<Word> words) {
    int[] tokens = new int[BYTES];
    TreeSet<Integer> found = new TreeSet<>();
    for (int token = 0; token < words.size(); token++) {
      Word word = words.get(token);
      if (word.kind() == Word.Kind.BYTE) {
        tokens[word.byteValue()] = token;
        found.add(word.byteValue());
      }
    }
    return found.size() == BYTES ? tokens : new int[0];
  }

  /// A user's word beats any cut of the same characters.
  private static float[] unigramScores(List<Word> words) {
    float most = Float.NEGATIVE_INFINITY;
    for (Word word : words) {
      if (word.kind() == Word.Kind.NORMAL) {
        most = Math.max(most, word.score());
      }
    }
    float[] scores = new float[words.size()];
    for (int token = 0; token < scores.length; token++) {
      Word word = words.get(token);
      int bytes = word.text().getBytes(StandardCharsets.UTF_8).length;
      scores[token] = word.kind() == Word.Kind.USER_DEFINED ? bytes * most - 0.1f : word.score();
    }
    return scores;
  }

  @Override
  public int vocabularySize() {
    return words.size();
  }

  @Override
  public int[] encode(String text) {
    String marked = marked(text);
    IntList tokens = new IntList();
    switch (rules.method()) {
      case PAIRS -> pairs.encode(marked, tokens, this::unknown);
      case UNIGRAM -> {
        for (UnigramPath.Step step : unigram.cut(marked)) {
          if (step.token() == UnigramPath.UNKNOWN) {
            unknown(marked.substring(step.start(), step.end()), tokens);
          } else {
            tokens.add(step.token());
          }
        }
      }
    }
    return tokens.toArray();
  }

  private String marked(String text) {
    String spaced =
        rules.singleSpaces() ? text.replaceAll("^ +| +$", "").replaceAll(" {2,}", " ") : text;
    if (spaced.isEmpty()) {
      return "";
    }
    String fronted = rules.spaceInFront() ? " " + spaced : spaced;
    return rules.spaceMark() ? fronted.replace(' ', SPACE_MARK) : fronted;
  }

  /// Bytes, or the unknown word once for all that follow each other.
  private void unknown(String text, IntList tokens) {
    if (byteTokens.length > 0) {
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        tokens.add(byteTokens[Byte.toUnsignedInt(b)]);
      }
    } else if (!tokens.endsWith(rules.unknown())) {
      tokens.add(rules.unknown());
    }
  }

  @Override
  public String decode(int... tokens) {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    boolean frontSpaceGone = false;
    for (int token : tokens) {
      Word word = words.get(token);
      if (word.kind() == Word.Kind.BYTE) {
        utf8.write(word.byteValue());
        continue;
      }
      String text =
          switch (word.kind()) {
            case CONTROL, BYTE -> "";
            case UNKNOWN -> rules.unknownText();
            case NORMAL, USER_DEFINED, UNUSED ->
                rules.spaceMark() ? word.text().replace(SPACE_MARK, ' ') : word.text();
          };
      boolean dropsSpace = rules.spaceInFront() || rules.singleSpaces();
      if (dropsSpace && !frontSpaceGone && utf8.size() == 0 && text.startsWith(" ")) {
        text = text.substring(1);
        frontSpaceGone = !rules.singleSpaces(); // else more of them may follow
      }
      utf8.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
    return utf8.toString(StandardCharsets.UTF_8);
  }

  @Override
  public int[] prefixTokens() {
    return rules.prefixToken() < 0 ? new int[0] : new int[] {rules.prefixToken()};
  }

  @Override
  public int[] suffixTokens() {
    return rules.suffixToken() < 0 ? new int[0] : new int[] {rules.suffixToken()};
  }

  @Override
  public OptionalInt end() {
    return rules.end() < 0 ? OptionalInt.empty() : OptionalInt.of(rules.end());
  }
}
