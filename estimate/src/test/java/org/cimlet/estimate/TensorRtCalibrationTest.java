package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.estimate.gpu.ErrorSummary;
import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.estimate.gpu.StudyPage;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The shipped GPUs, whose laws are of vLLM's kernels of 2025, against three releases of
/// TensorRT-LLM; told in `docs/studies/gpu-calibration.md`. Only the first tokens of short prompts
/// are fitted.
///
/// The whole table of 0.6.1 lies in the folder `cimlet.data` names and is not ours to ship; tests
/// that need it are skipped without it.
class TensorRtCalibrationTest {
  private static final String FEW = "trtllm-0.6.1-few.csv";

  @Test
  void everyMeasuredBatchFitsItsGpus() throws IOException {
    for (GpuRun run : TensorRtTables.readOnce(wholeRows())) {
      assertThat(run.bytesPerDevice() * run.row().devices())
          .as("%s", run.row())
          .isLessThanOrEqualTo(run.devices().usableBytes());
    }
  }

  // The tables were made with an 8-bit cache wherever weights have 8 bits (--fp8_kv_cache); the
  // batches prove it: with 16 bits 768 sequences of 256 tokens take 103 GB.
  @Test
  void measuredFp8BatchesDoNotFitWithASixteenBitCache() {
    GpuRun run = few(768);
    GpuDevices sixteen = new GpuDevices(run.gpu(), 1, GpuFormat.FP8, GpuFormat.FP16);
    assertThat(run.bytesPerDevice()).isLessThan(run.devices().usableBytes());
    assertThat(sixteen.weightBytes(run.program()) + 768 * sixteen.cacheBytes(run.program(), 256))
        .isGreaterThan(run.gpu().memoryBytes());
  }

  // 60 sequences of 2176 tokens at 524,288 B and 13.5 GB of weights are 81.9 GB of 85.9
  @Test
  void theFullestMeasuredA100SetsTheUsableShare() {
    GpuRun run = few(60);
    assertThat(run.bytesPerDevice() / run.gpu().memoryBytes()).isCloseTo(0.954, within(0.0005));
    assertThat(run.gpu().capacityEfficiency()).isBetween(0.954, 0.956);
  }

  private static GpuRun few(int batch) {
    return TensorRtTables.readOnce(MeasuredRow.ofResource(FEW)).stream()
        .filter(each -> each.row().batch() == batch && each.row().network().equals("LLaMA 7B"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDecodeStepAtTheMeanContextStandsForAllSteps() {
    GpuDevices devices =
        new GpuDevices(
            TensorRtTables.readOnce(MeasuredRow.ofResource(FEW)).getFirst().gpu(),
            1,
            GpuFormat.FP8,
            GpuFormat.FP8);
    Program program = Networks.llama7b();
    double sum = 0;
    for (int context = 129; context < 128 + 1024; context++) {
      sum += GpuPass.decode(devices, program, 48, context).seconds();
    }
    double mean = GpuPass.decode(devices, program, 48, 128 + 512).seconds();
    assertThat(1023 * mean).isCloseTo(sum, within(0.02 * sum));
  }

  // software of 2025, nothing fitted to it: 8.9 % in the median, experts included
  @Test
  void todaysSoftwareOfAnotherMakerIsPredicted() {
    ErrorSummary all =
        TensorRtTables.errors(
            TensorRtTables.readOnce(MeasuredRow.ofResource("trtllm-1.0.csv")), TensorRtTables.BAND);
    assertThat(all.count()).isEqualTo(77);
    assertThat(all.median()).isLessThan(0.10);
    assertThat(all.withinBand()).isGreaterThan(0.8);
  }

  @Test
  void firstTokensOfLongPromptsArePredictedWhereKernelsWereMeasured() throws IOException {
    List<GpuRun> runs =
        TensorRtTables.firstTokens(
            TensorRtTables.reread(wholeRows()),
            row -> row.prompt() == 2048 && !row.gpu().equals("L40S"));
    ErrorSummary errors = TensorRtTables.errors(runs, TensorRtTables.FIRST_TOKEN_BAND);
    assertThat(errors.count()).isEqualTo(8);
    assertThat(errors.withinBand()).isEqualTo(1);
  }

  @Test
  void theStudyShowsTheOldestRelease() throws IOException {
    List<GpuRun> runs = TensorRtTables.reread(wholeRows());
    StudyPage.shows("tensorrt 0.6.1", TensorRtTables.throughputTable(runs));
  }

  @Test
  void theStudyShowsFirstTokens() throws IOException {
    List<GpuRun> runs = TensorRtTables.reread(wholeRows());
    StudyPage.shows("first tokens", TensorRtTables.firstTokenTable(runs));
  }

  @Test
  void theStudyShowsLaterReleases() throws IOException {
    StudyPage.shows("tensorrt 0.9.0", later("trtllm-0.9.0.csv"));
    StudyPage.shows("tensorrt 1.0", later("trtllm-1.0.csv"));
  }

  private static String later(String resource) {
    return TensorRtTables.throughputTable(
        TensorRtTables.readOnce(MeasuredRow.ofResource(resource)));
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
