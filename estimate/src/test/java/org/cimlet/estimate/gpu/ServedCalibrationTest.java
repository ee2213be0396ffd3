package org.cimlet.estimate.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cimlet.compile.Compiler;
import org.cimlet.estimate.gpu.LawFit.Constant;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.KernelLaws;
import org.junit.jupiter.api.Test;

/// Whole networks served on H100s against what was measured; `docs/studies/gpu-calibration.md`.
///
/// What a layer takes beside its kernels, and products of experts with weights of 4 bits, of which
/// no kernel is measured, are fitted to Llama 3.1 70B and gpt-oss-120b at concurrencies 4, 16 and
/// 64 and answers of 1,024. All else is held out: every row of Qwen3-32B, concurrencies 8, 32 and
/// more, longer answers.
class ServedCalibrationTest {
  private static final Gpu H100 = Compiler.gpu(GpuReader.read("h100"));
  private static final String QWEN = "Qwen3-32B";
  private static final double TPOT_BAND = 0.10;
  private static final double TTFT_BAND = 0.25;

  /// The walk begins at what is shipped, which it leaves where that is not the best.
  private static final List<Constant> CONSTANTS =
      List.of(
          new Constant("layer_us", shipped()[0], 1, 100),
          new Constant("four-bit start_us", shipped()[1], 1, 200),
          new Constant("four-bit memory_efficiency", shipped()[2], 0.1, 0.9),
          new Constant("four-bit compute_efficiency", shipped()[3], 0.01, 1));

  private static double[] known = {};
  private static List<Prediction> predicted = List.of();

  private record Prediction(ServedRow row, ClosedLoop.Latency latency) {
    double tpotError() {
      return latency.tpotS() / row.tpotS() - 1;
    }

    double ttftError() {
      return latency.ttftS() / row.ttftS() - 1;
    }

    boolean isFitted() {
      return ServedCalibrationTest.isFitted(row);
    }
  }

  private static boolean isFitted(ServedRow row) {
    return !row.network().equals(QWEN)
        && List.of(4, 16, 64).contains(row.concurrency())
        && row.output() == 1024;
  }

  private static List<Prediction> predictions() {
    if (predicted.isEmpty()) {
      predicted =
          ServedRow.read().stream().map(row -> new Prediction(row, row.predicted(H100))).toList();
    }
    return predicted;
  }

  /// Rows whose server took as many sequences as there were requests.
  private static boolean isWithinItsServer(Prediction prediction) {
    return prediction.row().concurrency() <= 128;
  }

  @Test
  void shippedConstantsAreTheFittedOnes() {
    double[] fitted = fit();
    for (int i = 0; i < fitted.length; i++) {
      assertThat(shipped()[i])
          .as(CONSTANTS.get(i).key())
          .isCloseTo(fitted[i], within(0.02 * fitted[i]));
    }
  }

  private static double[] shipped() {
    KernelLaws laws = H100.laws();
    return new double[] {
      1e6 * laws.overheads().layerS(),
      1e6 * laws.fourBitRouted().startS(),
      laws.fourBitRouted().memoryEfficiency(),
      laws.fourBitRouted().computeEfficiency()
    };
  }

  private record Aim(ServedRow row, ToDoubleFunction<ClosedLoop.Latency> predicted, double s) {}

  private static double[] fit() {
    if (known.length == 0) {
      known = fitted();
    }
    return known;
  }

  private static double[] fitted() {
    List<Aim> aims =
        ServedRow.read().stream()
            .filter(ServedCalibrationTest::isFitted)
            .flatMap(row ->
                Stream.of(
                    new Aim(row, ClosedLoop.Latency::tpotS, row.tpotS()),
                    new Aim(row, ClosedLoop.Latency::ttftS, row.ttftS())))
            .filter(aim -> aim.s() == aim.row().tpotS() || aim.row().experts().bits() < 8)
            .toList();
    Map<List<Object>, ClosedLoop.Latency> run = new HashMap<>();
    return LawFit.of(
        CONSTANTS,
        aims,
        (values, aim) -> {
          ClosedLoop.Latency latency =
              run.computeIfAbsent(
                  List.of(aim.row(), Arrays.toString(values)),
                  _ -> aim.row().predicted(with(values)));
          return Math.log(aim.predicted().applyAsDouble(latency) / aim.s());
        });
  }

  private static Gpu with(double[] values) {
    KernelLaws.Overheads shipped = H100.laws().overheads();
    KernelLaws.Overheads overheads =
        new KernelLaws.Overheads(
            values[0] / 1e6,
            shipped.elementEfficiency(),
            shipped.stepS(),
            shipped.sequenceS(),
            shipped.promptLayerS(),
            shipped.promptAllReduceS());
    KernelLaws.Routed routed =
        new KernelLaws.Routed(
            values[1] / 1e6, values[2], values[3], H100.laws().fourBitRouted().overlap());
    KernelLaws laws = new LawsWith(H100.laws()).overheads(overheads);
    return KernelGroup.withLaws(H100, new LawsWith(laws).fourBitRouted(routed));
  }

