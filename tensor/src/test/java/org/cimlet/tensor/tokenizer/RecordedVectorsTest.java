package org.cimlet.tensor.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.tensor.RealInputs;
import org.junit.jupiter.api.Test;

/// Texts and their tokens as recorded along with real vocabularies by the llama.cpp project.
class RecordedVectorsTest {
  private static final String SEPARATOR = "\n__ggml_vocab_test__\n";
  private static final int CASES = 46;

  private record Case(String text, List<Integer> tokens) {}

  private static List<Case> cases(Path vocabulary) throws IOException {
    String[] texts = Files.readString(Path.of(vocabulary + ".inp")).split(SEPARATOR, -1);
    String[] tokens = Files.readString(Path.of(vocabulary + ".out")).split("\n", -1);
    // both end with what ends a case
    assertThat(texts).hasSize(CASES + 1);
    assertThat(tokens).hasSize(CASES + 1);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      String[] numbers = tokens[i].isBlank() ? new String[0] : tokens[i].strip().split(" ", -1);
      cases.add(new Case(texts[i], Arrays.stream(numbers).map(Integer::valueOf).toList()));
    }
    return cases;
  }

  private static void matches(String vocabulary, Tokenizer tokenizer) throws IOException {
    int checked = 0;
    for (Case one : cases(RealInputs.path("formats/gguf-vocab/" + vocabulary))) {
      int[] tokens = one.tokens().stream().mapToInt(i -> i).toArray();
      assertThat(tokenizer.encode(one.text())).as(one.text()).containsExactly(tokens);
      assertThat(tokenizer.decode(tokens)).isEqualTo(one.text());
      checked++;
    }
    assertThat(checked).isEqualTo(CASES);
  }

  @Test
  void the_phi_3_vocabulary_makes_the_recorded_tokens() throws IOException {
    String file = "ggml-vocab-phi-3.gguf";
    matches(file, Tokenizer.open(RealInputs.path("formats/gguf-vocab/" + file)));
  }

  @Test
  void the_gpt_2_vocabulary_in_gguf_makes_the_recorded_tokens() throws IOException {
    String file = "ggml-vocab-gpt-2.gguf";
    matches(file, Tokenizer.open(RealInputs.path("formats/gguf-vocab/" + file)));
  }

  @Test
  void gpt_2s_own_files_make_the_same_tokens() throws IOException {
    Path folder = RealInputs.path("formats/tokenizers/gpt2");
    Tokenizer tokenizer =
        Gpt2Vocabulary.read(folder.resolve("gpt2_vocab.json"), folder.resolve("gpt2_merges.txt"));
    matches("ggml-vocab-gpt-2.gguf", tokenizer);
    assertThat(tokenizer.vocabularySize()).isEqualTo(50257);
    assertThat(tokenizer.end()).hasValue(50256);
    assertThat(tokenizer.encode("a<|endoftext|>b")).containsExactly(64, 50256, 65);
    assertThat(tokenizer.decode(64, 50256, 65)).isEqualTo("ab");
  }

  @Test
  void real_texts_come_back_from_their_tokens() throws IOException {
    Path folder = RealInputs.path("formats/tokenizers/gpt2");
    Tokenizer gpt =
        Gpt2Vocabulary.read(folder.resolve("gpt2_vocab.json"), folder.resolve("gpt2_merges.txt"));
    Tokenizer phi = Tokenizer.open(RealInputs.path("formats/gguf-vocab/ggml-vocab-phi-3.gguf"));
    String[] files = {"address.txt", "corpus.en", "german.txt"};
    for (String file : files) {
      String text = Files.readString(folder.resolve(file));
      for (Tokenizer tokenizer : List.of(gpt, phi, Tokenizer.bytes())) {
        assertThat(tokenizer.decode(tokenizer.encode(text))).as(file).isEqualTo(text);
      }
    }
  }
}
