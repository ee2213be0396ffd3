package org.cimlet.execute.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.RandomNetworks;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.network.WrittenNetworks;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeLayout;
import org.cimlet.network.Positions.RopeScaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileTest {
  @TempDir private Path folder;

  private static float[] scores(Network network) {
    Architecture a = network.architecture();
    return new Transformer(network, Arithmetic.floats())
        .read(new KvCache(a, 20), RandomNetworks.tokens(a, 20, 5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_llama_folder_gives_back_the_network_written(boolean biases) {
    Network written = RandomNetworks.of(RandomNetworks.LLAMA, biases, 41);
    WrittenNetworks.llama(folder, written);
    try (NetworkFile file = NetworkFile.open(folder)) {
      assertThat(file.network().architecture()).isEqualTo(RandomNetworks.LLAMA);
      assertThat(file.endTokens()).containsExactly(2, 7);
      assertThat(file.network().layers().get(1).queryKeyValue())
          .extracting(WeightedLinear::name)
          .containsExactly(
              "model.layers.1.self_attn.q_proj.weight",
              "model.layers.1.self_attn.k_proj.weight",
              "model.layers.1.self_attn.v_proj.weight");
      assertThat(scores(file.network())).isEqualTo(scores(written));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "transformer."})
  void a_gpt2_folder_gives_back_the_network_written(String prefix) {
    Network written = RandomNetworks.of(RandomNetworks.GPT2, true, 42);
    WrittenNetworks.gpt2(folder, written, prefix);
    try (NetworkFile file = NetworkFile.open(folder)) {
      assertThat(file.network().architecture()).isEqualTo(RandomNetworks.GPT2);
      assertThat(file.endTokens()).containsExactly(28);
      assertThat(scores(file.network())).isEqualTo(scores(written));
    }
  }

  /// Sizes 4, 6, 1 layer, 2 heads, 1 key/value head, 5 words sharing head and embedding, context 3:
  /// 7 integers, then 20 + 4 + 16 + 8 + 8 + 16 + 4 + 24 + 24 + 24 + 4 weights and 2 x 3 angles.
  @Test
  void a_checkpoint_of_llama2c_is_a_llama_network_that_ends_where_the_next_text_begins()
      throws IOException {
    int floats = 20 + 4 + 16 + 8 + 8 + 16 + 4 + 24 + 24 + 24 + 4 + 2 * 3;
    ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    for (int size : new int[] {4, 6, 1, 2, 1, 5, 3}) {
      bytes.putInt(size);
    }
    for (int i = 0; i < floats; i++) {
      bytes.putFloat((i % 7 - 3) / 4f);
    }
    Path checkpoint = folder.resolve("tiny.bin");
    Files.write(checkpoint, bytes.array());
    try (NetworkFile file = NetworkFile.open(checkpoint)) {
      Architecture a = file.network().architecture();
      assertThat(a.headSize()).isEqualTo(2);
      assertThat(a.keySize()).isEqualTo(2);
      assertThat(a.maxContext()).isEqualTo(3);
      assertThat(a.tiedHead()).isTrue();
      assertThat(file.endTokens()).containsExactly(1);
      Transformer transformer = new Transformer(file.network(), Arithmetic.floats());
      assertThat(transformer.read(new KvCache(a, 3), 1, 2, 4)).hasSize(5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"model_type\": \"llama\" | \"model_type\": \"falcon_mamba\" | must be a network that can be run, got falcon_mamba with norms of its own inside state spaces",
        "\"model_type\": \"llama\" | \"model_type\": \"lama\" | did you mean llama?",
        "\"model_type\": \"llama\", | '' | model_type: must be given as the name of a family, such as llama, got no such key",
        "\"hidden_act\": \"silu\" | \"hidden_act\": \"relu\" | must be a network that can be run, got llama with the activation relu (gelu_pytorch_tanh, silu, swish can be run)",
        "\"rms_norm_eps\" | \"rms_norm_epps\" | rms_norm_epps: must be a key this family knows, got rms_norm_epps (did you mean rms_norm_eps?)",
        "\"rms_norm_eps\": 1e-05 | \"rms_norm_eps\": -1 | rms_norm_eps: must be a number above 0, got -1",
        "\"hidden_size\": 36 | \"hidden_size\": \"36\" | hidden_size: must be a whole number from 1 to 16777216, got \"36\"",
        "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 4 | num_key_value_heads: must divide num_attention_heads, got 4 key/value heads for 6 heads",
        "\"num_attention_heads\": 6 | \"num_attention_heads\": 8 | must divide hidden_size where head_dim is absent, got 8 heads for 36",
        "\"rope_scaling\": null | \"rope_scaling\": {\"type\": \"longrope\"} | got llama with the rope scaling longrope without factors (default, linear, llama3, yarn and longrope can be run)",
        "\"rope_scaling\": null | \"rope_scaling\": {\"rope_type\": \"linear\"} | rope_scaling.factor: must be given as a number above 0, got no such key",
        "\"eos_token_id\": [2, 7] | \"eos_token_id\": 31 | eos_token_id: must be a list of different tokens from 0 to 30, got 31",
        "\"tie_word_embeddings\": false | \"tie_word_embeddings\": 0 | tie_word_embeddings: must be true or false, got 0",
        "\"intermediate_size\": 50 | \"intermediate_size\": 51 | model.layers.0.mlp.gate_proj.weight: must be [51, 36], got [50, 36]",
        "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 4 | model.layers.3.mlp.down_proj.weight: must be a tensor [36, 50], got none of that name",
      })
  void a_config_that_cannot_be_run_or_belongs_to_other_weights_is_told_by_its_key(
      String from, String to, String told) throws IOException {
    WrittenNetworks.llama(folder, RandomNetworks.of(RandomNetworks.LLAMA, false, 41));
    String changed = WrittenNetworks.LLAMA_CONFIG.replace(from, to);
    assertThat(changed).isNotEqualTo(WrittenNetworks.LLAMA_CONFIG);
    Files.writeString(folder.resolve("config.json"), changed);
    assertThatThrownBy(() -> NetworkFile.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(told);
  }

  @Test
  void everything_that_is_wrong_with_a_config_is_told_at_once() throws IOException {
    WrittenNetworks.llama(folder, RandomNetworks.of(RandomNetworks.LLAMA, false, 41));
    Files.writeString(
        folder.resolve("config.json"),
        WrittenNetworks.LLAMA_CONFIG.replace("31", "0").replace("1e-05", "\"small\""));
    assertThatThrownBy(() -> NetworkFile.open(folder))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.diagnostics())
                    .extracting("key")
                    .containsExactly("vocab_size", "rms_norm_eps"));
    Files.writeString(
        folder.resolve("config.json"),
        WrittenNetworks.LLAMA_CONFIG
            .replace("\"silu\"", "\"relu\"")
            .replace("\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"longrope\"}"));
    assertThatThrownBy(() -> NetworkFile.open(folder))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.diagnostics()).hasSize(2));
  }

  @Test
  void places_that_hold_no_network_are_told_with_a_remedy() throws IOException {
    assertThatThrownBy(() -> NetworkFile.open(folder))
        .hasMessageContaining(
            "must be a folder with a config.json, got one with no .json file at all");
    assertThatThrownBy(() -> NetworkFile.open(folder.resolve("nowhere")))
        .hasMessageContaining("got nothing there; check the path");
    Files.writeString(folder.resolve("weights.pt"), "");
    assertThatThrownBy(() -> NetworkFile.open(folder.resolve("weights.pt")))
        .hasMessageContaining("got another file");
    Files.writeString(folder.resolve("config.json"), WrittenNetworks.LLAMA_CONFIG);
    assertThatThrownBy(() -> NetworkFile.open(folder))
        .hasMessageContaining("must hold model.safetensors");
  }

  @Test
  void families_like_llama_differ_in_what_their_configs_leave_out() throws IOException {
    WrittenNetworks.llama(folder, RandomNetworks.of(RandomNetworks.LLAMA, false, 41));
    String config = WrittenNetworks.LLAMA_CONFIG;
    assertThat(
            architecture(config.replace("\"llama\"", "\"mistral\", \"sliding_window\": null"))
                .window())
        .isEqualTo(48);
    assertThat(
            architecture(config.replace("\"llama\"", "\"mistral\", \"sliding_window\": 16"))
                .window())
        .isEqualTo(16);
    assertThat(
            architecture(config.replace("\"llama\"", "\"qwen2\", \"sliding_window\": 16")).window())
        .isEqualTo(48);
    assertThat(
            architecture(
                    config.replace(
                        "\"rope_scaling\": null",
                        """
                        "rope_theta": 500000.0, "rope_scaling": {"factor": 8.0,
                        "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                        "original_max_position_embeddings": 24, "rope_type": "llama3"}
                        """))
                .positions())
        .isEqualTo(
            new Positions.Rotary(
                500_000, RopeLayout.HALVES, new RopeScaling.Llama3(8, 1, 4, 24), 1));
    assertThat(
            architecture(
                    config.replace(
                        "\"rope_scaling\": null",
                        "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 77}"))
                .positions())
        .isEqualTo(new Positions.Rotary(77, RopeLayout.HALVES, new RopeScaling.None(), 1));
  }

  private Architecture architecture(String config) throws IOException {
    Files.writeString(folder.resolve("config.json"), config);
    try (NetworkFile file = NetworkFile.open(folder)) {
      return file.network().architecture();
    }
  }

  /// LLaMA 3.1's rule against its published form, at theta 500,000, heads of 128, factor 8, trained
  /// at 8,192. Wavelengths 2 pi theta^(i / 64) below 2,048 stay: i up to 28; above 8,192 they are
  /// stretched eightfold: i from 35.
  @Test
  void stretched_frequencies_are_those_of_the_published_rule() {
    Positions.Rotary rotary =
        new Positions.Rotary(500_000, RopeLayout.HALVES, new RopeScaling.Llama3(8, 1, 4, 8192), 1);
    int kept = 0;
    int divided = 0;
    for (int pair = 0; pair < 64; pair++) {
      double plain = Math.pow(500_000, -2.0 * pair / 128);
      double stretched = RotaryEmbedding.scaled(plain, rotary.scaling());
      double expected = PlainTransformer.frequency(rotary, pair, 128);
      assertThat(stretched / expected).isBetween(1 - 1e-12, 1 + 1e-12);
      kept += stretched == plain ? 1 : 0;
      divided += stretched == plain / 8 ? 1 : 0;
    }
    assertThat(List.of(kept, divided)).containsExactly(29, 29);
  }
}
