package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.cimlet.quantity.Si;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunCommandTest {
  private static JsonNode json(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    return JsonMapper.shared().readTree(shell.out());
  }

  /// The remedy that a packed network without its experts is told.
  @Test
  void compress_none_counts_a_partly_packed_network_dense() throws Exception {
    String folder =
        Path.of(Objects.requireNonNull(getClass().getResource("/golden/fused-experts")).toURI())
            .toString();
    JsonNode run = json("run", folder, "--compress", "none", "--json", "-");
    // 4 experts of 3 x 64 x 32, attention of 64 x (64 + 64 + 32 + 32), a router of 4 x 64
    assertThat(run.at("/network/linear_weights").asLong()).isEqualTo(24_576 + 12_288 + 256);
    assertThat(run.at("/placement/stored_bytes").asLong()).isGreaterThanOrEqualTo(24_576 + 12_288);
  }

  /// The keys scripts rely on; new ones may come, these stay.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/schema",
        "/network/name",
        "/network/layers",
        "/network/weights",
        "/network/linear_weights",
        "/network/linear_weights_per_layer",
        "/network/embedding_weights",
        "/network/head_weights",
        "/network/kv_bytes_per_token",
        "/machine/name",
        "/machine/chiplets",
        "/machine/area_mm2",
        "/machine/peak_tops",
        "/placement/chiplets_needed_layers",
        "/placement/chiplets_needed",
        "/placement/chiplets_used",
        "/placement/stored_bytes",
        "/placement/capacity_bytes",
        "/prefill/tokens",
        "/prefill/ttft_s",
        "/decode/batch",
        "/decode/context",
        "/decode/tpot_s",
        "/decode/tpot_batch1_s",
        "/decode/peak_throughput_tokens_per_s",
        "/decode/saturating_batch",
        "/decode/throughput_tokens_per_s",
        "/decode/energy_per_token_j",
        "/decode/bottleneck",
        "/energy/0/action",
        "/energy/0/joules_per_token",
        "/links/0/name",
        "/links/0/bits_per_token",
        "/links/0/utilisation",
        "/placement/rounds",
        "/actions_per_token/loaded_bits",
        "/programming/time_s",
        "/programming/energy_j",
        "/programming/stages/4/stage",
        "/bandwidth_wall/target_tokens_per_s",
        "/bandwidth_wall/weight_stream_tb_s",
        "/bandwidth_wall/activations_gbit_s_min",
        "/bandwidth_wall/activations_gbit_s_max",
        "/bandwidth_wall/kv_tb_s",
        "/baselines/0/name",
        "/baselines/0/devices",
        "/baselines/0/batch",
        "/baselines/0/tpot_s",
        "/baselines/0/throughput_tokens_per_s",
        "/baselines/0/energy_per_token_j",
        "/baselines/0/bottleneck",
        "/baselines/0/assessment/cost/recurring_usd",
        "/assessment/cost/recurring_usd",
        "/assessment/cost/design_usd_per_unit",
        "/assessment/cost/carbon_kg",
        "/assessment/heat/peak/hottest_c",
        "/assessment/heat/busy/chiplet_c/35",
        "/assessment/rules/0/compliance"
      })
  void the_json_has_the_keys_scripts_rely_on(String pointer) {
    assertThat(DEFAULT.at(pointer).isMissingNode()).as(pointer).isFalse();
  }

  private static final JsonNode DEFAULT = json("run", "--json", "-");

  /// 880,640 bytes over 10.24 Gbit/s are 688 us, in 7 weight sets each with 0.1 us for the last
  /// bit.
  @Test
  void a_network_larger_than_the_chip_is_loaded_in_weight_sets_that_a_batch_shares() {
    for (int batch : new int[] {1, 8}) {
      JsonNode run =
          json("run", "demo", "--machine", "fudan-28nm", "--batch", "" + batch, "--json", "-");
      JsonNode loading = run.path("weight_reload");
      assertThat(run.at("/placement/rounds").intValue()).isEqualTo(7);
      assertThat(loading.path("weight_sets").intValue()).isEqualTo(7);
      assertThat(loading.path("bytes").doubleValue()).isEqualTo(880_640);
      assertThat(loading.path("bytes_per_token").doubleValue()).isEqualTo(880_640.0 / batch);
      assertThat(loading.path("time_s").doubleValue())
          .isCloseTo(880_640 * 8 / 10.24e9 + 7e-7, within(1e-12));
      assertThat(loading.path("bottleneck_resource").stringValue()).isEqualTo("host>chiplet0");
      assertThat(run.at("/actions_per_token/loaded_bits").doubleValue())
          .isEqualTo(880_640 * 8.0 / batch);
      assertThat(run.path("programming").isMissingNode()).isTrue();
    }
    assertThat(DEFAULT.path("weight_reload").isMissingNode()).isTrue();
    assertThat(DEFAULT.at("/placement/rounds").intValue()).isEqualTo(1);
    assertThat(Shell.run("run", "demo", "--machine", "fudan-28nm").out())
        .contains("Weight reload", "7 weight sets");
  }

  /// 6.607e9 bytes at a bit a cell; 1,000,000 writes, ten a day.
  @Test
  void cells_that_wear_last_as_long_as_the_network_is_seldom_changed() {
    JsonNode programming =
        json("run", "--machine", "rram-1tnr", "--updates-per-day", "10", "--json", "-")
            .path("programming");
    assertThat(programming.path("cells").doubleValue()).isCloseTo(8 * 6.607e9, within(8e7));
    assertThat(programming.path("updates").doubleValue()).isEqualTo(1e6);
    assertThat(programming.path("years").doubleValue()).isCloseTo(1e5 / 365.25, within(1e-9));
    assertThat(DEFAULT.at("/programming/years").isMissingNode()).isTrue();
    assertThat(Shell.run("run", "--machine", "rram-1tnr", "--updates-per-day", "2740").out())
        .contains("Endurance", "0.999 years at 2740 updates/day");
  }

  @Test
  void uncertainty_names_the_numbers_that_matter_and_is_the_same_each_time() {
    JsonNode moved = json("run", "--uncertainty", "60", "--json", "-").path("uncertainty");
    assertThat(moved.path("samples").intValue()).isEqualTo(60);
    JsonNode many = moved.path("outputs").path(1);
    assertThat(many.path("name").stringValue()).isEqualTo("peak throughput");
    assertThat(many.at("/drivers/0/key").stringValue())
        .isEqualTo("host.memory.bandwidth_efficiency");
    assertThat(many.path("p05").doubleValue()).isLessThan(many.path("p95").doubleValue());
    assertThat(json("run", "--uncertainty", "60", "--json", "-").path("uncertainty"))
        .isEqualTo(moved);
    assertThat(Shell.run("run", "--uncertainty", "3").err())
        .isEqualTo("cimlet: --uncertainty: must be 20 to 1,000,000 samples, got 3\n");
  }

  @Test
  void uncertainty_shows_how_far_it_is_on_a_terminal_and_erases_it() {
    System.setProperty("cimlet.stderr.terminal", "true");
    try {
      assertThat(Shell.run("run", "--uncertainty", "20").err())
          .startsWith("\rdrawing machines [")
          .contains("] 100 %, 0 s left")
          .endsWith(" \r");
    } finally {
      System.clearProperty("cimlet.stderr.terminal");
    }
  }

  @Test
  void llama_2_7b_on_its_default_package_is_what_the_paper_counts() {
    assertThat(DEFAULT.at("/network/linear_weights_per_layer").asLong()).isEqualTo(202_375_168);
    assertThat(DEFAULT.at("/network/linear_weights").asLong()).isEqualTo(6_476_005_376L);
    assertThat(DEFAULT.at("/network/embedding_weights").asLong()).isEqualTo(131_072_000);
    assertThat(DEFAULT.at("/network/head_weights").asLong()).isEqualTo(131_072_000);
    assertThat(DEFAULT.at("/network/weights").asLong()).isEqualTo(6_738_415_616L);
    assertThat(DEFAULT.at("/placement/chiplets_needed_layers").asInt()).isEqualTo(33);
    assertThat(DEFAULT.at("/placement/chiplets_needed").asInt()).isEqualTo(34);
    assertThat(DEFAULT.at("/machine/chiplets").asInt()).isEqualTo(36);
    assertThat(DEFAULT.at("/machine/peak_tops").asDouble()).isCloseTo(360, within(1e-9));
    assertThat(DEFAULT.at("/machine/area_mm2").asDouble()).isCloseTo(36 * 308, within(1e-9));
    assertThat(DEFAULT.at("/bandwidth_wall/weight_stream_tb_s").asDouble())
        .isCloseTo(64.8, within(0.05));
    assertThat(DEFAULT.at("/bandwidth_wall/activations_gbit_s_min").asDouble())
        .isCloseTo(31.5, within(0.05));
    assertThat(DEFAULT.at("/bandwidth_wall/activations_gbit_s_max").asDouble())
        .isCloseTo(62.9, within(0.05));
    assertThat(DEFAULT.at("/bandwidth_wall/kv_tb_s").asDouble()).isCloseTo(5.37, within(0.005));
  }

  @Test
  void packed_its_layers_take_thirteen_chiplets() {
    JsonNode packed =
        json("run", "--compress", "8:32", "--machine", "comb-200mb-16", "--json", "-");
    assertThat(packed.at("/placement/stored_layer_bytes").asLong()).isEqualTo(2_428_502_016L);
    assertThat(packed.at("/placement/chiplets_needed_layers").asInt()).isEqualTo(13);
    assertThat(packed.at("/placement/head_pattern").asString()).isEqualTo("dense");
    JsonNode head =
        json("run", "--compress", "8:32", "--compress-head", "--baseline", "none", "--json", "-");
    assertThat(head.at("/placement/head_pattern").asString()).isEqualTo("8:32");
    assertThat(head.at("/baselines").size()).isZero();
  }

  @Test
  void at_the_default_context_the_host_is_the_limit_and_the_report_says_so() {
    assertThat(DEFAULT.at("/decode/peak_bottleneck").asString()).isEqualTo("host memory");
    assertThat(Shell.run("run").out())
        .contains("Bottleneck       host memory (KV cache 537 MB/token at 369 GB/s). Macros");
  }

  /// The fullest chiplet reads 20,000 rows of 2 ns, nine in ten cycles, and waits 1.5 us before
  /// each of five passes.
  @Test
  void at_short_contexts_a_chiplet_is_the_limit_at_19_000_tokens_a_second() {
    JsonNode shortContext = json("run", "--context", "16", "--mapping", "filled", "--json", "-");
    assertThat(shortContext.at("/decode/peak_bottleneck").asString()).isEqualTo("chiplet macros");
    assertThat(shortContext.at("/decode/peak_throughput_tokens_per_s").asDouble())
        .isCloseTo(1e6 / (40 / 0.9 + 5 * 1.5), within(200.0));
  }

  @Test
  void the_same_bytes_come_out_in_every_locale_and_time_zone() {
    String usual = Shell.run("run", "--json", "-").out() + Shell.run("run").out();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(Shell.run("run", "--json", "-").out() + Shell.run("run").out()).isEqualTo(usual);
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Shell.run("run", "--json", "-").out() + Shell.run("run").out()).isEqualTo(usual);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void reports_are_written_whole_beside_the_terminal(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("run.json");
    Path html = folder.resolve("run.html");
    Shell shell = Shell.run("run", "--json", json.toString(), "--html", html.toString());
    assertThat(shell.code()).isZero();
    assertThat(shell.out()).contains("llama-2-7b on comb-200mb-36");
    // but for the command that asked for it
    String command = "\"command\" : \".*\"";
    assertThat(Files.readString(json).replaceFirst(command, ""))
        .isEqualTo(Shell.run("run", "--json", "-").out().replaceFirst(command, ""));
    assertThat(Files.readString(html)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void a_device_is_written_to_and_not_replaced() {
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device) && !Files.isRegularFile(device), "no such device");
    assertThat(Shell.run("run", "--html", device.toString()).code()).isZero();
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void a_folder_cannot_be_written_to(@TempDir Path folder) {
    Shell shell = Shell.run("run", "--json", folder.toString());
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err()).contains("--json: must name a file that can be written");
  }

  /// Three sequences: with the engine named, all figures are its own, at the terminal too.
  @Test
  void a_simulation_gives_every_figure_of_decode_and_prefill() {
    String[] args = {
      "run",
      "stories260k",
      "--machine",
      "comb-200mb-16",
      "--context",
      "64",
      "--batch",
      "3",
      "--engine",
      "simulate",
      "--simulated-tokens",
      "48",
      "--json",
      "-"
    };
    JsonNode simulated = json(args);
    JsonNode estimate = simulated.path("estimate");
    assertThat(estimate.at("/decode").propertyNames())
        .containsExactlyElementsOf(simulated.at("/decode").propertyNames());
    for (JsonNode figure : simulated.at("/simulation/agreement")) {
      String pointer =
          switch (figure.path("figure").stringValue()) {
            case "TPOT at batch 1" -> "/decode/tpot_batch1_s";
            case "TPOT at batch 3" -> "/decode/tpot_s";
            case "throughput at batch 3" -> "/decode/throughput_tokens_per_s";
            case "peak throughput" -> "/decode/peak_throughput_tokens_per_s";
            case "TTFT" -> "/prefill/ttft_s";
            default -> throw new AssertionError(figure);
          };
      assertThat(simulated.at(pointer)).isEqualTo(figure.path("simulated"));
      assertThat(estimate.at(pointer)).isEqualTo(figure.path("estimated"));
      assertThat(simulated.at(pointer)).isNotEqualTo(estimate.at(pointer));
    }
    assertThat(simulated.at("/simulation/agreement")).hasSize(5);
    double joules = 0;
    for (JsonNode share : simulated.path("energy")) {
      joules += share.path("joules_per_token").doubleValue();
    }
    assertThat(simulated.at("/decode/energy_per_token_j").doubleValue())
        .isCloseTo(joules, within(1e-12));
    String text = Shell.run(Arrays.copyOf(args, args.length - 2)).out();
    double tpotS = simulated.at("/decode/tpot_batch1_s").doubleValue();
    assertThat(text).contains("TPOT at batch 1  " + Si.of(tpotS, "s"));
    double peak = simulated.at("/decode/peak_throughput_tokens_per_s").doubleValue();
    assertThat(text).contains("Peak throughput  " + Si.plain(peak) + " tokens/s");
  }

  @Test
  void a_simulation_agrees_with_the_estimate() {
    JsonNode simulated =
        json(
            "run",
            "--mapping",
            "filled",
            "--engine",
            "simulate",
            "--simulated-tokens",
            "16",
            "--json",
            "-");
    assertThat(simulated.at("/engine").asString()).isEqualTo("simulate");
    for (JsonNode figure : simulated.at("/simulation/agreement")) {
      assertThat(figure.at("/estimate_over_simulation").asDouble())
          .as(figure.at("/figure").asString())
          .isBetween(0.95, 1.05);
    }
  }

  /// Two stages of four are 8 of 36 chiplets; the others hold nothing.
  @Test
  void fewer_chiplets_than_there_are_may_be_used() {
    JsonNode run = json("run llama-3.2-1b --context 64 --tp 4 --pp 2 --dp 1 --json -".split(" "));
    assertThat(run.at("/placement/mapping").asString()).isEqualTo("TP 4 x PP 2");
    assertThat(run.at("/placement/chiplets_used").asInt()).isEqualTo(8);
  }

  /// 36 chiplets: 6 x 6 x 1, a stage each, and two replicas of a packed network.
  @Test
  void tensor_pipeline_and_data_parallelism_are_a_mapping() {
    for (String[] same :
        new String[][] {
          {"--tp 6 --pp 6", "--mapping mixed:6 --replicas 1"},
          {"--pp 36", "--mapping pipelined --dp 1"},
          {"--tp 6", "--mapping mixed:6"},
          {"--compress 8:32 --tp 3 --pp 6 --dp 2", "--compress 8:32 --mapping mixed:3 --dp 2"}
        }) {
      JsonNode first = json(("run --json - " + same[0]).split(" "));
      JsonNode second = json(("run --json - " + same[1]).split(" "));
      assertThat(first.path("placement")).as(same[0]).isEqualTo(second.path("placement"));
    }
    assertThat(Shell.run("run", "--tp", "5", "--pp", "8").err())
        .isEqualTo(
            "cimlet: --tp x --pp x --dp: must be at most the 36 chiplets of comb-200mb-36, got 5 x"
                + " 8 x 1\n");
    assertThat(Shell.run("run", "--tp", "5", "--pp", "6").err())
        .isEqualTo(
            "cimlet: --pp: must cut llama-2-7b into stages that comb-200mb-36 holds: with TP 5 it"
                + " takes PP 7, 35 chiplets with padding, got PP 6; use --pp 7\n");
    assertThat(Shell.run("run", "--tp", "6", "--mapping", "spread").err())
        .isEqualTo("cimlet: --mapping: must be left out with --tp and --pp, got spread\n");
  }

  /// 36 chiplets of 5e12 multiplies a second, 6.6e9 a token: 27,243 if none ever waited. Nine in
  /// ten cycles bring a row, and a stage waits 1.5 us before each of five passes.
  @Test
  void equal_stages_use_all_chiplets_and_the_report_says_how() {
    JsonNode equal = json("run", "--context", "16", "--mapping", "pipelined", "--json", "-");
    assertThat(equal.at("/decode/peak_throughput_tokens_per_s").asDouble())
        .isCloseTo(1 / (1 / (0.9 * 27_243) + 5 * 1.5e-6), withinPercentage(1));
    assertThat(equal.at("/placement/mapping").asString()).isEqualTo("PP 36");
    assertThat(equal.at("/placement/chiplets_used").asInt()).isEqualTo(36);
    assertThat(equal.at("/placement/balance").asDouble()).isBetween(0.98, 1.0);
    assertThat(Shell.run("run").out()).contains("Parallelism", "balance");
  }

  /// 6,476,005,376 weights of a byte, a thousand times a second.
  @Test
  void the_target_rate_sets_the_bandwidth_needed() {
    JsonNode run = json("run", "--target", "1000", "--json", "-");
    assertThat(run.at("/bandwidth_wall/target_tokens_per_s").doubleValue()).isEqualTo(1000);
    assertThat(run.at("/bandwidth_wall/weight_stream_tb_s").doubleValue())
        .isCloseTo(6.476, within(0.001));
    assertThat(run.at("/remedies/0/change").asString()).isEqualTo("2 hosts in place of 1");
    assertThat(Shell.run("run", "--target", "1000").out())
        .contains("What would reach 1,000 tokens/s", "2 hosts in place of 1");
    assertThat(Shell.run("run", "--target", "0").err())
        .isEqualTo("cimlet: --target: must be a number above 0, got 0.0\n");
  }

  @Test
  void the_schema_of_the_json_can_be_asked_for() {
    JsonNode schema = json("run", "--json-schema");
    assertThat(schema.at("/properties/schema/const").stringValue()).isEqualTo("cimlet.run/2");
  }

  @Test
  void a_trace_of_the_first_tokens_is_written(@TempDir Path folder) throws IOException {
    Path trace = folder.resolve("run.pftrace");
    assertThat(Shell.run("run", "--trace", trace.toString()).code()).isZero();
    assertThat(Files.size(trace)).isGreaterThan(10_000);
  }

  @Test
  void many_baselines_stand_side_by_side() {
    JsonNode three = json("run", "--baseline", "h100,a100,mi300x", "--batch", "8", "--json", "-");
    assertThat(three.at("/baselines").size()).isEqualTo(3);
    assertThat(three.at("/decode/batch").asInt()).isEqualTo(8);
    assertThat(three.at("/decode/tpot_batch1_s").asDouble())
        .isLessThanOrEqualTo(three.at("/decode/tpot_s").asDouble());
  }

  @Test
  void verdicts_fit_eighty_columns_whatever_the_baseline_is_called() {
    Shell shell =
        Shell.run("run", "--baseline", "comb-200mb-36-aim-36,h100", "--uncertainty", "20");
    assertThat(shell.out())
        .contains("Verdict: against comb-200mb-36-aim-36 at equal work", "5 % to 95 % of samples");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80);
  }

  /// 1.4 nm lies beyond the logic table, which ends at 2.
  @Test
  void what_was_read_beyond_a_table_is_told_at_the_terminal(@TempDir Path folder)
      throws IOException {
    Path machine = folder.resolve("at3.yaml");
    Files.writeString(
        machine,
        Files.readString(
                Path.of("../machine/src/main/resources/org/cimlet/machine/presets")
                    .resolve("comb-200mb-36.yaml"))
            .replaceAll("(?m)^  (compute_mm2):.*\n", "")
            .replaceAll(
                "(?m)^    clock_mhz:.*\n",
                "    parts: {cell: 6T, bitline_rows: 250, multiplier: {kind: array}}\n")
            .replace("node_nm: {value: 14", "node_nm: {value: 1.4")
            .replace("preset: 14nm", "preset: 3nm"));
    String terminal = Shell.run("run", "--machine", machine.toString()).out();
    assertThat(terminal.replaceAll("\\s+", " "))
        .contains(
            "Warning chiplet.macro.clock_mhz, chiplet.compute_mm2: extrapolated, by the macro's parts"
                + " at 1.4 nm and 0.8 V; the table of logic ends at 2 and 90 nm, asked at 1.4 nm",
            ", 2 extrapolated, ");
    assertThat(Shell.run("run").out()).doesNotContain(": extrapolated");
  }

  /// The threshold's range moves a clock near it twentyfold.
  @Test
  void a_clock_near_the_threshold_is_told_with_its_band(@TempDir Path folder) throws IOException {
    Path machine = folder.resolve("slow.yaml");
    Files.writeString(
        machine,
        Files.readString(
                Path.of("../machine/src/main/resources/org/cimlet/machine/presets")
                    .resolve("fudan-28nm.yaml"))
            .replaceAll(
                "(?m)^    clock_mhz:.*\n",
                "    parts: {cell: 8T, bitline_rows: 192, multiplier: {kind: array}, clock_points:"
                    + " [{voltage_v: {value: 1.03, assumed: x}, clock_mhz: {value: 320, assumed:"
                    + " x}}]}\n")
            .replaceFirst(
                "voltage_v: \\{value: 1.03, published: \"[^\"]*\"}",
                "voltage_v: {value: 0.64, assumed: x}\n"
                    + "  threshold_v: {value: 0.62, range: [0.55, 0.636], assumed: x}"));
    assertThat(
            Shell.run("run", "demo", "--machine", machine.toString()).out().replaceAll("\\s+", " "))
        .contains(
            "Warning chiplet.macro.clock_mhz: 25.1, but anything from 4.75 to 106, by the macro's"
                + " parts at 28 nm and 0.64 V, through the one point of clock_points");
  }

  @Test
  void keys_are_set_on_the_command_line_and_the_name_says_so() {
    JsonNode run =
        json("run", "--set", "topology.rows=12", "--set", "chiplet.macros=1000", "--json", "-");
    assertThat(run.at("/machine/name").asString()).isEqualTo("comb-200mb-36, changed");
    assertThat(run.at("/machine/chiplets").asInt()).isEqualTo(72);
    assertThat(run.at("/machine/area_mm2").asDouble())
        .isCloseTo(72 * 308 * 0.8, withinPercentage(1e-9));
    Shell faulty = Shell.run("run", "--set", "chiplet.macros=none", "--set", "topology");
    assertThat(faulty.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(faulty.err()).contains("--set: must be KEY=VALUE, each key once, got topology");
    assertThat(Shell.run("run", "--set", "chiplet.macros=many").err())
        .contains("comb-200mb-36.yaml: chiplet.macros: must be a whole number");
  }

  @Test
  void two_results_do_not_go_to_one_file(@TempDir Path folder) {
    String file = folder.resolve("run").toString();
    Shell shell = Shell.run("run", "--json", file, "--html", file);
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err()).contains("--html: must name another file than --json");
    assertThat(Path.of(file)).doesNotExist();
  }

  @Test
  void a_file_in_no_folder_is_refused_without_ours(@TempDir Path folder) {
    String file = folder.resolve("none/run.json").toString();
    Shell shell = Shell.run("run", "--json", file);
    assertThat(shell.err())
        .contains("there is no folder " + folder.resolve("none"))
        .doesNotContain(".part", "Exception");
    Shell written = Shell.run("run", "--json", folder.resolve("run.json").toString());
    assertThat(written.out()).contains("Written\n    " + folder.resolve("run.json"));
  }

  @Test
  void a_result_says_how_it_was_made(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file,
        """
        schema: cimlet.machine/1
        name: mine
        summary: one row more
        extends: comb-200mb-36
        topology: {rows: 7}
        """);
    JsonNode origin =
        json("run", "llama-2-7b", "--machine", file.toString(), "--tp", "2", "--json", "-")
            .path("origin");
    assertThat(origin.path("version").asString()).isEqualTo("0.1.0");
    assertThat(origin.path("command").asString())
        .isEqualTo("cimlet run llama-2-7b --machine " + file + " --tp 2 --json -");
    assertThat(origin.path("mapping_asked").asString()).contains("TP 2");
    assertThat(origin.at("/inputs/0").has("sha256")).isFalse();
    String hash = origin.at("/inputs/1/sha256").asString();
    assertThat(hash).matches("[0-9a-f]{64}");
    // what the file extends and what is set is part of it
    JsonNode set =
        json("run", "--machine", file.toString(), "--set", "topology.rows=6", "--json", "-");
    assertThat(set.at("/origin/inputs/1/sha256").asString())
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(hash);
  }

  @Test
  void csv_is_a_heading_and_a_row_with_the_figures_of_json(@TempDir Path folder)
      throws IOException {
    Path csv = folder.resolve("run.csv");
    Path json = folder.resolve("run.json");
    Shell shell = Shell.run("run", "--csv", csv.toString(), "--json", json.toString());
    assertThat(shell.code()).isZero();
    String[] lines = Files.readString(csv).split("\r\n", -1);
    assertThat(lines).hasSize(3);
    assertThat(lines[2]).isEmpty();
    // no figure has a comma; the command, the machine's names and sums of text may
    List<String> columns = Arrays.asList(lines[0].split(","));
    JsonNode root = JsonMapper.shared().readTree(Files.readString(json));
    String peak = root.at("/decode/peak_throughput_tokens_per_s").asString("");
    assertThat(columns)
        .contains("decode.peak_throughput_tokens_per_s", "energy.host_memory.joules_per_token");
    assertThat(lines[1]).contains("," + peak + ",");
  }

  /// The machine of the README is read as it stands there.
  @Test
  void the_machine_of_the_readme_has_an_area_and_evidence_of_its_own(@TempDir Path folder)
      throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String yaml = readme.substring(readme.indexOf("```yaml\n") + 8);
    Path file = folder.resolve("my-chip.yaml");
    Files.writeString(file, yaml.substring(0, yaml.indexOf("```")));
    assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(10);
    JsonNode run =
        json("run", "demo", "--compress", "8:32", "--machine", file.toString(), "--json", "-");
    assertThat(run.at("/machine/area_mm2").asDouble()).isBetween(64 * 80.0, 64 * 220.0);
    for (JsonNode line : run.path("provenance")) {
      if (line.path("key")
          .asString()
          .matches("chiplet\\.(compute|memory)_mm2|chiplet\\.macro\\..*")) {
        assertThat(line.path("evidence").asString()).as("%s", line).isNotEqualTo("published");
        assertThat(line.path("source").asString()).contains("of comb-200mb-36");
      }
    }
  }
}
