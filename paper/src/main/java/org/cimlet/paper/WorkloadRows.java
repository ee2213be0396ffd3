package org.cimlet.paper;

import static org.cimlet.paper.PublishedChip.DVFS;
import static org.cimlet.paper.PublishedChip.FAST;
import static org.cimlet.paper.PublishedChip.QKV_TOPS_PER_W;
import static org.cimlet.paper.PublishedChip.SLOW;
import static org.cimlet.paper.row.Section.CHIP;
import static org.cimlet.paper.row.Section.MEMORY_KINDS;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Si;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;

/// The two chips at work, as machines with their losses: networks placed on them and run.
final class WorkloadRows {
  /// Characters that one run of the 28 nm chip is guessed to read: the longest span of Sukhbaatar
  /// et al., Adaptive Attention Span in Transformers, 2019.
  private static final int CHARACTERS = 8192;

  /// Positions its 12-layer network looks back on, averaged over heads. Quoted from memory; their
  /// 42 M multiplies a character agree: 37.75 M weights and 2 x 12 x 512 for each position.
  private static final int MEAN_SPAN = 314;

  private WorkloadRows() {}

  /// COMB-MCM's four chiplets, and one of them, with a network that fits.
  static List<PaperRow> fourChiplets() {
    Estimate four = onBoundary(2);
    Estimate one = onBoundary(1);
    return List.of(
        Claim.of(MEMORY_KINDS, "COMB-MCM, a network of 0.26 M weights on four chiplets")
            .unprinted("ktokens/s")
            .computed(Basis.PLACEMENT, four.decode().peakThroughputTokensPerS() / 1e3)
            .implied(
                "124",
                "stories260K at 3 bits, context 256; its small host limits, not the chiplets"),
        Claim.of(MEMORY_KINDS, "the same, four chiplets over one, one sequence alone")
            .unprinted("x")
            .computed(Basis.PLACEMENT, one.decode().tpotBatch1S() / four.decode().tpotBatch1S())
            .implied(
                "1.03",
                "its layers take 5 % of a token's time: more chiplets do not help so small a"
                    + " network"));
  }

  private static Estimate onBoundary(int side) {
    Job job =
        Job.of(
                NetworkReader.read("stories260k"),
                MachineReader.open("comb-mcm-65nm")
                    .with(Map.of("topology.rows", side, "topology.columns", side)))
            .weights(WeightStorage.dense(3))
            .prompt(64)
            .context(256)
            .build();
    return Estimator.estimate(new Runner().plan(job));
  }

  /// What 8:32 gives queries, keys and values at the slow point: four operations a multiply, less
  /// what decoder and butterfly take.
  static PaperRow qkv(Chiplet chiplet) {
    double skipperFj =
        chiplet.macro().zeroSkipper().map(each -> each.decodeFj() + each.routeFj()).orElse(0.0);
    double rowsPerS = chiplet.macros() * FAST.clockHz();
    double skipperW = rowsPerS * skipperFj * 1e-15 * (1 + chiplet.losses().controlEnergyShare());
    double slower = SLOW.clockHz() / FAST.clockHz();
    double lowerVoltage = Math.pow(SLOW.voltageV() / FAST.voltageV(), 2);
    double watts = DVFS.at(SLOW.voltageV()).powerW() + skipperW * slower * lowerVoltage;
    double operations = 4 * 2 * chiplet.macros() * chiplet.macro().macsPerS() * slower;
    return Claim.of(CHIP, "efficiency, QKV generation")
        .printed("11.83", "TOPS/W")
        .computed(Basis.MACHINE, operations / 1e12 / watts)
        .predicted(
            "13",
            "dense at 0.64 V, four operations a multiply by 8:32 pruning, decoder and butterfly"
                + " paid: macros always busy. The rest of the way to %s takes a utilisation of %s"
                    .formatted(
                        Si.plain(QKV_TOPS_PER_W),
                        Si.plain(QKV_TOPS_PER_W * 1e12 * watts / operations)));
  }

  /// A guess at what took 841 and 896 ms.
  static List<PaperRow> characters() {
    return List.of(
        Claim.of(CHIP, "8,192 characters through a 12-layer network, 8:32, simulated")
            .unprinted("ms")
            .computed(Basis.SIMULATION, simulatedMs(MEAN_SPAN))
            .implied(
                "809",
                "a guess at the workload: Adaptive-Span, whose heads look back on 314 characters in"
                    + " the mean, its weights reloaded from the processor's memory; 841 and 896 ms"
                    + " are 4 and 11 % more"),
        Claim.of(CHIP, "the same, heads looking back on all 8,192")
            .unprinted("s")
            .computed(Basis.SIMULATION, simulatedMs(CHARACTERS) / 1e3)
            .implied("5.6", "without local attention the chip would take seven times as long"));
  }

  private static double simulatedMs(int span) {
    NetworkSpec whole = NetworkReader.read("adaptive-span-12");
    int heads = whole.layers().getFirst().attention().heads();
    List<Integer> spans = Collections.nCopies(heads, span);
    NetworkSpec local = whole.withHeadSpans(Collections.nCopies(whole.layers().size(), spans));
    Job job =
        Job.of(local, MachineReader.open("fudan-28nm"))
            .weights(new WeightStorage(Subjects.PACKED, Packing.dense(Subjects.WEIGHT_BITS)))
            .prompt(CHARACTERS)
            .context(CHARACTERS)
            .build();
    Plan plan = new Runner().plan(job);
    long picoseconds =
        Simulator.prefill(plan, SimulationOptions.measuring(100), Simulator.Progress.NONE)
            .timeToFirstTokenPs();
    return picoseconds / 1e9;
  }
}
