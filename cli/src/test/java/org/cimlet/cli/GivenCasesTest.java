package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Inputs that were once answered wrongly, as commands. They lie beside the checkout and are read
/// where they are there. Their machines are written with keys of then, which are renamed here.
class GivenCasesTest {
  private static final Path CASES =
      Path.of(System.getProperty("cimlet.data", "../../shared/data"), "cases");

  @TempDir private Path folder;

  @BeforeEach
  void haveCases() {
    assumeTrue(Files.isDirectory(CASES), "no cases at " + CASES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run inputs-1/H02-draft-head/config.json | draft_vocab_size: must not be there",
        "run inputs-1/H03-suggested-family/as-suggested.json | got OlmoeForCausalLM: that is the"
            + " class of olmoe",
        "generate inputs-1/H08-lfs-pointer/net hi | must be safetensors, got a Git LFS pointer",
        "run inputs-1/H09-gguf-network/tiny.gguf | must hold a network, got a GGUF file without"
            + " metadata or tensors",
        "run inputs-1/H14-reasons/bge_large.json | got bert: an encoder",
        "compress inputs-1/H11-told-twice/net {out} --pattern 8:32 | must be [120, 64] as"
            + " config.json says, got [128, 64]",
        "generate inputs-1/H11-told-twice/net hi | must be [120, 64], got [128, 64]",
        "generate inputs-1/H17-unlisted-tensor/net hi | rotary_emb.inv_freq: must be listed with"
            + " its shard",
        "run robustness-1/empty-type.json | model_type: must be a family that is read, got no name",
        "run robustness-1/mutated-config.json | model_type: must be a family that is read, got no"
            + " name",
        "run demo --machine robustness-1/big-integer.yaml | must be a finite number, got one of 400"
            + " digits"
      })
  void what_cannot_be_answered_is_refused_once(String command, String message) {
    Shell shell = Shell.run(placed(command));
    assertThat(shell.err()).contains(message);
    assertThat(shell.err().lines().filter(line -> line.contains(message))).hasSize(1);
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run inputs-1/H01-fused-experts/net",
        "run inputs-1/H03-suggested-family/olmoe.json",
        "run inputs-1/H04-quantized-config/fp8.json",
        "run inputs-1/H04-quantized-config/gptq.json",
        "run inputs-1/H07-infinity/net",
        "run inputs-1/H10-prompt-blamed/config.json",
        "run inputs-1/H12-nested-text-config/llava_1.5_7b_hf.json",
        "run inputs-1/H13-plain-families/stablelm_3b.json"
      })
  void what_was_refused_is_answered(String command) {
    assertThat(Shell.run(placed(command)).code()).isEqualTo(ExitCode.DONE);
  }

  /// H01: what compression leaves dense counts dense; here all experts are packed.
  @Test
  void fused_experts_are_packed_one_by_one() {
    Shell shell = Shell.run(placed("compress inputs-1/H01-fused-experts/net {out} --pattern 8:32"));
    assertThat(shell.code()).isEqualTo(ExitCode.DONE);
    assertThat(shell.out()).contains("experts.0.gate_proj", "experts.1.gate_proj");
  }

  /// H05: a suggestion never changes the unit without the value.
  @Test
  void another_unit_is_suggested_with_its_value() throws IOException {
    Shell shell = Shell.run("run", "--machine", renamed("H05-unit-suggestion/link-gb-s.yaml"));
    assertThat(shell.err()).contains("bandwidth_gbit_s is in another unit: write 256");
  }

  /// H15: no energy is a number.
  @Test
  void zero_energies_print_no_nan() throws IOException {
    String machine = renamed("H15-zero-energy/zero.yaml");
    Shell words = Shell.run("run", "demo", "--machine", machine);
    assertThat(words.code()).as(words.err()).isEqualTo(ExitCode.DONE);
    assertThat(words.out()).doesNotContain("NaN", "∞");
    Shell shell = Shell.run("run", "demo", "--machine", machine, "--json", "-");
    assertThat(shell.code()).isEqualTo(ExitCode.DONE);
    assertThat(shell.out()).doesNotContain("NaN", "Infinity");
  }

  /// H16: 7.50 GB of weights beside the dies at 576 GB/s are 13.0 ms.
  @Test
  void weights_beside_the_dies_are_read_there() throws IOException {
    String machine = renamed("H16-die-local-memory/wormhole-2.yaml");
    Shell shell =
        Shell.run(
            "run",
            "llama-3.1-8b",
            "--machine",
            machine,
            "--set",
            "weight_memory.at=chiplets",
            "--set",
            "weight_memory.capacity_gb=12",
            "--set",
            "weight_memory.bandwidth_gb_s=288",
            "--json",
            "-");
    assertThat(shell.code()).as(shell.err()).isEqualTo(ExitCode.DONE);
    JsonNode root = JsonMapper.shared().readTree(shell.out());
    assertThat(root.at("/decode/tpot_batch1_s").asDouble()).isCloseTo(0.0130, within(0.0015));
  }

  /// The simulation is slower for listed reasons alone: sequences that leave a stage of a pipeline
  /// together (up to twice), or meet at a part that is nearly busy (up to 1.35).
  @ParameterizedTest
  @CsvSource({"agree-014, 2", "agree-039, 1.35", "agree-085, 1.35"})
  void engines_differ_by_listed_reasons(String name, double most) throws IOException {
    Path given = CASES.resolve("robustness-1").resolve(name);
    List<String> job = new ArrayList<>();
    job.add("run");
    job.add(given.resolve("config.json").toString());
    job.addAll(List.of("--machine", renamed(given.resolve("m.yaml")), "--json", "-"));
    List<String> args = List.of(Files.readString(given.resolve("args")).strip().split("\\s+"));
    double simulated = throughput(job, args);
    double estimated = throughput(job, args.subList(0, args.indexOf("--engine")));
    assertThat(estimated / simulated).isBetween(0.95, most);
  }

  private static double throughput(List<String> job, List<String> more) {
    List<String> all = new ArrayList<>(job);
    all.addAll(more);
    Shell shell = Shell.run(all.toArray(String[]::new));
    assertThat(shell.code()).as(shell.err()).isEqualTo(ExitCode.DONE);
    JsonNode root = JsonMapper.shared().readTree(shell.out());
    return root.at("/decode/throughput_tokens_per_s").asDouble();
  }

  private String[] placed(String command) {
    return command
        .replace("inputs-1", CASES.resolve("inputs-1").toString())
        .replace("robustness-1", CASES.resolve("robustness-1").toString())
        .replace("{out}", folder.resolve("out").toString())
        .split(" ");
  }

  private String renamed(String file) throws IOException {
    return renamed(CASES.resolve("inputs-1").resolve(file));
  }

  private String renamed(Path file) throws IOException {
    String text =
        Files.readString(file)
            .replaceAll(
                "macro:\n( *#.*\n)?( *)columns:", "macro:\n$2kind: digital_sram\n$2columns:")
            .replaceAll("columns: ([0-9]+)\n( *)depth:", "inputs_per_row: $1\n$2rows:")
            .replace("kind: dram\n", "kind: dram_bank\n")
            .replaceAll("(?m)^( *)cache_bits:", "$1kv_cache_bits:")
            .replace("paste_um", "tim_um")
            .replace("paste_w_mk", "tim_w_mk");
    Path renamed = folder.resolve(file.getFileName());
    Files.writeString(renamed, text);
    return renamed.toString();
  }
}
