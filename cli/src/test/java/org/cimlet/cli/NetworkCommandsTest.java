package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `generate`, `evaluate` and `compress` on a small network with random weights; on real ones where
/// they are at hand.
class NetworkCommandsTest {
  @TempDir private Path folder;
  private String network = "";

  @BeforeEach
  void writeNetwork() {
    network = TinyNetwork.write(folder).toString();
  }

  private static Shell done(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    return shell;
  }

  private static JsonNode json(String... args) {
    return JsonMapper.shared().readTree(done(args).out());
  }

  @Test
  void a_network_writes_behind_a_prompt_the_same_each_time_and_in_every_locale() {
    String[] args = {"generate", network, "ab a", "--tokens", "30"};
    String text = done(args).out();
    assertThat(text).startsWith("ab a").hasSizeGreaterThan(10);
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(done(args).out()).isEqualTo(text);
    } finally {
      Locale.setDefault(locale);
    }
    // the beginning, "ab" behind the space that llama2.c puts in front, " a"
    JsonNode json = json("generate", network, "ab a", "--tokens", "30", "--json", "-");
    assertThat(json.at("/schema").asString()).isEqualTo("cimlet.generate/1");
    assertThat(json.at("/prompt").asString() + json.at("/text").asString()).isEqualTo(text);
    assertThat(json.at("/tokens").size()).isEqualTo(30);
    assertThat(json.at("/ending").asString()).isEqualTo("enough");
    assertThat(json.at("/linears").asString()).isEqualTo("float");
    assertThat(json.at("/timing/prompt_tokens").asInt()).isEqualTo(3);
    assertThat(json.at("/timing/decode_tokens_per_s").asDouble()).isPositive();
  }

  @Test
  void macros_of_a_machine_write_the_same_text_and_do_what_the_estimate_charges_for() {
    String packed = folder.resolve("packed").toString();
    done("compress", network, packed, "--pattern", "8:32", "--pattern-for", "lm_head*=none");
    String[] args = {"generate", packed, "ab a", "--tokens", "9", "--json", "-"};
    JsonNode vectors = json(args);
    List<String> more = new ArrayList<>(List.of(args));
    more.addAll(List.of("--machine", "fudan-28nm"));
    JsonNode macros = json(more.toArray(String[]::new));
    assertThat(macros.at("/tokens")).isEqualTo(vectors.at("/tokens"));
    assertThat(vectors.has("macro_actions")).isFalse();
    JsonNode actions = macros.at("/macro_actions");
    assertThat(actions.at("/machine").asString()).isEqualTo("fudan-28nm");
    // three of the prompt and all written but the last
    assertThat(actions.at("/tokens").asInt()).isEqualTo(3 + 8);
    assertThat(actions.at("/scored_tokens").asInt()).isEqualTo(9);
    assertThat(actions.at("/agree").asBoolean()).isTrue();
    for (String action :
        List.of("row_reads", "bits_read", "multiplies", "skipped_weights", "mask_decodes")) {
      assertThat(actions.at("/" + action + "/executed").asLong()).isPositive();
      assertThat(actions.at("/" + action + "/executed").asDouble())
          .isEqualTo(actions.at("/" + action + "/estimated").asDouble());
    }
    // 64 inputs a row in the attention and two of the feed-forward's linears, 96 in the third
    long rows = 64 + 32 + 32 + 64 + 96 + 96;
    assertThat(actions.at("/mask_decodes/executed").asLong())
        .isEqualTo(11 * TinyNetwork.LAYERS * (rows * 2 + 64 * 3));
  }

  @Test
  void what_a_machine_cannot_hold_is_told() throws IOException {
    assertThat(refused("generate", network, "a", "--machine", "fudan-28nm"))
        .contains("must be a folder with config.json to be placed on a machine, got a checkpoint");
    String mixed = folder.resolve("mixed").toString();
    done("compress", network, mixed, "--pattern", "8:32", "--pattern-for", "*.layers.0.*=none");
    assertThat(refused("generate", mixed, "a", "--machine", "fudan-28nm"))
        .contains("must store the linears of its layers alike", "got 8:32 and none");
    String scaled = folder.resolve("scaled").toString();
    done("compress", network, scaled, "--pattern", "8:32", "--groups-per-scale", "1");
    assertThat(refused("generate", scaled, "a", "--machine", "fudan-28nm"))
        .contains("a row must have one scale, got 2");
    Path text = Files.writeString(folder.resolve("text.txt"), "ab ab");
    assertThat(refused("evaluate", scaled, "--text", text.toString(), "--machine", "nowhere.yaml"))
        .contains("nowhere.yaml");
  }

  @Test
  void latents_and_states_are_refused_the_macros_of_a_machine_by_name() throws IOException {
    Map<String, List<Long>> states = new TreeMap<>();
    states.put("backbone.embeddings.weight", List.of((long) TinyNetwork.VOCABULARY, 8L));
    states.put("backbone.norm_f.weight", List.of(8L));
    states.put("lm_head.weight", List.of((long) TinyNetwork.VOCABULARY, 8L));
    states.put("backbone.layers.0.norm.weight", List.of(8L));
    String at = "backbone.layers.0.mixer.";
    states.put(at + "in_proj.weight", List.of(42L, 8L));
    states.put(at + "conv1d.weight", List.of(24L, 1L, 4L));
    states.put(at + "conv1d.bias", List.of(24L));
    for (String vector : List.of("dt_bias", "A_log", "D")) {
      states.put(at + vector, List.of(2L));
    }
    states.put(at + "norm.weight", List.of(16L));
    states.put(at + "out_proj.weight", List.of(8L, 16L));
    isRefusedMacros(
        "states",
        """
        {"model_type": "mamba2", "hidden_size": 8, "num_hidden_layers": 1, "vocab_size": 267,
         "num_heads": 2, "head_dim": 8, "state_size": 4, "n_groups": 1, "conv_kernel": 4}
        """,
        states);
    Map<String, List<Long>> latents = new TreeMap<>();
    latents.put("model.embed_tokens.weight", List.of((long) TinyNetwork.VOCABULARY, 8L));
    latents.put("model.norm.weight", List.of(8L));
    latents.put("lm_head.weight", List.of((long) TinyNetwork.VOCABULARY, 8L));
    String layer = "model.layers.0.";
    for (String norm : List.of("input_layernorm", "post_attention_layernorm")) {
      latents.put(layer + norm + ".weight", List.of(8L));
    }
    latents.put(layer + "self_attn.q_proj.weight", List.of(12L, 8L));
    latents.put(layer + "self_attn.kv_a_proj_with_mqa.weight", List.of(6L, 8L));
    latents.put(layer + "self_attn.kv_a_layernorm.weight", List.of(4L));
    latents.put(layer + "self_attn.kv_b_proj.weight", List.of(16L, 4L));
    latents.put(layer + "self_attn.o_proj.weight", List.of(8L, 8L));
    for (String up : List.of("gate_proj", "up_proj", "down_proj")) {
      latents.put(layer + "mlp." + up + ".weight", List.of(8L, 8L));
    }
    isRefusedMacros(
        "latents",
        """
        {"model_type": "deepseek_v3", "hidden_size": 8, "num_hidden_layers": 1, "vocab_size": 267,
         "num_attention_heads": 2, "q_lora_rank": null, "kv_lora_rank": 4, "qk_nope_head_dim": 4,
         "qk_rope_head_dim": 2, "v_head_dim": 4, "intermediate_size": 8,
         "moe_intermediate_size": 8, "n_routed_experts": 8, "num_experts_per_tok": 2,
         "n_shared_experts": 0, "n_group": 1, "topk_group": 1, "first_k_dense_replace": 1,
         "max_position_embeddings": 32}
        """,
        latents);
  }

  private void isRefusedMacros(String name, String config, Map<String, List<Long>> tensors)
      throws IOException {
    Path in = Files.createDirectory(folder.resolve(name));
    Files.writeString(in.resolve("config.json"), config);
    Files.copy(folder.resolve("tokenizer.bin"), in.resolve("tokenizer.bin"));
    List<SafetensorsWriter.Outline> outlines =
        tensors.entrySet().stream()
            .map(each ->
                new SafetensorsWriter.Outline(each.getKey(), ElementType.F32, each.getValue()))
            .toList();
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            in.resolve("model.safetensors"), new LinkedHashMap<>(), outlines)) {
      tensors.forEach((tensor, shape) -> {
        long elements = shape.stream().reduce(1L, (a, b) -> a * b);
        writer.write(tensor, MemorySegment.ofArray(new byte[Math.toIntExact(4 * elements)]));
      });
      writer.finish();
    }
    assertThat(refused("generate", in.toString(), "a", "--machine", "fudan-28nm"))
        .contains("whose layers all attend by heads", "got one with latents or states");
  }

  private static String refused(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err()).doesNotContain("\tat ");
    return shell.err();
  }

  @Test
  void draws_depend_on_seed_temperature_and_top_p_alone() {
    List<String> texts = new ArrayList<>();
    for (String[] more :
        new String[][] {
          {"--seed", "1"},
          {"--seed", "2"},
          {"--seed", "1", "--temperature", "2"},
          {"--seed", "1", "--top-p", "0.5"}
        }) {
      List<String> args = new ArrayList<>(List.of("generate", network, "--temperature", "1"));
      if (more.length == 4 && more[2].equals("--temperature")) {
        args = new ArrayList<>(List.of("generate", network));
      }
      args.addAll(List.of(more));
      args.addAll(List.of("--tokens", "30"));
      String text = done(args.toArray(String[]::new)).out();
      assertThat(done(args.toArray(String[]::new)).out()).isEqualTo(text);
      texts.add(text);
    }
    assertThat(texts).doesNotHaveDuplicates();
  }

  @Test
  void a_full_context_ends_the_text_and_is_told() {
    Shell shell = Shell.run("generate", network, "--tokens", "100");
    assertThat(shell.code()).isZero();
    assertThat(shell.err())
        .isEqualTo("cimlet: stopped at the network's longest context, 48 tokens\n");
  }

  /// 267 tokens equally likely: ln 267 nats each. "ab ab" is two tokens for five characters: log2
  /// 267 x 2 / 5 bits a character.
  @Test
  void a_network_that_knows_nothing_needs_the_logarithm_of_its_vocabulary() throws IOException {
    Path ignorant = Files.createDirectory(folder.resolve("ignorant"));
    String zeros = TinyNetwork.write(ignorant, 0).toString();
    Path text = folder.resolve("text.txt");
    Files.writeString(text, "ab ab");
    JsonNode json = json("evaluate", zeros, "--text", text.toString(), "--json", "-");
    assertThat(json.at("/schema").asString()).isEqualTo("cimlet.evaluate/1");
    assertThat(json.at("/tokens").asInt()).isEqualTo(2);
    assertThat(json.at("/characters").asInt()).isEqualTo(5);
    assertThat(json.at("/nats_per_token").asDouble()).isCloseTo(Math.log(267), within(1e-6));
    assertThat(json.at("/perplexity").asDouble()).isCloseTo(267, within(1e-3));
    assertThat(json.at("/bits_per_character").asDouble())
        .isCloseTo(Math.log(267) / Math.log(2) * 2 / 5, within(1e-6));
    assertThat(done("evaluate", zeros, "--text", text.toString()).out())
        .contains("nats/token         5.5872", "2 tokens of 5 characters in 1 text");
  }

  @Test
  void texts_between_separators_are_foretold_on_their_own() throws IOException {
    Path text = folder.resolve("text.txt");
    Files.writeString(text, "abcab\n<end>\n\nab a<end> \n");
    JsonNode json =
        json("evaluate", network, "--text", text.toString(), "--separator", "<end>", "--json", "-");
    assertThat(json.at("/texts").asInt()).isEqualTo(2);
    assertThat(json.at("/characters").asInt()).isEqualTo(9);
    assertThat(json.at("/window_tokens").asInt()).isEqualTo(48);
    assertThat(json.at("/stride_tokens").asInt()).isEqualTo(48);
    // all but the first text's file: one text of more tokens
    JsonNode whole = json("evaluate", network, "--text", text.toString(), "--json", "-");
    assertThat(whole.at("/texts").asInt()).isEqualTo(1);
    assertThat(whole.at("/tokens").asInt()).isGreaterThan(json.at("/tokens").asInt());
  }

  /// 128 x 64 + 64 x 64 + 2 x 96 x 64 + 64 x 96 weights in each of 2 layers; 8:32 takes 12 bytes
  /// for 32 of them, and each of 480 rows has a scale.
  @Test
  void a_network_is_packed_into_a_folder_that_runs_by_itself() {
    int weights = 2 * (128 * 64 + 64 * 64 + 2 * 96 * 64 + 64 * 96);
    int scales = 2 * (128 + 64 + 2 * 96 + 64) * 4;
    String out = folder.resolve("packed").toString();
    JsonNode json = json("compress", network, out, "--pattern", "8:32", "--json", "-");
    assertThat(json.at("/schema").asString()).isEqualTo("cimlet.compress/1");
    assertThat(json.at("/matrices").size()).isEqualTo(14);
    assertThat(json.at("/ratio_to_dense_int8").asDouble()).isCloseTo(32 / 12.0, within(1e-9));
    assertThat(json.at("/stored_bytes").asLong() - json.at("/kept_bytes").asLong())
        .isEqualTo(weights * 12 / 32 + scales);
    assertThat(json.at("/copied/0").asString()).isEqualTo("tokenizer.bin");
    JsonNode packed = json("generate", out, "ab", "--tokens", "20", "--json", "-");
    assertThat(packed.at("/linears").asString()).isEqualTo("packed");
    JsonNode dense =
        json("generate", out, "ab", "--tokens", "20", "--linears", "int8", "--json", "-");
    assertThat(dense.at("/tokens")).isEqualTo(packed.at("/tokens"));
    assertThat(dense.at("/linears").asString()).isEqualTo("int8");
  }

  /// What vLLM is given says the same here; what only transformers unfolds is refused in a line.
  @Test
  void an_exported_folder_runs_as_it_stands() throws IOException {
    String packed = folder.resolve("to-export").toString();
    done("compress", network, packed, "--pattern", "8:32");
    String whole = folder.resolve("whole").toString();
    JsonNode json = json("export", packed, whole, "--format", "pack-quantized", "--json", "-");
    assertThat(json.at("/schema").asString()).isEqualTo("cimlet.export/1");
    assertThat(json.at("/matrices").asInt()).isEqualTo(14);
    assertThat(json("generate", whole, "ab", "--tokens", "8", "--json", "-").at("/tokens"))
        .isEqualTo(json("generate", packed, "ab", "--tokens", "8", "--json", "-").at("/tokens"));
    Path text =
        Files.writeString(folder.resolve("exported.txt"), "abcab ab a b c ab cab".repeat(9));
    double bits = bits(whole, text);
    assertThat(bits).isCloseTo(bits(packed, text), within(0.01 * bits));
    String masked = folder.resolve("masked").toString();
    done("export", packed, masked, "--format", "sparse-bitmask");
    Shell shell = Shell.run("generate", masked, "ab");
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err()).hasLineCount(1).contains("sparse-bitmask", "--format pack-quantized");
  }

  private static double bits(String network, Path text) {
    return json("evaluate", network, "--text", text.toString(), "--json", "-")
        .at("/bits_per_character")
        .asDouble();
  }

  @Test
  void wanda_calibrates_on_a_text_and_keeps_other_weights_than_magnitude() throws IOException {
    Path text = folder.resolve("text.txt");
    Files.writeString(text, "abcab ab a b c ab cab ab abc".repeat(20));
    String wanda = folder.resolve("wanda").toString();
    String magnitude = folder.resolve("magnitude").toString();
    done(
        "compress",
        network,
        wanda,
        "--pattern",
        "8:32",
        "--method",
        "wanda",
        "--calibrate",
        text.toString(),
        "--pattern-for",
        "model.layers.0.*=none");
    done("compress", network, magnitude, "--pattern", "8:32");
    assertThat(Files.readAllBytes(Path.of(wanda, "model.safetensors")))
        .isNotEqualTo(Files.readAllBytes(Path.of(magnitude, "model.safetensors")));
    JsonNode config = JsonMapper.shared().readTree(Path.of(wanda, "config.json").toFile());
    assertThat(config.at("/cimlet/method").asString()).isEqualTo("wanda");
    String tensors = config.at("/cimlet/tensors").toString();
    assertThat(tensors).contains("none").contains("8:32");
    assertThat(json("evaluate", wanda, "--text", text.toString(), "--json", "-")).isNotNull();
  }

  @Test
  void int8_in_memory_is_what_compressing_without_a_pattern_stores() {
    String out = folder.resolve("dense").toString();
    done("compress", network, out, "--pattern", "none");
    JsonNode stored = json("generate", out, "ab", "--tokens", "40", "--json", "-");
    JsonNode memory =
        json("generate", network, "ab", "--tokens", "40", "--linears", "int8", "--json", "-");
    assertThat(stored.at("/linears").asString()).isEqualTo("int8");
    assertThat(memory.at("/tokens")).isEqualTo(stored.at("/tokens"));
  }

  /// As a user sees it: the file the authors' own program prints, byte for byte.
  @Test
  void stories_260k_prints_the_recorded_text() throws IOException {
    Path data = Path.of(System.getProperty("cimlet.data", ""));
    Path stories = data.resolve("models/stories260K");
    Assumptions.assumeTrue(Files.exists(stories), () -> "needs " + stories);
    Shell shell =
        done(
            "generate",
            stories.resolve("stories260K.bin").toString(),
            "--tokenizer",
            stories.resolve("tok512.bin").toString(),
            "--tokens",
            "200",
            "--temperature",
            "0");
    assertThat(shell.out())
        .isEqualTo(
            Files.readString(data.resolve("models/llama2c-tests/stories260K-greedy-200.txt")));
  }
}
