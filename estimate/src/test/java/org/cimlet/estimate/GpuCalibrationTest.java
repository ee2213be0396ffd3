package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.plan.program.Program;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The shipped GPUs against what was measured on them; told in `docs/studies/gpu-calibration.md`.
///
/// The whole table of the fitted release lies in the folder `cimlet.data` names and is not ours to
/// ship; tests that need it are skipped without it, the others carry a few of its rows. Every run
/// writes the tables it computes to `target/gpu-calibration.md`.
class GpuCalibrationTest {
  private static final Path STUDY = Path.of("../docs/studies/gpu-calibration.md");

  @Test
  void shippedEfficienciesAreTheFittedOnes() throws IOException {
    List<GpuRun> runs = wholeTable();
    for (String name : GpuCalibration.MEASURED_GPUS) {
      GpuFit fit = GpuFit.of(GpuCalibration.fitted(runs, name));
      Gpu shipped = GpuCalibration.shipped(name);
      assertThat(shipped.computeEfficiency()).isCloseTo(fit.computeEfficiency(), within(0.001));
      assertThat(shipped.memoryEfficiency()).isCloseTo(fit.memoryEfficiency(), within(0.001));
      assertThat(1e6 * shipped.layerOverheadS()).isCloseTo(fit.layerOverheadUs(), within(1.0));
    }
  }

  @Test
  void h100RowsDoNotTellBandwidthFromOverhead() throws IOException {
    List<GpuRun> rows = GpuCalibration.fitted(wholeTable(), "H100");
    assertThat(new GpuFit(0.473, 0.85, 49).error(rows)).isBetween(0.055, 0.058);
    assertThat(new GpuFit(0.473, 0.90, 75).error(rows)).isBetween(0.053, 0.055);
    assertThat(new GpuFit(0.472, 1.00, 119).error(rows)).isBetween(0.048, 0.050);
  }

  // 7.7 % in the median and 25 % at worst; a margin of a tenth
  @Test
  void networksTheFitHasNotSeenArePredicted() throws IOException {
    List<GpuRun> runs = wholeTable();
    List<GpuRun> heldOut =
        GpuCalibration.MEASURED_GPUS.stream()
            .flatMap(gpu -> GpuCalibration.heldOut(runs, gpu).stream())
            .toList();
    assertThat(heldOut).hasSize(25);
    assertThat(GpuCalibration.median(heldOut)).isLessThan(0.085);
    assertThat(GpuCalibration.worst(heldOut)).isLessThan(0.27);
  }

  @ParameterizedTest
  @CsvSource({"H100, 0.10, 0.18", "A100, 0.05, 0.27", "L40S, 0.02, 0.09"})
  void soAreTheyOnEachGpu(String gpu, double median, double worst) throws IOException {
    List<GpuRun> heldOut = GpuCalibration.heldOut(wholeTable(), gpu);
    assertThat(GpuCalibration.median(heldOut)).isLessThan(median);
    assertThat(GpuCalibration.worst(heldOut)).isLessThan(worst);
  }

  // A short prompt's measured latency has milliseconds of the server's that no decode step has.
  @Test
  void firstTokensOfLongPromptsArePredictedAndOfShortOnesTooEarly() throws IOException {
    List<GpuRun> firstTokens =
        wholeTable().stream().filter(run -> run.row().isFirstToken()).toList();
    List<GpuRun> of2048 = firstTokens.stream().filter(run -> run.row().prompt() == 2048).toList();
    List<GpuRun> of128 = firstTokens.stream().filter(run -> run.row().prompt() == 128).toList();
    assertThat(of2048).hasSize(10);
    assertThat(GpuCalibration.median(of2048)).isLessThan(0.12);
    assertThat(GpuCalibration.worst(of2048)).isLessThan(0.31);
    assertThat(of128).hasSize(10).allMatch(run -> run.error() < 0);
    assertThat(GpuCalibration.worst(of128)).isLessThan(0.52);
  }

  @Test
  void rowsThatWeCarryArePredictedToo() {
    List<GpuRun> few = GpuCalibration.reread(MeasuredRow.ofResource("trtllm-0.6.1-few.csv"));
    assertThat(few).hasSize(12);
    assertThat(GpuCalibration.median(few)).isLessThan(0.05);
    assertThat(GpuCalibration.worst(few)).isLessThan(0.14);
  }

  @Test
  void everyMeasuredBatchFitsItsGpus() throws IOException {
    for (GpuRun run : GpuCalibration.readOnce(wholeRows())) {
      double usable = run.row().devices() * 1.0 * GpuDevices.usableBytesPerDevice(run.gpu());
      assertThat(run.bytesPerDevice() * run.row().devices())
          .as("%s", run.row())
          .isLessThanOrEqualTo(usable);
    }
  }

  // The tables were made with an 8-bit cache wherever weights have 8 bits (--fp8_kv_cache); the
  // batches prove it: with 16 bits 768 sequences of 256 tokens take 103 GB.
  @Test
  void measuredFp8BatchesDoNotFitWithASixteenBitCache() {
    GpuRun run =
        GpuCalibration.readOnce(MeasuredRow.ofResource("trtllm-0.6.1-few.csv")).stream()
            .filter(each -> each.row().batch() == 768)
            .findFirst()
            .orElseThrow();
    double weights = (double) run.program().parameters();
    double cache = 768 * GpuBaseline.kvCacheBytesPerSequence(run.program(), 256, 16);
    assertThat(run.bytesPerDevice()).isLessThan(GpuDevices.usableBytesPerDevice(run.gpu()));
    assertThat(weights + cache).isGreaterThan(run.gpu().memoryBytes());
  }

