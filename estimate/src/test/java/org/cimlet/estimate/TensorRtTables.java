package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.cimlet.compile.Compiler;
import org.cimlet.estimate.gpu.ErrorSummary;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.program.Program;

/// What TensorRT-LLM's makers published, beside what the shipped GPUs say, as the tables of
/// `docs/studies/gpu-calibration.md`. Of these rows launching a layer and an all-reduce of a prompt
/// are fitted to the first tokens of short prompts on H100 and A100; all others are held out.
final class TensorRtTables {
  /// Error that is to be kept to in the median.
  static final double BAND = 0.15;

  /// The same for first tokens.
  static final double FIRST_TOKEN_BAND = 0.25;

  private static final int SHORT = 128;

  private TensorRtTables() {}

  /// Rows of a release that read shared keys and values once for every query head (all of 0.6.1).
  static List<GpuRun> reread(List<MeasuredRow> rows) {
    return runs(rows, Networks::rereadByEveryQueryHead);
  }

  /// Rows of a release that reads them once, as the baseline does.
  static List<GpuRun> readOnce(List<MeasuredRow> rows) {
    return runs(rows, program -> program);
  }

  private static List<GpuRun> runs(List<MeasuredRow> rows, UnaryOperator<Program> reading) {
    Map<String, Program> programs = new LinkedHashMap<>();
    return rows.stream()
        .map(row ->
            new GpuRun(
                shipped(row.gpu()),
                programs.computeIfAbsent(
                    row.network(), name -> reading.apply(Networks.named(name))),
                row))
        .toList();
  }

  private static Gpu shipped(String gpu) {
    return Compiler.gpu(GpuReader.read(gpu.toLowerCase(Locale.ROOT)));
  }

  /// Rows that give a rate.
  static List<GpuRun> throughputs(List<GpuRun> runs, Predicate<MeasuredRow> which) {
    return runs.stream().filter(run -> !run.row().isFirstToken() && which.test(run.row())).toList();
  }

  /// Rows that give the time to the first token.
  static List<GpuRun> firstTokens(List<GpuRun> runs, Predicate<MeasuredRow> which) {
    return runs.stream().filter(run -> run.row().isFirstToken() && which.test(run.row())).toList();
  }

  static ErrorSummary errors(List<GpuRun> runs, double band) {
    return ErrorSummary.of(runs.stream().mapToDouble(GpuRun::error), band);
  }

  /// First tokens: by GPU and length, then row by row.
  static String firstTokenTable(List<GpuRun> runs) {
    Map<String, List<GpuRun>> groups = new LinkedHashMap<>();
    for (GpuRun run : firstTokens(runs, _ -> true)) {
      String name =
          "%s | prompts of %d, %s".formatted(run.row().gpu(), run.row().prompt(), which(run.row()));
      groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(run);
    }
    List<String> lines = summaries(groups, "rows", FIRST_TOKEN_BAND);
    lines.add("");
    lines.add("| GPU | network | GPUs | prompt | measured | predicted | error | rows |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (GpuRun run : firstTokens(runs, _ -> true)) {
      MeasuredRow row = run.row();
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d | %d | %.0f ms | %.1f ms | %+.0f %% | %s |",
              row.gpu(),
              row.network(),
              row.devices(),
              row.prompt(),
              row.value(),
              run.value(),
              100 * run.error(),
              which(row)));
    }
    return joined(lines);
  }

  private static String which(MeasuredRow row) {
    return row.prompt() == SHORT && !row.gpu().equals("L40S") ? "fitted" : "held out";
  }

  /// Rates of one release: by GPU and network, with the error of each row in the table's order.
  static String throughputTable(List<GpuRun> runs) {
    Map<String, List<GpuRun>> groups = new LinkedHashMap<>();
    for (GpuRun run : throughputs(runs, _ -> true)) {
      String name = "%s | %s".formatted(run.row().gpu(), run.row().network());
      groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(run);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "| GPU | network | band | count | median | worst | within band | bias | each row, % |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    groups.forEach((name, group) ->
        lines.add("%s %s |".formatted(summary(name, group, BAND), eachError(group))));
    lines.add("%s |".formatted(summary("all | all", throughputs(runs, _ -> true), BAND)));
    return joined(lines);
  }

  private static String eachError(List<GpuRun> runs) {
    return String.join(
        " ",
        runs.stream().map(run -> String.format(Locale.ROOT, "%+.0f", 100 * run.error())).toList());
  }

  private static List<String> summaries(
      Map<String, List<GpuRun>> groups, String title, double band) {
    List<String> lines = new ArrayList<>();
    lines.add("| GPU | %s | band | count | median | worst | within band | bias |".formatted(title));
    lines.add("|---|---|---|---|---|---|---|---|");
    groups.forEach((name, group) -> lines.add(summary(name, group, band)));
    return lines;
  }

  private static String summary(String name, List<GpuRun> runs, double band) {
    return String.format(
        Locale.ROOT, "| %s | %.0f %% | %s |", name, 100 * band, errors(runs, band).cells());
  }

  private static String joined(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
