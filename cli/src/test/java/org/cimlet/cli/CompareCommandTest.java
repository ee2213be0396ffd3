package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What differs between systems, and what explains it.
class CompareCommandTest {
  /// Lines of the CSV by their first cell; no cell of these tests is quoted.
  private static Map<String, List<String>> csv(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (String line : shell.out().lines().toList()) {
      List<String> cells = List.of(line.split(",", -1));
      lines.put(cells.getFirst(), cells.subList(2, cells.size()));
    }
    return lines;
  }

  private static List<String> of(Map<String, List<String>> csv, String figure) {
    return Objects.requireNonNull(csv.get(figure), figure);
  }

  private static double number(Map<String, List<String>> csv, String figure, int system) {
    return Double.parseDouble(of(csv, figure).get(system));
  }

  private static double sum(Map<String, List<String>> csv, String prefix, int system) {
    return csv.entrySet().stream()
        .filter(line -> line.getKey().startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.getValue().get(system)))
        .sum();
  }

  /// The changes that explain a difference leave nothing of it unexplained.
  @Test
  void parts_of_time_and_energy_add_up_to_what_they_explain() {
    Map<String, List<String>> csv =
        csv(
            "compare",
            "comb-200mb-36",
            "comb-200mb-36-aim-36",
            "comb-200mb-36,batch=8",
            "--baseline=none",
            "--csv=-");
    assertThat(csv.get("machine"))
        .containsExactly("comb-200mb-36", "comb-200mb-36-aim-36", "comb-200mb-36");
    assertThat(csv.get("batch")).containsExactly("1", "1", "8");
    for (int system = 0; system < 3; system++) {
      assertThat(sum(csv, "time: ", system))
          .isCloseTo(number(csv, "TPOT at batch 1", system), withinPercentage(1e-9));
      assertThat(sum(csv, "energy: ", system))
          .isCloseTo(number(csv, "energy per token", system), withinPercentage(1e-9));
    }
  }

  @Test
  void a_saved_result_is_the_same_as_the_run_that_wrote_it(@TempDir Path folder) {
    String file = folder.resolve("saved.json").toString();
    assertThat(Shell.run("run", "qwen3-0.6b", "--batch=4", "--json", file).code()).isZero();
    Map<String, List<String>> csv =
        csv("compare", file, "qwen3-0.6b,batch=4", "--baseline=none", "--csv=-");
    assertThat(csv).hasSizeGreaterThan(25);
    csv.forEach(
        (figure, values) -> assertThat(values.getFirst()).as(figure).isEqualTo(values.get(1)));
    assertThat(Shell.run("compare", file, "qwen3-0.6b,batch=4", "--baseline=none").out())
        .doesNotContain("What differs")
        .contains("The same in all", "B against A: TPOT at batch 1 alike");
  }

  @Test
  void gpus_that_all_are_compared_with_come_once_and_last() {
    Map<String, List<String>> csv =
        csv("compare", "comb-200mb-36", "comb-200mb-36-stacked", "--baseline=h100", "--csv=-");
    assertThat(csv.get("machine")).hasSize(3).last().isEqualTo("H100 SXM");
    String text = Shell.run("compare", "comb-200mb-36", "comb-200mb-36-stacked").out();
    assertThat(text).contains("C  llama-2-7b on H100 SXM", "What explains it", "In words");
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void a_key_of_the_machine_and_an_option_belong_to_their_item() {
    Map<String, List<String>> csv =
        csv(
            "compare",
            "chiplet.macros=1000",
            "qwen3-0.6b,context=512",
            "--network=stories260k",
            "--context=256",
            "--baseline=none",
            "--csv=-");
    assertThat(csv.get("network")).containsExactly("stories260k", "qwen3-0.6b");
    assertThat(csv.get("context")).containsExactly("256", "512");
    List<String> silicon = of(csv, "silicon");
    assertThat(silicon.getFirst()).isNotEqualTo(silicon.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "comb-200mb-36,bath=4 | must set an option of run or a key of the machine like"
            + " chiplet.macros, got bath in 'comb-200mb-36,bath=4' (did you mean batch?)",
        "h100 | must be a machine, a network or a result, got a GPU; --baseline h100",
        "comb-200mb-3 | must be a machine, a network or a result, got comb-200mb-3",
        "qwen3-0.6b,demo | must name one network, got qwen3-0.6b and demo in 'qwen3-0.6b,demo'",
        "batch=two | 'batch=two': Invalid value for option '--batch'"
      })
  void what_is_no_system_is_said(String item, String message) {
    Shell shell = Shell.run("compare", "comb-200mb-36", item);
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err()).startsWith("cimlet: ITEM: " + message);
  }

  @Test
  void one_system_is_nothing_to_compare() {
    assertThat(Shell.run("compare", "comb-200mb-36").err())
        .isEqualTo("cimlet: ITEM: must be 2 to 12 systems, got 1\n");
  }

  /// A hand has changed it: half of the samples cannot lie below its fifth percentile.
  @Test
  void a_result_whose_ranges_are_upside_down_is_refused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("saved.json");
    String[] run = {"run", "gpt2", "--context", "64", "--uncertainty=20", "--json"};
    Shell.run(run[0], run[1], run[2], run[3], run[4], run[5], file.toString());
    Files.writeString(
        file, Files.readString(file).replaceAll("\"p05\" : [0-9.E-]+", "\"p05\" : 1e300"));
    Shell shell = Shell.run("compare", file.toString(), "gpt2");
    assertThat(shell.err())
        .contains("saved.json: uncertainty.outputs: must have p05 below p95; run it again");
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void a_result_of_another_version_is_refused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("old.json"), "{\"schema\": \"cimlet.run/1\"}");
    assertThat(Shell.run("compare", file.toString(), "demo").err())
        .contains("must be a result of the schema cimlet.run/2, got cimlet.run/1; run it again");
    Path part = Files.writeString(folder.resolve("part.json"), "{\"schema\": \"cimlet.run/2\"}");
    assertThat(Shell.run("compare", part.toString(), "demo").err())
        .contains("machine.name: must be there, got none");
  }

  /// A machine as a baseline is that machine, run by itself.
  @Test
  void machines_are_baselines() {
    JsonNode both =
        json("run", "--baseline", "comb-200mb-36-aim-36,h100", "--batch=4", "--json", "-");
    JsonNode other = json("run", "--machine", "comb-200mb-36-aim-36", "--batch=4", "--json", "-");
    JsonNode baseline = both.path("machines").path(0);
    assertThat(baseline.path("decode")).isEqualTo(other.path("decode"));
    assertThat(baseline.path("prefill")).isEqualTo(other.path("prefill"));
    JsonNode speed = baseline.at("/verdict/measures/0");
    assertThat(speed.path("times_better").doubleValue())
        .isCloseTo(
            other.at("/decode/tpot_batch1_s").doubleValue()
                / both.at("/decode/tpot_batch1_s").doubleValue(),
            withinPercentage(1e-9));
    assertThat(both.path("baselines")).hasSize(1);
    assertThat(Shell.run("run", "--baseline", "comb-200mb-36-aim-36").out())
        .contains("Verdict: against comb-200mb-36-aim-36 at equal work");
    assertThat(Shell.run("run", "--baseline", "comb-200mb-4").err())
        .startsWith("cimlet: --baseline: must be a GPU or a machine, a shipped name or a file");
  }

  private static JsonNode json(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.err()).isEmpty();
    return JsonMapper.shared().readTree(shell.out());
  }
}
