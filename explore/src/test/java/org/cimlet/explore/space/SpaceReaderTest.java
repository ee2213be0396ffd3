package org.cimlet.explore.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a space must be, judged before any design is answered.
class SpaceReaderTest {
  private static final String HEAD =
      """
      schema: cimlet.space/1
      name: test
      base: {network: llama-3.2-1b, machine: comb-200mb-36, mapping: filled, context: 1024}
      """;
  private static final String OBJECTIVES =
      "objectives: [{maximize: peak_throughput_tokens_per_s}]\n";

  private static Space read(String lines) {
    return SpaceReader.parse("space.yaml", HEAD + lines + OBJECTIVES);
  }

  private static String refusal(String lines) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(lines));
    return Objects.requireNonNull(Objects.requireNonNull(refused, lines).getMessage());
  }

  @Test
  void levels_are_values_or_numbers_in_steps_factors_or_so_many() {
    Space space =
        read(
            """
            axes:
              batch: {values: [1, 16]}
              machine.chiplet.macros: {from: 500, to: 2000, step: 250}
              machine.links.chiplet.bandwidth_gbit_s: {from: 64, to: 1024, factor: 2}
              machine.chiplet.macro.clock_mhz: {from: 200, to: 1000, levels: 17}
            """);
    assertThat(space.size()).isEqualTo(2L * 7 * 5 * 17);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "axes: {machine.chiplet.maccros: {values: [1]}} | space.yaml:4 | did you mean macros?",
        "axes: {machine.chiplit.macros: {values: [1]}} | space.yaml:4 | did you mean chiplet?",
        "axes: {machnie.chiplet.macros: {values: [1]}} | space.yaml:4 | did you mean machine.chiplet.macros?",
        "axes: {chiplet.macros: {values: [1]}} | space.yaml:4 | did you mean machine.chiplet.macros?",
        "uncertainty: {samples: 1} | space.yaml:4 | samples",
        "refine: {engine: guess} | space.yaml:4 | engine",
        "axes: {batchs: {values: [1]}} | space.yaml:4 | batch",
        "axes: {batch: {values: [0]}} | space.yaml:4 | at least 1, got 0",
        "axes: {batch: {values: [1, 1]}} | space.yaml:4 | got 1 twice",
        "axes: {batch: {values: []}} | space.yaml:4 | values",
        "axes: {batch: {from: 4, to: 1, step: 1}} | space.yaml:4 | from below to",
        "axes: {batch: {from: 1, to: 4, step: 0}} | space.yaml:4 | step above 0",
        "axes: {machine.chiplet.macros: {values: [-5]}} | space.yaml:4 | must",
        "axes: {machine.chiplet.macro.clock_mhz: {values: [fast]}} | space.yaml:4 | must",
        "axes: {network: {values: [llama-9]}} | space.yaml:4 | llama",
        "axes: {compress: {values: ['9:8']}} | space.yaml:4 | 9:8",
        "axes: {mapping: {values: [everywhere]}} | space.yaml:4 | everywhere",
        "set: {chiplet.maccros: 1} | space.yaml:4 | did you mean macros?",
        "where: [{product: [batch]}] | space.yaml:4 | at_least or at_most",
        "limits: [{metric: hotness, at_most: 1}] | space.yaml:4 | must be one of",
        "search: {method: exhaustive, evaluations: 10} | space.yaml | must",
      })
  void faults_name_their_place_and_what_is_right(String line, String place, String words) {
    String axis = line.startsWith("axes") ? "" : "axes: {batch: {values: [1, 2]}}\n";
    String message = refusal(line + "\n" + axis);
    assertThat(message).contains(place).contains(words);
  }

  /// What is asked about the front changes no row; a network that changes does, wherever it is
  /// named.
  @Test
  void a_space_is_told_from_others_by_what_rows_depend_on(@TempDir Path temp) throws IOException {
    String axes = "axes: {batch: {values: [1, 2]}}\n";
    assertThat(read(axes + "uncertainty: {samples: 50}\nrefine: {engine: simulate}\n").identity())
        .isEqualTo(read(axes).identity());
    assertThat(read("axes: {batch: {values: [1, 4]}}\n").identity())
        .isNotEqualTo(read(axes).identity());
    Path network = temp.resolve("config.json");
    String config =
        """
        {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 64,
         "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4,
         "vocab_size": 256, "max_position_embeddings": 2048, "hidden_act": "silu",
         "rms_norm_eps": 1e-5, "tie_word_embeddings": false}
        """;
    String ties =
        "ties: [{keys: [network, batch], values: [[llama-3.2-1b, 1], ['%s', 2]]}]\naxes: {}\n"
            .formatted(network);
    Files.writeString(network, config);
    String before = read(ties).identity();
    assertThat(read(ties).identity()).isEqualTo(before);
    Files.writeString(network, config.replace("128", "192"));
    assertThat(read(ties).identity()).isNotEqualTo(before);
  }

  /// Machines are not asked about each of them, which took a quarter of an hour. 64 times 2 to the
  /// 57th is one more than a long holds.
  @Test
  void a_range_may_pass_what_a_long_holds() {
    String axis = "axes: {machine.links.chiplet.bandwidth_gbit_s: {from: 64, to: %s, factor: 2}}\n";
    assertThat(refusal(axis.formatted("9223372036854775808")))
        .contains("must be at most 10000000, got 9.223372036854776E+18");
  }

  @Test
  void a_range_may_be_long() {
    Space space =
        read("axes: {machine.host.memory.bandwidth_gb_s: {from: 1, to: 100000, step: 1}}\n");
    assertThat(space.size()).isEqualTo(100_000);
  }

  @Test
  void a_space_without_an_axis_is_none() {
    assertThat(refusal("axes: {}\n")).contains("must have an axis");
  }

  @Test
  void a_key_varies_once() {
    assertThat(
            refusal(
                """
                axes: {batch: {values: [1, 2]}}
                ties: [{keys: [batch, context], values: [[1, 64], [2, 128]]}]
                """))
        .contains("must vary a key once, got batch twice");
  }

  @Test
  void so_many_designs_are_not_all_answered() {
    assertThat(
            refusal(
                """
                axes:
                  context: {from: 1, to: 4096, step: 1}
                  prompt: {from: 1, to: 4096, step: 1}
                  machine.links.chiplet.latency_ns: {from: 1, to: 10000, step: 1}
                """))
        .contains("must be random or evolve");
    assertThat(
            refusal(
                """
                axes:
                  context: {from: 1, to: 1000000, step: 1}
                  prompt: {from: 1, to: 1000000, step: 1}
                  batch: {from: 1, to: 1000000, step: 1}
                  prefill_chunk: {from: 1, to: 1000000, step: 1}
                """))
        .contains("space.yaml:5")
        .contains("must make at most 1152921504606846976 designs")
        .contains("take fewer levels");
    assertThat(refusal("axes: {batch: {from: 1, to: 10000000, step: 1}}\n"))
        .contains("space.yaml:4")
        .contains("must have at most 1000000 levels; take larger steps");
  }
}