  @Test
  void tpotIsPredictedOnAllRowsTogether() {
    ErrorSummary all =
        ErrorSummary.of(predictions().stream().mapToDouble(Prediction::tpotError), TPOT_BAND);
    assertThat(all.count()).isEqualTo(63);
    assertThat(all.median()).isLessThan(TPOT_BAND);
  }

  @Test
  void tpotOfCurrentSoftwareIsPredicted() {
    ErrorSummary heldOut = tpot(each -> !each.row().network().equals(QWEN) && !each.isFitted());
    assertThat(heldOut.median()).isLessThan(0.06);
    assertThat(heldOut.worst()).isLessThan(0.13);
  }

  // It waits for its host between passes, some 45 us for each sequence.
  @Test
  void softwareThatSchedulesBetweenPassesIsSlowerTheMoreSequencesItHas() {
    ErrorSummary few = tpot(each -> isQwen(each, 8));
    ErrorSummary many = tpot(each -> isQwen(each, 128));
    assertThat(few.bias()).isBetween(-0.12, 0.0);
    assertThat(many.bias()).isBetween(-0.25, few.bias());
  }

  private static boolean isQwen(Prediction prediction, int concurrency) {
    return prediction.row().network().equals(QWEN) && prediction.row().concurrency() == concurrency;
  }

  @Test
  void ttftAtConcurrencyFourIsPredicted() {
    List<Prediction> four =
        predictions().stream().filter(each -> each.row().concurrency() == 4).toList();
    assertThat(four).hasSize(6);
    assertThat(four).allMatch(each -> Math.abs(each.ttftError()) < TTFT_BAND);
  }

  private static ErrorSummary tpot(Predicate<Prediction> which) {
    return ErrorSummary.of(
        predictions().stream()
            .filter(ServedCalibrationTest::isWithinItsServer)
            .filter(which)
            .mapToDouble(Prediction::tpotError),
        TPOT_BAND);
  }

  @Test
  void theStudyShowsTheServedRows() throws IOException {
    List<Prediction> all = predictions();
    List<String> lines = new ArrayList<>();
    lines.add("Fitted: " + constants() + ".");
    lines.add("");
    lines.add("| network | rows | figure | band | count | median | worst | within band | bias |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    Map<String, List<Prediction>> groups = new LinkedHashMap<>();
    for (Prediction each : all) {
      String which =
          each.isFitted()
              ? "fitted"
              : isWithinItsServer(each) ? "held out" : "held out, concurrency 512";
      groups
          .computeIfAbsent(each.row().network() + " | " + which, _ -> new ArrayList<>())
          .add(each);
    }
    groups.put("all | all", all);
    groups.forEach((name, rows) -> {
      lines.add(line(name, "TPOT", rows, Prediction::tpotError, TPOT_BAND));
      lines.add(line(name, "TTFT", rows, Prediction::ttftError, TTFT_BAND));
    });
    lines.add("");
    lines.add("| network | in/out | concurrency | TPOT | predicted | TTFT | predicted | rows |");
    lines.add("|---|---|---|---|---|---|---|---|");
    all.forEach(each -> lines.add(line(each)));
    StudyPage.shows("served", String.join("\n", lines) + "\n");
  }

  private static String constants() {
    double[] fitted = fit();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < fitted.length; i++) {
      words.add(String.format(Locale.ROOT, "%s %.3g", CONSTANTS.get(i).key(), fitted[i]));
    }
    return String.join(", ", words);
  }

  private static String line(
      String name,
      String figure,
      List<Prediction> rows,
      ToDoubleFunction<Prediction> error,
      double band) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.0f %% | %s |",
        name,
        figure,
        100 * band,
        ErrorSummary.of(rows.stream().mapToDouble(error), band).cells());
  }

  private static String line(Prediction each) {
    ServedRow row = each.row();
    return String.format(
        Locale.ROOT,
        "| %s | %d/%d | %d | %.2f ms | %.2f ms, %+.0f %% | %.0f ms | %.0f ms, %+.0f %% | %s |",
        row.network(),
        row.input(),
        row.output(),
        row.concurrency(),
        1e3 * row.tpotS(),
        1e3 * each.latency().tpotS(),
        100 * each.tpotError(),
        1e3 * row.ttftS(),
        1e3 * each.latency().ttftS(),
        100 * each.ttftError(),
        each.isFitted() ? "fitted" : "held out");
  }
}
