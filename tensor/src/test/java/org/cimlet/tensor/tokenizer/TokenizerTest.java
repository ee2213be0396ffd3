package org.cimlet.tensor.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static final String MODEL =
      "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"ab\":2,\"<s>\":3},\"merges\":[\"a b\"]}";

  @TempDir Path folder;

  private Tokenizer open(String members) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, "{" + members + "}");
    return Tokenizer.open(folder);
  }

  @Test
  void plain_bytes_are_their_own_tokens() {
    Tokenizer bytes = Tokenizer.bytes();
    assertThat(bytes.vocabularySize()).isEqualTo(256);
    assertThat(bytes.encode("aé")).containsExactly('a', 0xC3, 0xA9);
    assertThat(bytes.decode('a', 0xC3, 0xA9)).isEqualTo("aé");
    assertThat(bytes.prefixTokens()).isEmpty();
    assertThat(bytes.end()).isEmpty();
    assertThatThrownBy(() -> bytes.decode(256)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void what_stands_around_a_text_is_told_apart_from_it() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"eos_token\":{\"content\":\"b\"}}");
    Tokenizer tokenizer =
        open(
            MODEL
                + ",\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":["
                + "{\"SpecialToken\":{\"id\":\"<s>\",\"type_id\":0}},"
                + "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},"
                + "{\"SpecialToken\":{\"id\":\"b\",\"type_id\":0}}],"
                + "\"special_tokens\":{\"<s>\":{\"id\":\"<s>\",\"ids\":[3],\"tokens\":[\"<s>\"]},"
                + "\"b\":{\"id\":\"b\",\"ids\":[1],\"tokens\":[\"b\"]}}}");
    assertThat(tokenizer.encode("aba")).containsExactly(2, 0);
    assertThat(tokenizer.prefixTokens()).containsExactly(3);
    assertThat(tokenizer.suffixTokens()).containsExactly(1);
    assertThat(tokenizer.end()).hasValue(1);
    assertThat(tokenizer.vocabularySize()).isEqualTo(4);
    assertThatThrownBy(() -> tokenizer.decode(4)).hasMessageContaining("no token 4");
  }

  @Test
  void what_we_do_not_have_is_refused() {
    Map<String, String> refused = new TreeMap<>();
    refused.put("\"x\":1", "model: must be there");
    refused.put("\"model\":{\"type\":\"WordLevel\"}", "model.type: must be one of BPE, WordPiece");
    refused.put(
        MODEL + ",\"normalizer\":{\"type\":\"Precompiled\"}", "normalizer.type: must be one");
    refused.put(MODEL + ",\"pre_tokenizer\":{\"type\":\"UnicodeScripts\"}", "pre_tokenizer.type");
    refused.put(MODEL + ",\"decoder\":{\"type\":\"CTC\"}", "got CTC; use the network's");
    refused.put(MODEL + ",\"post_processor\":{\"type\":\"New\"}", "post_processor.type: must be");
    refused.put(
        MODEL + ",\"pre_tokenizer\":{\"type\":\"Digits\",\"more\":1}",
        "pre_tokenizer: must have no keys but [individual_digits], got [more]");
    refused.put(
        MODEL
            + ",\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"(\"},\"content\":\"\"}",
        "normalizer.pattern: must be understood");
    refused.put(
        MODEL.replace("a b", "a c"), "model.merges: must be understood, got a merge of a and c");
    refused.put(MODEL.replace("a b", "ab"), "got the merge 'ab'");
    refused.put(
        MODEL.replace("\"a\":0", "\"a\":-1"), "model.vocab.a: must be a whole number from 0");
    refused.put(
        MODEL.replace("\"a\":0", "\"a\":1.5"),
        "must be a whole number from 0 to 2^31 - 1, got 1.5");
    refused.put(MODEL.replace("BPE", "BPE\",\"dropout_x\":\"1"), "got [dropout_x]");
    refused.put(
        MODEL.replace("BPE", "BPE\",\"end_of_word_suffix\":\"</w>"), "end_of_word_suffix: must be");
    refused.put(MODEL.replace("BPE", "BPE\",\"unk_token\":\"zz"), "must be a word, got zz");
    refused.put(
        MODEL + ",\"added_tokens\":[{\"id\":9,\"content\":\"a\"}]",
        "added_tokens[0]: must have its word's token 0, got 9");
    refused.put(MODEL + "," + MODEL, "model: must be given once, got it again");
    refused.put(MODEL.replace("\"b\":1", "\"b\":0"), "must have a token for each word, got 0 for");
    refused.put(
        MODEL
            + ",\"post_processor\":{\"type\":\"BertProcessing\",\"cls\":[\"x\",7],\"sep\":[\"a\",0]}",
        "post_processor.cls[1]: must be a token, got 7, which is none"); // fuzzed
    refused.put(
        MODEL + ",\"post_processor\":{\"type\":\"BertProcessing\",\"cls\":[],\"sep\":[]}",
        "post_processor: must name a word and its token, got none");
    assertThat(refused).hasSize(20);
    refused.forEach((members, message) ->
        assertThatThrownBy(() -> open(members))
            .as(members)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(message));
  }

  @Test
  void gpt_2s_files_must_fit_together() throws IOException {
    Path vocabulary = folder.resolve("vocab.json");
    Path merges = folder.resolve("merges.txt");
    Files.writeString(merges, "#version: 0.2\na b\n");
    Files.writeString(vocabulary, "{\"a\":0,\"b\":1,\"ab\":2}");
    assertThat(Tokenizer.open(folder).encode("abba")).containsExactly(2, 1, 0);
    Files.writeString(merges, "a c\n");
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .hasMessageContaining("must merge words of vocab.json, got a merge of a and c");
    Files.writeString(vocabulary, "{\"a\":0,\"b\":0}");
    assertThatThrownBy(() -> Tokenizer.open(folder))
        .hasMessageContaining("b: must be a token below 2 that no other word has, got 0");
    Files.writeString(vocabulary, "{\"a\":5}");
    assertThatThrownBy(() -> Tokenizer.open(folder)).hasMessageContaining("below 1");
  }

  @Test
  void a_folder_without_a_vocabulary_is_told() {
    assertThatThrownBy(() -> Tokenizer.open(folder)).hasMessageContaining("got none; copy");
    assertThatThrownBy(() -> Tokenizer.open(folder.resolve("x.txt")))
        .hasMessageContaining("got x.txt");
    assertThatThrownBy(() -> Tokenizer.open(folder.resolve("x.model")))
        .hasMessageContaining("no such file");
  }
}