  // 60 sequences of 2176 tokens at 524,288 B and 13.5 GB of weights are 81.9 GB of 85.9
  @Test
  void theFullestMeasuredA100SetsTheUsableShare() {
    GpuRun run =
        GpuCalibration.readOnce(MeasuredRow.ofResource("trtllm-0.6.1-few.csv")).stream()
            .filter(each -> each.row().batch() == 60 && each.row().output() == 2048)
            .findFirst()
            .orElseThrow();
    assertThat(run.bytesPerDevice() / run.gpu().memoryBytes()).isCloseTo(0.954, within(0.0005));
    assertThat(run.gpu().capacityEfficiency()).isBetween(0.954, 0.956);
  }

  // Its makers announce the kernel that reads shared keys and values once with release 0.8
  // (docs/source/blogs/XQA-kernel.md of TensorRT-LLM); the rows before and after it say the same.
  @ParameterizedTest
  @ValueSource(strings = {"H100", "A100"})
  void sharedKeysWereReadAgainForEveryQueryHeadUntilAKernelReadThemOnce(String gpu)
      throws IOException {
    List<MeasuredRow> before = wholeRows();
    List<MeasuredRow> after = MeasuredRow.ofResource("trtllm-0.9.0.csv");
    assertThat(worstOfLlama70b(GpuCalibration.reread(before), gpu))
        .isLessThan(worstOfLlama70b(GpuCalibration.readOnce(before), gpu) / 3);
    assertThat(worstOfLlama70b(GpuCalibration.readOnce(after), gpu))
        .isLessThan(worstOfLlama70b(GpuCalibration.reread(after), gpu) / 1.4);
  }

  private static double worstOfLlama70b(List<GpuRun> runs, String gpu) {
    return GpuCalibration.worst(
        of(runs, gpu, "LLaMA 70B").stream().filter(run -> !run.row().isFirstToken()).toList());
  }

  // Release 1.0 of 2025, sequences as many as fit, nothing fitted to it.
  @ParameterizedTest
  @CsvSource({
    "H100, Llama 3.1 8B,   0.02, 0.12",
    "H200, Llama 3.1 8B,   0.07, 0.12",
    "H100, Llama 3.3 70B,  0.15, 0.45",
    "H200, Llama 3.3 70B,  0.10, 0.32",
    "H100, Llama 3.1 405B, 0.21, 0.70",
    "H200, Llama 3.1 405B, 0.10, 0.26"
  })
  void todaysSoftwareIsPredictedFromOldRows(
      String gpu, String network, double median, double worst) {
    List<GpuRun> runs =
        of(GpuCalibration.readOnce(MeasuredRow.ofResource("trtllm-1.0.csv")), gpu, network);
    assertThat(runs).hasSize(10);
    assertThat(GpuCalibration.median(runs)).isLessThan(median);
    assertThat(GpuCalibration.worst(runs)).isLessThan(worst);
  }

  // Experts are not chosen evenly and their kernels are small: the estimate is a bound, 1.4 to 3
  // times what software reaches.
  @ParameterizedTest
  @CsvSource({"H200, 0.6, 0.75", "H100, 1.2, 1.35"})
  void routedExpertsArePredictedTooFast(String gpu, double least, double most) {
    List<GpuRun> runs =
        of(
            GpuCalibration.readOnce(MeasuredRow.ofResource("trtllm-1.0.csv")),
            gpu,
            "Qwen3-235B-A22B");
    assertThat(GpuCalibration.median(runs)).isBetween(least, most);
    assertThat(runs).allMatch(run -> run.error() > 0);
  }

  @Test
  void aDecodeStepAtTheMeanContextStandsForAllSteps() {
    GpuDevices devices = new GpuDevices(GpuCalibration.shipped("H100"), 1, 8, 8);
    Program program = Networks.llama7b();
    double sum = 0;
    for (int context = 129; context < 128 + 64; context++) {
      sum += GpuPass.decode(devices, program, 48, context).seconds();
    }
    double mean = GpuPass.decode(devices, program, 48, 128 + 32).seconds();
    assertThat(63 * mean).isCloseTo(sum, within(1e-9 * sum));
  }

  @Test
  void theStudyShowsTheTablesOfLaterReleases() throws IOException {
    String later = written("later-1.0", later("trtllm-1.0.csv"));
    String between = written("later-0.9.0", later("trtllm-0.9.0.csv"));
    assertThat(Files.readString(STUDY)).contains(later).contains(between);
  }

  @Test
  void theStudyShowsTheTablesOfTheFittedRelease() throws IOException {
    String tables = GpuCalibration.tables(wholeTable());
    assertThat(Files.readString(STUDY)).contains(written("fitted", tables));
  }

  private static String later(String resource) {
    return GpuCalibration.laterTable(GpuCalibration.readOnce(MeasuredRow.ofResource(resource)));
  }

  /// For a person to copy into the study.
  private static String written(String name, String tables) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/gpu-calibration"));
    Files.writeString(folder.resolve(name + ".md"), tables);
    return tables;
  }

  private static List<GpuRun> of(List<GpuRun> runs, String gpu, String network) {
    return runs.stream()
        .filter(run -> run.row().gpu().equals(gpu) && run.row().network().equals(network))
        .toList();
  }

  private static List<GpuRun> wholeTable() throws IOException {
    return GpuCalibration.reread(wholeRows());
  }

  private static List<MeasuredRow> wholeRows() throws IOException {
    Path table =
        Path.of(System.getProperty("cimlet.data", "none"))
            .resolve("measured/trtllm/trtllm_v0.6.1_performance.csv");
    Assumptions.assumeTrue(Files.isRegularFile(table), "needs " + table);
    List<MeasuredRow> rows = MeasuredRow.ofFile(table);
    assertThat(rows).hasSize(57);
    return rows;
  }
}
