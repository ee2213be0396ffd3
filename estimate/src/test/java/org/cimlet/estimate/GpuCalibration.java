package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.cimlet.compile.Compiler;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.plan.program.Program;

/// The shipped GPUs against published measurements, as the tables of
/// `docs/studies/gpu-calibration.md`.
final class GpuCalibration {
  /// The network whose rows the parameters are fitted to. Each of its query heads has keys and
  /// values of its own, so how software reads shared ones does not enter the fit.
  static final String FITTED = "LLaMA 7B";

  static final List<String> MEASURED_GPUS = List.of("H100", "A100", "L40S");

  private GpuCalibration() {}

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

  static Gpu shipped(String gpu) {
    return Compiler.gpu(GpuReader.read(gpu.toLowerCase(Locale.ROOT)));
  }

  static List<GpuRun> fitted(List<GpuRun> runs, String gpu) {
    return throughputs(runs, gpu, run -> run.row().network().equals(FITTED));
  }

  static List<GpuRun> heldOut(List<GpuRun> runs, String gpu) {
    return throughputs(runs, gpu, run -> !run.row().network().equals(FITTED));
  }

  private static List<GpuRun> throughputs(
      List<GpuRun> runs, String gpu, Predicate<GpuRun> condition) {
    return runs.stream()
        .filter(run -> run.row().gpu().equals(gpu) && !run.row().isFirstToken())
        .filter(condition)
        .toList();
  }

  static List<GpuRun> firstTokens(List<GpuRun> runs, String gpu) {
    return runs.stream()
        .filter(run -> run.row().gpu().equals(gpu) && run.row().isFirstToken())
        .toList();
  }

  /// The middle of the errors' sizes, half-way between two middle ones.
  static double median(List<GpuRun> runs) {
    List<Double> sizes = runs.stream().map(run -> Math.abs(run.error())).sorted().toList();
    int half = sizes.size() / 2;
    return sizes.size() % 2 == 1 ? sizes.get(half) : (sizes.get(half - 1) + sizes.get(half)) / 2;
  }

  static double worst(List<GpuRun> runs) {
    return runs.stream().mapToDouble(run -> Math.abs(run.error())).max().orElseThrow();
  }

  /// Everything the study shows of the release that was fitted.
  static String tables(List<GpuRun> runs) {
    List<String> lines = new ArrayList<>();
    lines.add("| GPU | compute | memory | overhead per layer | fit to, rms |");
    lines.add("|---|---|---|---|---|");
    for (String gpu : MEASURED_GPUS) {
      GpuFit fit = GpuFit.of(fitted(runs, gpu));
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %.3f | %.3f | %.0f µs | %.1f %% |",
              gpu,
              fit.computeEfficiency(),
              fit.memoryEfficiency(),
              fit.layerOverheadUs(),
              100 * fit.error(fitted(runs, gpu))));
    }
    lines.add("");
    lines.add("| GPU | rows | count | median error | worst |");
    lines.add("|---|---|---|---|---|");
    for (String gpu : MEASURED_GPUS) {
      lines.add(summary(gpu, "fitted", fitted(runs, gpu)));
      lines.add(summary(gpu, "held out", heldOut(runs, gpu)));
      lines.add(summary(gpu, "TTFT, held out", firstTokens(runs, gpu)));
    }
    List<GpuRun> all = MEASURED_GPUS.stream().flatMap(gpu -> heldOut(runs, gpu).stream()).toList();
    lines.add(summary("all", "held out", all));
    lines.add("");
    lines.add("| GPU | network | batch | GPUs | in/out | measured | predicted | error | rows |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    for (GpuRun run : runs) {
      lines.add(row(run));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String summary(String gpu, String which, List<GpuRun> runs) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.1f %% | %.1f %% |",
        gpu,
        which,
        runs.size(),
        100 * median(runs),
        100 * worst(runs));
  }

  private static String row(GpuRun run) {
    MeasuredRow row = run.row();
    String which = row.network().equals(FITTED) && !row.isFirstToken() ? "fitted" : "held out";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %d/%s | %s | %s | %+.1f %% | %s |",
        row.gpu(),
        row.network(),
        row.batch(),
        row.devices(),
        row.prompt(),
        row.isFirstToken() ? "1" : Integer.toString(row.output()),
        shown(row, row.value()),
        shown(row, run.value()),
        100 * run.error(),
        which);
  }

  private static String shown(MeasuredRow row, double value) {
    return row.isFirstToken()
        ? String.format(Locale.ROOT, "%.1f ms", value)
        : String.format(Locale.ROOT, "%,.0f/s", value);
  }

  /// Errors of a later release, one line for each GPU and network, in the order of the rows.
  static String laterTable(List<GpuRun> runs) {
    Map<String, List<GpuRun>> groups = new LinkedHashMap<>();
    for (GpuRun run : runs) {
      String key = "%s | %s".formatted(run.row().gpu(), run.row().network());
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(run);
    }
    List<String> lines = new ArrayList<>();
    lines.add("| GPU | network | median error | each row |");
    lines.add("|---|---|---|---|");
    groups.forEach((key, group) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "| %s | %.1f %% | %s |",
                key,
                100 * median(group),
                String.join(
                    " ",
                    group.stream()
                        .map(run -> String.format(Locale.ROOT, "%+.0f", 100 * run.error()))
                        .toList()))));
    return String.join("\n", lines) + "\n";
  }
}
