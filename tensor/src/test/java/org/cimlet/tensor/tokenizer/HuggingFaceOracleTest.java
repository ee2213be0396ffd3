package org.cimlet.tensor.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.cimlet.tensor.RealInputs;
import org.cimlet.tensor.file.GgufFile;
import org.cimlet.tensor.tokenizer.text.PreTokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our reading of `tokenizer.json` against HuggingFace's own library, token by token.
class HuggingFaceOracleTest {
  private static final String NOTHING = "null";
  private static final String BYTES_ONLY =
      "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":false}";
  private static final String BYTE_DECODER =
      "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}";

  /// Pieces of random texts: what tokenizers treat apart.
  private static final String[] PIECES = {
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u3000",
    "a",
    "the",
    "Hello",
    "WORLD",
    "'s",
    "'LL",
    "n't",
    "don't",
    "1",
    "42",
    "2026",
    "½",
    "Ⅷ",
    "٣",
    ".",
    "...",
    "!?",
    "$",
    "+=",
    "_",
    "-",
    "(",
    ")",
    "\"",
    "é",
    "e\u0301",
    "ü",
    "ß",
    "Σ",
    "İ",
    "ﬁ",
    "中",
    "文字",
    "の",
    "한글",
    "нещо",
    "កាន់",
    "🚀",
    "🦙",
    "👩\u200d💻",
    "\u200b",
    "\ufeff",
    "▁",
    "Ġ",
    "<s>",
    "<tag>",
    "[MASK]",
    "\u0000",
    "\u0007",
    "\ufffd",
    "\u0085",
    "ſ",
    "K",
    "𝒳",
    "ǅ"
  };

  @TempDir Path folder;

  @BeforeAll
  static void the_library_keeps_to_itself() {
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private static List<String> texts() throws IOException {
    Path recorded = RealInputs.path("formats/gguf-vocab/ggml-vocab-phi-3.gguf.inp");
    List<String> texts =
        new ArrayList<>(List.of(Files.readString(recorded).split("\n__ggml_vocab_test__\n", -1)));
    Random random = new Random(1);
    for (int i = 0; i < 600; i++) {
      texts.add(
          random
              .ints(1 + random.nextInt(12), 0, PIECES.length)
              .mapToObj(piece -> PIECES[piece])
              .collect(Collectors.joining()));
    }
    Path folder = RealInputs.path("formats/tokenizers/gpt2");
    for (String file : new String[] {"address.txt", "german.txt", "tinystories_sample.txt"}) {
      texts.add(Files.readString(folder.resolve(file)));
    }
    return texts;
  }

  private void agree(String name, String json) throws IOException {
    Path file = folder.resolve(name + ".json");
    Files.writeString(file, json);
    agree(name, file);
  }

  private static void agree(String name, Path file) throws IOException {
    Tokenizer ours = Tokenizer.open(file);
    List<String> texts = texts();
    assertThat(texts).hasSize(650);
    try (HuggingFaceTokenizer theirs =
        HuggingFaceTokenizer.newInstance(
            file, Map.of("addSpecialTokens", "false", "truncation", "false"))) {
      for (String text : texts) {
        long[] ids = theirs.encode(text, false, false).getIds();
        int[] expected = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
        assertThat(ours.encode(text)).as("%s: %s", name, escaped(text)).containsExactly(expected);
        assertThat(ours.decode(expected))
            .as("%s, decoded: %s", name, text)
            .isEqualTo(theirs.decode(ids, true));
      }
    }
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(c -> c >= ' ' && c <= '~' ? Character.toString(c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    return text.chars()
        .mapToObj(
            c -> c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : Character.toString(c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String gpt2(String more) throws IOException {
    Path files = RealInputs.path("formats/tokenizers/gpt2");
    String merges =
        Files.readAllLines(files.resolve("gpt2_merges.txt")).stream()
            .filter(line -> !line.isEmpty())
            .map(HuggingFaceOracleTest::quoted)
            .collect(Collectors.joining(","));
    return "{\"type\":\"BPE\",\"vocab\":%s,\"merges\":[%s]%s}"
        .formatted(Files.readString(files.resolve("gpt2_vocab.json")), merges, more);
  }

  /// A `tokenizer.json` of steps and a vocabulary.
  private static String json(
      String added, String normalizer, String preTokenizer, String model, String decoder) {
    return """
    {"version":"1.0","truncation":null,"padding":null,"added_tokens":%s,"normalizer":%s,
    "pre_tokenizer":%s,"post_processor":null,"decoder":%s,"model":%s}
    """
        .formatted(added, normalizer, preTokenizer, decoder, model);
  }

  private static String withBytes(String step) {
    return "{\"type\":\"Sequence\",\"pretokenizers\":[%s,%s]}".formatted(step, BYTES_ONLY);
  }

  @Test
  void a_real_file_of_word_pieces() throws IOException {
    agree("word pieces", RealInputs.path("formats/safetensors/model2vec/tokenizer.json"));
  }

  @Test
  void byte_level_pairs_with_every_pre_tokenizer() throws IOException {
    Map<String, String> steps = new HashMap<>();
    steps.put(
        "gpt2",
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true}");
    steps.put(
        "gpt2 fronted",
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}");
    steps.put("llama 3", withBytes(split(PreTokenizer.LLAMA_3, "Isolated", false)));
    steps.put("qwen 2", withBytes(split(PreTokenizer.QWEN_2, "Isolated", false)));
    steps.put("inverted", withBytes(split(PreTokenizer.GPT_2, "Removed", true)));
    for (String behaviour :
        new String[] {
          "Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"
        }) {
      steps.put(behaviour, withBytes(split("\\\\s|[aeiou]", behaviour, false)));
    }
    steps.put("white space", withBytes("{\"type\":\"Whitespace\"}"));
    steps.put("white space split", withBytes("{\"type\":\"WhitespaceSplit\"}"));
    steps.put("digits", withBytes("{\"type\":\"Digits\",\"individual_digits\":true}"));
    steps.put("numbers", withBytes("{\"type\":\"Digits\",\"individual_digits\":false}"));
    steps.put("punctuation", withBytes("{\"type\":\"Punctuation\",\"behavior\":\"Isolated\"}"));
    steps.put("bert", withBytes("{\"type\":\"BertPreTokenizer\"}"));
    assertThat(steps).hasSize(16);
    String model = gpt2("");
    for (Map.Entry<String, String> step : steps.entrySet()) {
      agree(step.getKey(), json("[]", NOTHING, step.getValue(), model, BYTE_DECODER));
    }
  }

  private static String split(String regex, String behaviour, boolean inverted) {
    return "{\"type\":\"Split\",\"pattern\":{\"Regex\":%s},\"behavior\":\"%s\",\"invert\":%s}"
        .formatted(regex.contains("\\\\") ? '"' + regex + '"' : quoted(regex), behaviour, inverted);
  }

  @Test
  void every_normalizer() throws IOException {
    String[] normalizers = {
      "{\"type\":\"NFC\"}",
      "{\"type\":\"NFD\"}",
      "{\"type\":\"NFKC\"}",
      "{\"type\":\"NFKD\"}",
      "{\"type\":\"Lowercase\"}",
      "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFD\"},{\"type\":\"StripAccents\"}]}",
      "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}",
      "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"\\\\s+\"},\"content\":\"$1\"}",
      "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"bb\"}",
      "{\"type\":\"Prepend\",\"prepend\":\"x\"}",
      "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
          + "\"strip_accents\":null,\"lowercase\":false}",
    };
    String model = gpt2("");
    for (String normalizer : normalizers) {
      agree("normalizer", json("[]", normalizer, BYTES_ONLY, model, BYTE_DECODER));
    }
  }

  @Test
  void a_piece_that_is_a_word_stays_whole_if_asked_to() throws IOException {
    String cut = withBytes(split(PreTokenizer.LLAMA_3, "Isolated", false));
    agree("whole", json("[]", NOTHING, cut, gpt2(",\"ignore_merges\":true"), BYTE_DECODER));
  }

  private static String added(int id, String text, String more) {
    String flags = "";
    for (String flag : new String[] {"single_word", "lstrip", "rstrip", "normalized", "special"}) {
      flags += ",\"%s\":%s".formatted(flag, more.contains(flag));
    }
    return "{\"id\":%d,\"content\":%s%s}".formatted(id, quoted(text), flags);
  }

  @Test
  void added_words_are_found_first() throws IOException {
    String[] variants = {"", "lstrip", "rstrip", "lstrip rstrip", "single_word", "normalized"};
    String model = gpt2("");
    for (String variant : variants) {
      String added =
          "[%s,%s,%s,%s]"
              .formatted(
                  added(50257, "<s>", variant + " special"),
                  added(50258, "<tag>", variant),
                  added(50259, "[MASK]", variant),
                  added(1169, "the", variant));
      agree(
          "added " + variant,
          json(
              added,
              "{\"type\":\"Lowercase\"}",
              "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}",
              model,
              BYTE_DECODER));
    }
  }

  /// Phi-3's words with every merge that makes one, those of the best score first: what
  /// transformers makes of a SentencePiece vocabulary.
  private static String llama() {
    try (GgufFile file =
        GgufFile.open(RealInputs.path("formats/gguf-vocab/ggml-vocab-phi-3.gguf"))) {
      List<String> words = file.array("tokenizer.ggml.tokens").orElseThrow().texts();
      float[] scores = file.array("tokenizer.ggml.scores").orElseThrow().floats();
      int[] kinds = file.array("tokenizer.ggml.token_type").orElseThrow().ints();
      Map<String, Integer> tokens = new HashMap<>();
      for (int token = 0; token < scores.length; token++) {
        tokens.put(words.get(token), token);
      }
      record Merge(String json, float score) {}
      List<Merge> merges = new ArrayList<>();
      for (int token = 0; token < scores.length; token++) {
        String word = words.get(token);
        for (int i = 1; i < word.length() && kinds[token] == 1; i++) {
          String left = word.substring(0, i);
          String right = word.substring(i);
          if (tokens.containsKey(left) && tokens.containsKey(right)) {
            merges.add(new Merge("[" + quoted(left) + "," + quoted(right) + "]", scores[token]));
          }
        }
      }
      merges.sort(Comparator.comparingDouble(Merge::score).reversed());
      String vocabulary =
          tokens.entrySet().stream()
              .map(word -> quoted(word.getKey()) + ":" + word.getValue())
              .collect(Collectors.joining(","));
      return """
      {"type":"BPE","dropout":null,"unk_token":"<unk>","continuing_subword_prefix":null,
      "end_of_word_suffix":null,"fuse_unk":true,"byte_fallback":true,"vocab":{%s},
      "merges":[%s]}
      """
          .formatted(vocabulary, merges.stream().map(Merge::json).collect(Collectors.joining(",")));
    }
  }

  private static final String LLAMA_DECODER =
      """
      {"type":"Sequence","decoders":[
      {"type":"Replace","pattern":{"String":"▁"},"content":" "},
      {"type":"ByteFallback"},{"type":"Fuse"},
      {"type":"Strip","content":" ","start":1,"stop":0}]}
      """;

  private static final String LLAMA_NORMALIZER =
      """
      {"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},
      {"type":"Replace","pattern":{"String":" "},"content":"▁"}]}
      """;

  @Test
  void llamas_spaces_and_bytes() throws IOException {
    String added = "[%s]".formatted(added(1, "<s>", "special"));
    agree("llama", json(added, LLAMA_NORMALIZER, NOTHING, llama(), LLAMA_DECODER));
  }

  @Test
  void metaspaces_of_every_scheme() throws IOException {
    String model = llama();
    String added = "[%s]".formatted(added(1, "<s>", "special"));
    for (String scheme : new String[] {"always", "first", "never"}) {
      for (boolean split : new boolean[] {true, false}) {
        String metaspace =
            "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"%s\",\"split\":%s}"
                .formatted(scheme, split);
        agree("metaspace " + scheme, json(added, NOTHING, metaspace, model, metaspace));
      }
    }
  }

  @Test
  void a_sentencepiece_vocabulary_and_its_merges_make_the_same_tokens() throws IOException {
    Path file = folder.resolve("llama.json");
    Files.writeString(file, json("[]", LLAMA_NORMALIZER, NOTHING, llama(), LLAMA_DECODER));
    Tokenizer merges = Tokenizer.open(file);
    Tokenizer scores = Tokenizer.open(RealInputs.path("formats/gguf-vocab/ggml-vocab-phi-3.gguf"));
    int checked = 0;
    for (String text : texts()) {
      assertThat(scores.encode(text)).as(text).containsExactly(merges.encode(text));
      checked++;
    }
    assertThat(checked).isEqualTo(650);
  }

  @Test
  void unigrams() throws IOException {
    Random random = new Random(2);
    List<String> words = new ArrayList<>(List.of("<unk>"));
    String[] some =
        "▁ a e h l o t he ▁the ll lo el hell ▁a WORLD . .. ... 2 0 26 🚀".split(" ", -1);
    words.addAll(List.of(some));
    String vocabulary =
        words.stream()
            .map(word -> "[%s,%s]".formatted(quoted(word), -random.nextInt(1, 1000) / 64.0))
            .collect(Collectors.joining(","));
    String model =
        "{\"type\":\"Unigram\",\"unk_id\":0,\"byte_fallback\":false,\"vocab\":[%s]}"
            .formatted(vocabulary);
    String metaspace =
        "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"always\",\"split\":true}";
    agree("unigram", json("[]", NOTHING, metaspace, model, metaspace));
  }
}
