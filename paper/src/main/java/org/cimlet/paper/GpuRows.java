package org.cimlet.paper;

import static org.cimlet.paper.row.Section.INTEGRATED_CHIPS;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.GpuSystem;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// What GPUs do with LLaMA-2-7B, which the paper says takes too much bandwidth and energy.
final class GpuRows {
  private static final int SHORT = 128;

  private GpuRows() {}

  static List<PaperRow> rows(Subjects subjects) {
    List<PaperRow> rows = new ArrayList<>();
    Program network = subjects.network();
    Gpu h100 = Subjects.gpu("h100");
    int context = subjects.plan().scenario().contextTokens();
    GpuEstimate.At alone = estimate(h100, network, context, 1, 1).atBatch();
    double chiplets = Estimator.decode(subjects.plan()).energyPerTokenJ();
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "energy of an H100 over 36 chiplets', one token after another")
            .unprinted("x")
            .computed(Basis.GPU, alone.energyPerTokenJ() / chiplets)
            .implied(
                "8.3",
                "%s against %s a token of LLaMA-2-7B at context %s, hosts on both sides"
                    .formatted(
                        Si.of(alone.energyPerTokenJ(), "J"),
                        Si.of(chiplets, "J"),
                        Si.grouped(context))));
    int batch = leastBatch(h100, network, SHORT, 1);
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "batch at which an H100 gives 10,000 tokens/s, context 128")
            .unprinted("sequences")
            .computed(Basis.GPU, batch)
            .implied(
                "73",
                "each of these sequences has %s tokens/s"
                    .formatted(Si.plain(Subjects.TOKENS_PER_S / batch))));
    int devices = leastDevices(h100, network, context);
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "H100s that give 10,000 tokens/s, context 2,048")
            .unprinted("GPUs")
            .computed(Basis.GPU, devices)
            .implied(
                "8",
                "at batch %s; four fall short at the largest batch they hold"
                    .formatted(Si.grouped(leastBatch(h100, network, context, devices)))));
    return rows;
  }

  /// Smallest batch that reaches the paper's rate on so many devices; 0 where memory holds none.
  private static int leastBatch(Gpu gpu, Program network, int context, int devices) {
    long most = estimate(gpu, network, context, 1, devices).largestBatch();
    int low = 0;
    int high = (int) most + 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      double rate =
          estimate(gpu, network, context, middle, devices).atBatch().throughputTokensPerS();
      if (rate >= Subjects.TOKENS_PER_S) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high > most ? 0 : high;
  }

  private static int leastDevices(Gpu gpu, Program network, int context) {
    int devices = 1;
    while (leastBatch(gpu, network, context, devices) == 0) {
      devices *= 2;
    }
    return devices;
  }

  private static GpuEstimate estimate(
      Gpu gpu, Program network, int context, int batch, int devices) {
    return GpuBaseline.estimate(
        new GpuSystem(gpu, GpuFormat.FP8, GpuFormat.BF16).on(devices),
        network,
        new Scenario(context, context, batch, context));
  }
}
