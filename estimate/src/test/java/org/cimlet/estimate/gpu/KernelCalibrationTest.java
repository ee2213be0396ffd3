package org.cimlet.estimate.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// The shipped kernel laws against measured kernels; `docs/studies/gpu-calibration.md`.
///
/// Half the shapes of a table are fitted, the other half and some whole tables are not. The tables
/// are not ours to ship, and tests are skipped without them.
class KernelCalibrationTest {
  private static final Percentage ROUNDED = Percentage.withPercentage(1);

  @Test
  void shippedConstantsAreTheFittedOnes() {
    for (KernelGroup group : KernelCalibration.groups()) {
      if (!group.constants().isEmpty()) {
        GpuKernels shipped = new GpuKernels(group.gpu());
        GpuKernels refitted = group.with(group.fit());
        for (MeasuredKernel row : group.fittedRows()) {
          assertThat(row.seconds(shipped))
              .as("%s, %s: %s", group.gpu().name(), group.title(), row)
              .isCloseTo(row.seconds(refitted), ROUNDED);
        }
      }
    }
  }

  @Test
  void kernelsThatAreNotFittedArePredicted() {
    for (KernelGroup group : KernelCalibration.groups()) {
      if (!group.constants().isEmpty()) {
        ErrorSummary heldOut = heldOut(group, "");
        assertThat(heldOut.median())
            .as("%s, %s: %s", group.gpu().name(), group.title(), heldOut)
            .isLessThan(group.band() + 0.005);
      }
    }
  }

  // another software's 16-bit products on the same GPU, none of them fitted
  @Test
  void productsOfAnotherSoftwareArePredictedToo() {
    KernelGroup group =
        KernelCalibration.groups().stream()
            .filter(each -> each.title().equals("GEMM BF16, TensorRT-LLM"))
            .findFirst()
            .orElseThrow();
    assertThat(heldOut(group, "").median()).isCloseTo(0.067, within(0.003));
  }

  @Test
  void theStudyShowsTheConstants() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| GPU | kernels | fitted constants |");
    lines.add("|---|---|---|");
    for (KernelGroup group : KernelCalibration.groups()) {
      if (!group.constants().isEmpty()) {
        lines.add(
            "| %s | %s | %s |"
                .formatted(
                    group.gpu().name(),
                    group.title(),
                    KernelCalibration.constants(group, group.fit())));
      }
    }
    StudyPage.shows("constants", String.join("\n", lines) + "\n");
  }

  @Test
  void theStudyShowsTheErrors() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| GPU | kernels | rows | band | count | median | worst | within band | bias |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    for (KernelGroup group : KernelCalibration.groups()) {
      if (!group.constants().isEmpty()) {
        lines.add(line(group, "", "fitted", group.fittedRows()));
      }
      Map<String, List<MeasuredKernel>> parts = new LinkedHashMap<>();
      for (MeasuredKernel row : group.heldOutRows()) {
        parts.computeIfAbsent(row.part(), _ -> new ArrayList<>()).add(row);
      }
      parts.forEach((part, rows) -> lines.add(line(group, part, "held out", rows)));
    }
    StudyPage.shows("kernels", String.join("\n", lines) + "\n");
  }

  private static String line(
      KernelGroup group, String part, String which, List<MeasuredKernel> rows) {
    GpuKernels kernels = new GpuKernels(group.gpu());
    return String.format(
        Locale.ROOT,
        "| %s | %s%s | %s | %.0f %% | %s |",
        group.gpu().name(),
        group.title(),
        part,
        which,
        100 * group.band(),
        ErrorSummary.of(rows.stream().mapToDouble(row -> row.error(kernels)), group.band())
            .cells());
  }

  private static ErrorSummary heldOut(KernelGroup group, String part) {
    GpuKernels kernels = new GpuKernels(group.gpu());
    return ErrorSummary.of(
        group.heldOutRows().stream()
            .filter(row -> row.part().equals(part))
            .mapToDouble(row -> row.error(kernels)),
        group.band());
  }
}
