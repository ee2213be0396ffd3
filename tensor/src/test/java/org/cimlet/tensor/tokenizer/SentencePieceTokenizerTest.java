package org.cimlet.tensor.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.RealInputs;
import org.cimlet.tensor.tokenizer.SentencePieceTokenizer.Method;
import org.cimlet.tensor.tokenizer.SentencePieceTokenizer.Rules;
import org.cimlet.tensor.tokenizer.vocabulary.Word;
import org.cimlet.tensor.tokenizer.vocabulary.Word.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencePieceTokenizerTest {
  @TempDir Path folder;

  private static Rules rules(Method method, boolean front, boolean single) {
    return new Rules(method, true, front, single, 0, " ? ", -1, -1, -1);
  }

  private static Tokenizer tokenizer(Rules rules, Word... words) {
    List<Word> all = new ArrayList<>(List.of(new Word("<unk>", 0, Kind.UNKNOWN)));
    all.addAll(List.of(words));
    return new SentencePieceTokenizer(all, rules);
  }

  private static Word word(String text, float score) {
    return new Word(text, score, Kind.NORMAL);
  }

  @Test
  void the_best_score_merges_first_and_the_leftmost_of_equals() {
    Tokenizer tokenizer =
        tokenizer(
            rules(Method.PAIRS, false, false),
            word("a", -9), // 1
            word("b", -9),
            word("c", -9),
            word("ab", -2), // 4
            word("bc", -1), // 5
            word("aa", -1)); // 6
    assertThat(tokenizer.encode("abc")).containsExactly(1, 5);
    assertThat(tokenizer.encode("aaa")).containsExactly(6, 1);
    assertThat(tokenizer.encode("aabc")).containsExactly(6, 5);
    assertThat(tokenizer.encode("")).isEmpty();
  }

  @Test
  void unknown_neighbours_are_one_unknown_word() {
    Tokenizer tokenizer = tokenizer(rules(Method.PAIRS, false, false), word("a", 0));
    assertThat(tokenizer.encode("axyza🚀")).containsExactly(1, 0, 1, 0);
    assertThat(tokenizer.decode(1, 0, 1)).isEqualTo("a ? a");
    Tokenizer unigram = tokenizer(rules(Method.UNIGRAM, false, false), word("a", 0));
    assertThat(unigram.encode("axyza🚀")).containsExactly(1, 0, 1, 0);
  }

  @Test
  void an_unused_word_falls_back_to_what_it_was_made_of() {
    Tokenizer tokenizer =
        tokenizer(
            rules(Method.PAIRS, false, false),
            word("a", -9),
            word("b", -9),
            new Word("ab", -1, Kind.UNUSED),
            word("abb", -2));
    assertThat(tokenizer.encode("ab")).containsExactly(1, 2);
    assertThat(tokenizer.encode("abb")).containsExactly(4);
  }

  @Test
  void a_users_word_never_merges() {
    Word[] words = {
      word("a", -9), word("b", -9), word("aab", -1), new Word("aa", 0, Kind.USER_DEFINED)
    };
    assertThat(tokenizer(rules(Method.PAIRS, false, false), words).encode("aaab"))
        .containsExactly(4, 1, 2);
    // a user's word scores its bytes times the best score, less a tenth: -2.1 + -9 against -1 and
    // -9
    assertThat(tokenizer(rules(Method.UNIGRAM, false, false), words).encode("aab"))
        .containsExactly(3);
  }

  @Test
  void unigrams_take_the_best_sum() {
    Tokenizer tokenizer =
        tokenizer(
            rules(Method.UNIGRAM, false, false),
            word("a", -1), // 1
            word("b", -1),
            word("c", -1),
            word("ab", -1.5f), // 4
            word("abc", -2.6f), // 5
            word("bc", -1.4f)); // 6
    // ab + c = -2.5, a + bc = -2.4, abc = -2.6, a + b + c = -3
    assertThat(tokenizer.encode("abc")).containsExactly(1, 6);
  }

  @Test
  void spaces_are_put_in_front_and_dropped_as_the_vocabulary_says() {
    Word[] words = {word("▁", -1), word("a", -1)};
    assertThat(tokenizer(rules(Method.PAIRS, true, true), words).encode("  a  a "))
        .containsExactly(1, 2, 1, 2);
    assertThat(tokenizer(rules(Method.PAIRS, true, true), words).encode("   ")).isEmpty();
    Tokenizer keeping = tokenizer(rules(Method.PAIRS, true, false), words);
    assertThat(keeping.encode(" a")).containsExactly(1, 1, 2);
    assertThat(keeping.decode(1, 1, 2)).isEqualTo(" a");
    assertThat(keeping.encode("")).isEmpty();
  }

  @Test
  void vocabularies_that_contradict_themselves_are_refused() {
    assertThatThrownBy(() -> tokenizer(rules(Method.PAIRS, true, true), word("a", 0), word("a", 1)))
        .hasMessageContaining("two words are a");
    assertThatThrownBy(() -> word("a", Float.NaN)).hasMessageContaining("no score");
    assertThatThrownBy(() -> new Word("x", 0, Kind.BYTE)).hasMessageContaining("no byte");
    assertThatThrownBy(() ->
            new SentencePieceTokenizer(
                List.of(), new Rules(Method.PAIRS, true, true, true, 3, "", -1, -1, -1)))
        .hasMessageContaining("3 is no token");
  }

  /// What run.c of llama2.c does, as plainly: all neighbours again and again.
  private static int[] slowly(List<String> words, float[] scores, String text) {
    Map<String, Integer> tokens = new HashMap<>();
    for (int token = 0; token < scores.length; token++) {
      tokens.putIfAbsent(words.get(token), token);
    }
    List<Integer> found = new ArrayList<>();
    if (!text.isEmpty()) {
      found.add(tokens.get(" "));
    }
    text.codePoints()
        .forEach(c -> {
          Integer token = tokens.get(Character.toString(c));
          if (token != null) {
            found.add(token);
          } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              found.add(Byte.toUnsignedInt(b) + 3);
            }
          }
        });
    while (true) {
      float best = -1e10f;
      int at = -1;
      for (int i = 0; i + 1 < found.size(); i++) {
        Integer both = tokens.get(words.get(found.get(i)) + words.get(found.get(i + 1)));
        if (both != null && scores[both] > best) {
          best = scores[both];
          at = i;
        }
      }
      if (at < 0) {
        return found.stream().mapToInt(i -> i).toArray();
      }
      found.set(at, tokens.get(words.get(found.get(at)) + words.get(found.get(at + 1))));
      found.remove(/* index */ at + 1);
    }
  }

  @Test
  void llama2cs_vocabulary_makes_what_its_own_loop_makes() throws IOException {
    Path file = RealInputs.path("models/stories260K/tok512.bin");
    Tokenizer tokenizer = Tokenizer.open(file);
    assertThat(tokenizer.vocabularySize()).isEqualTo(512);
    assertThat(tokenizer.prefixTokens()).containsExactly(1);
    assertThat(tokenizer.end()).hasValue(1);
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.getInt()).isEqualTo(7);
    List<String> words = new ArrayList<>();
    float[] scores = new float[512];
    while (in.hasRemaining()) {
      scores[words.size()] = in.getFloat();
      byte[] utf8 = new byte[in.getInt()];
      in.get(utf8);
      words.add(new String(utf8, StandardCharsets.UTF_8));
    }
    String stories =
        Files.readString(
            RealInputs.path("corpora/tinystories/TinyStories-train-first-2097152.txt"));
    List<String> texts = new ArrayList<>(List.of("", " ", "a", "né 🚀\t\u0000", "  two  spaces "));
    for (int i = 0; i < 100; i++) {
      texts.add(stories.substring(20_000 * i, 20_000 * i + 500));
    }
    texts.add(Files.readString(RealInputs.path("models/llama2c-tests/stories260K-greedy-200.txt")));
    assertThat(texts).hasSize(106);
    for (String text : texts) {
      int[] tokens = tokenizer.encode(text);
      assertThat(tokens).as(text).containsExactly(slowly(words, scores, text));
      assertThat(tokenizer.decode(tokens)).isEqualTo(text);
    }
  }

  @Test
  void a_network_of_characters_takes_a_token_each() throws IOException {
    Tokenizer tokenizer = Tokenizer.open(RealInputs.path("models/babyllama-105/tok105.model"));
    assertThat(tokenizer.vocabularySize()).isEqualTo(105);
    assertThat(tokenizer.prefixTokens()).containsExactly(1);
    assertThat(tokenizer.end()).hasValue(2);
    Map<String, Integer> expected = new HashMap<>();
    for (String line : Files.readAllLines(RealInputs.path("models/babyllama-105/tok105.vocab"))) {
      expected.put(line.substring(0, line.indexOf('\t')), expected.size());
    }
    assertThat(expected).hasSize(105);
    String stories =
        Files.readString(
            RealInputs.path("corpora/tinystories/TinyStories-train-first-2097152.txt"));
    String text = stories.substring(0, 100_000).replaceAll("\\s+", " ").strip();
    int[] characters =
        ("▁" + text.replace(' ', '▁'))
            .codePoints()
            .map(c -> expected.getOrDefault(Character.toString(c), 0))
            .toArray();
    assertThat(tokenizer.encode(text)).containsExactly(characters);
    assertThat(tokenizer.decode(characters)).isEqualTo(text);
  }

  private static byte[] field(int number, byte[] bytes) {
    return new LittleEndian().bytes((number << 3) | 2, bytes.length).raw(bytes).toBytes();
  }

  private static byte[] piece(String text, float score, int kind) {
    byte[] piece =
        new LittleEndian()
            .raw(field(1, text.getBytes(StandardCharsets.UTF_8)))
            .bytes((2 << 3) | 5)
            .f32(score)
            .bytes(3 << 3, kind)
            .toBytes();
    return field(1, piece);
  }

  private static byte[] model(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  @Test
  void a_model_says_how_its_words_are_used() {
    byte[] unigram =
        model(
            piece("<unk>", 0, 2),
            piece("<s>", 0, 3),
            piece("</s>", 0, 3),
            piece("▁a", -1, 1),
            field(2, new LittleEndian().bytes(3 << 3, 1).toBytes()),
            field(3, new LittleEndian().bytes(3 << 3, 1, 4 << 3, 0).toBytes()));
    Tokenizer tokenizer = SentencePieceModel.parse("m", unigram, true, true);
    assertThat(tokenizer.encode("a a")).containsExactly(3, 3);
    assertThat(tokenizer.prefixTokens()).containsExactly(1);
    assertThat(tokenizer.suffixTokens()).containsExactly(2);
  }

  @Test
  void spoilt_models_are_told() {
    Map<byte[], String> spoilt = new TreeMap<>(Arrays::compare);
    spoilt.put(new byte[] {10, 5, 1}, "must be a SentencePiece model");
    spoilt.put(new byte[] {7}, "wire type 7");
    spoilt.put(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, "a number without end");
    spoilt.put(new byte[] {8, 1}, "a field of another type");
    spoilt.put(piece("a", 0, 9), "must be a SentencePiece model");
    spoilt.put(field(3, field(2, new byte[] {1})), "must not normalize text, got a table; use the");
    spoilt.put(field(2, new byte[] {3 << 3, 4}), "unigram (1) or bpe (2), got 4");
    spoilt.put(field(1, field(1, new byte[] {-1})), "a text that is not UTF-8");
    spoilt.put(new byte[0], "0 is no token of 0 words");
    assertThat(spoilt).hasSize(9);
    spoilt.forEach((bytes, message) ->
        assertThatThrownBy(() -> SentencePieceModel.parse("m", bytes, true, false))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageStartingWith("m: ")
            .hasMessageContaining(message));
  }

  @Test
  void spoilt_llama2c_vocabularies_are_told() {
    Map<byte[], String> spoilt = new TreeMap<>(Arrays::compare);
    spoilt.put(new byte[2], "got none for word 0");
    spoilt.put(new LittleEndian().u32(3).f32(0).u32(4).raw(new byte[4]).toBytes(), "word 0");
    spoilt.put(new LittleEndian().u32(3).f32(0).u32(-1).toBytes(), "word 0");
    spoilt.put(new LittleEndian().u32(3).f32(0).u32(1).bytes(0xFF).toBytes(), "word 0");
    spoilt.put(new LittleEndian().u32(3).f32(0).u32(1).bytes('a').f32(1).toBytes(), "word 1");
    spoilt.put(new LittleEndian().u32(3).toBytes(), "0 is no token of 0 words");
    assertThat(spoilt).hasSize(6);
    spoilt.forEach((bytes, message) ->
        assertThatThrownBy(() -> Llama2cVocabulary.parse("t.bin", bytes))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(message));
  }
}
