package org.cimlet.paper;

import static org.cimlet.paper.PublishedChip.AREA_MM2;
import static org.cimlet.paper.PublishedChip.DVFS;
import static org.cimlet.paper.PublishedChip.FAST;
import static org.cimlet.paper.PublishedChip.MACRO_MAX_TOPS_PER_W;
import static org.cimlet.paper.PublishedChip.MACRO_MIN_TOPS_PER_W;
import static org.cimlet.paper.PublishedChip.PEAK_TOPS;
import static org.cimlet.paper.PublishedChip.QKV_TOPS_PER_W;
import static org.cimlet.paper.PublishedChip.SLOW;
import static org.cimlet.paper.PublishedChip.SYSTEM_MAX_TOPS_PER_W;
import static org.cimlet.paper.PublishedChip.SYSTEM_MIN_TOPS_PER_W;
import static org.cimlet.paper.PublishedChip.TITLE_TOPS_PER_W;
import static org.cimlet.paper.row.Section.CHIP;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.Expectation;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.machine.Machine;
import org.cimlet.quantity.Si;

/// Section 3.3 with Figure 8: the 28 nm chip.
///
/// The table mixes two accountings. At 1.03 V it divides the operations of all 768 multipliers by
/// the power; at 0.64 V, and for the peak, it counts the operations a sparse network is spared as
/// if done.
final class ChipRows {
  /// Half of the last digit of 3.33 TOPS, 25.22 TOPS/W and 8.27 mW.
  private static final double HALF = 0.005;

  private static final double CLOCK_RATIO = FAST.clockHz() / SLOW.clockHz();

  /// The peak's operations at the slow clock over the power there.
  private static final double SPARSE_SLOW_PER_W = PEAK_TOPS / CLOCK_RATIO / SLOW.powerW();

  private final Machine machine;
  private final ChipletPower power;
  private final double denseFastTops;
  private final double denseFastPerW;
  private final double denseSlowPerW;

  private final List<PaperRow> rows = new ArrayList<>();

  private ChipRows(Machine machine) {
    this.machine = machine;
    power = ChipletPower.busy(machine.chiplet());
    denseFastTops = machine.peakOpsPerS() / 1e12;
    denseFastPerW = denseFastTops / power.totalW();
    denseSlowPerW = denseFastTops / CLOCK_RATIO / DVFS.at(SLOW.voltageV()).powerW();
  }

  static List<PaperRow> rows(Subjects subjects) {
    ChipRows section = new ChipRows(subjects.sparseChip());
    section.inputs();
    section.operatingPoints();
    section.peak();
    section.efficiency();
    section.axes();
    section.energy();
    section.attention();
    section.latency();
    return section.rows;
  }

  private static Claim claim(String text) {
    return Claim.of(CHIP, text);
  }

  private void inputs() {
    rows.add(claim("process").printed("28", "nm").given("as built"));
    rows.add(claim("precision").printed("8", "bit").given("as built"));
    rows.add(claim("8T cells").printed("80", "kB").given("as built"));
    rows.add(claim("10T cells").printed("64", "kB").given("as built"));
    rows.add(
        claim("compute-in-memory cells, both kinds")
            .unprinted("KiB")
            .computed(Basis.MACHINE, machine.capacityBytes() / 1024.0)
            .implied("144", "80 + 64"));
    rows.add(
        claim("digital SRAM").printed("96", "kB").given("as built; the table's \"9|6\" is 96"));
    rows.add(claim("area of the chip").printed("3.93", "mm²").given("as built"));
    rows.add(claim("lowest voltage").printed("0.64", "V").given("as built"));
    rows.add(claim("highest voltage").printed("1.03", "V").given("as built"));
  }

  private void operatingPoints() {
    String laws = "two points fix the two free numbers of the law; see the voltages below";
    rows.add(
        claim("clock at 0.64 V")
            .printed("20", "MHz")
            .computed(Basis.DVFS, DVFS.at(SLOW.voltageV()).clockHz() / 1e6)
            .calibrated(laws));
    rows.add(
        claim("clock at 1.03 V")
            .printed("320", "MHz")
            .computed(Basis.DVFS, DVFS.at(FAST.voltageV()).clockHz() / 1e6)
            .calibrated(laws));
    rows.add(
        claim("power at 0.64 V")
            .printed("8.27", "mW")
            .computed(Basis.DVFS, DVFS.at(SLOW.voltageV()).powerW() * 1e3)
            .calibrated(laws));
    rows.add(
        claim("power at 1.03 V, 320 MHz")
            .printed("250.65", "mW")
            .computed(Basis.MACHINE, power.totalW() * 1e3)
            .calibrated("the preset's energies of reading and buffering are fitted to it"));
  }

  private void peak() {
    rows.add(
        claim("multipliers, from 1.96 TOPS/W at 250.65 mW")
            .unprinted("")
            .computed(
                Basis.ARITHMETIC,
                SYSTEM_MIN_TOPS_PER_W * 1e12 * FAST.powerW() / (2 * FAST.clockHz()))
            .implied(
                new Expectation(766, 769),
                "766 to 769 by the roundings; 768 = 3 x 256 divides the cells evenly"));
    rows.add(
        claim("peak of 768 multipliers, dense")
            .unprinted("TOPS")
            .computed(Basis.MACHINE, denseFastTops)
            .implied("0.4915", "the table's peak is 6.8 times it"));
    rows.add(
        claim("operations counted in a cycle")
            .unprinted("op")
            .computed(Basis.ARITHMETIC, countedOpsPerCycle())
            .implied(
                "10421",
                "where 3.33 TOPS at 320 MHz and 25.22 TOPS/W at 8.27 mW, 20 MHz overlap: both count"
                    + " the same sparse network"));
    rows.add(
        claim("the same over the dense 1,536")
            .unprinted("x")
            .computed(Basis.MACHINE, countedOpsPerCycle() * FAST.clockHz() / machine.peakOpsPerS())
            .implied(
                "6.78", "8:32 pruning explains 4 of it; the paper does not say what the rest is"));
    double peak = SYSTEM_MAX_TOPS_PER_W * SLOW.powerW() * CLOCK_RATIO;
    rows.add(
        claim("peak performance")
            .printed("3.33", "TOPS")
            .computed(Basis.ARITHMETIC, peak)
            .restatedWithin(
                0.003,
                "25.22 TOPS/W at 8.27 mW, times 16 for the clock: the table agrees with itself"));
    rows.add(
        claim("peak performance, in the text")
            .printed("3.3", "TOPS")
            .computed(Basis.ARITHMETIC, peak)
            .restated("the same"));
    rows.add(
        claim("area efficiency")
            .printed("0.85", "TOPS/mm²")
            .computed(Basis.ARITHMETIC, peak / AREA_MM2)
            .restated("counted as the peak is; printed \"/m²\" in the text"));
  }

  /// Middle of what both roundings allow.
  private static double countedOpsPerCycle() {
    double low = Math.max(opsPerCycleOfPeak(-HALF), opsPerCycleOfEfficiency(-HALF));
    double high = Math.min(opsPerCycleOfPeak(HALF), opsPerCycleOfEfficiency(HALF));
    return (low + high) / 2;
  }

  private static double opsPerCycleOfPeak(double rounding) {
    return (PEAK_TOPS + rounding) * 1e12 / FAST.clockHz();
  }

  private static double opsPerCycleOfEfficiency(double rounding) {
    double milliwatts = SLOW.powerW() * 1e3 + rounding;
    return (SYSTEM_MAX_TOPS_PER_W + rounding) * 1e9 * milliwatts / SLOW.clockHz();
  }

  private void efficiency() {
    rows.add(
        claim("system efficiency, lowest")
            .printed("1.96", "TOPS/W")
            .computed(Basis.MACHINE, denseFastPerW)
            .calibrated("dense at 1.03 V; the 768 multipliers were found from it"));
    rows.add(
        claim("system efficiency, highest")
            .printed("25.22", "TOPS/W")
            .computed(Basis.ARITHMETIC, SPARSE_SLOW_PER_W)
            .restatedWithin(
                0.003,
                "3.33 TOPS / 16 at 8.27 mW: the check of the peak, seen from its other end"));
    rows.add(
        claim("macro efficiency, lowest")
            .printed("2.52", "TOPS/W")
            .computed(Basis.MACHINE, denseFastPerW / power.macroShare())
            .calibrated(
                "the preset gives the macros %s of the power for it"
                    .formatted(Si.percent(power.macroShare()))));
    rows.add(
        claim("macro efficiency, highest")
            .printed("32.17", "TOPS/W")
            .computed(Basis.MACHINE, SPARSE_SLOW_PER_W / power.macroShare())
            .reproducedWithin(0.01, "the same share at the other end"));
    rows.add(
        claim("sparse at 1.03 V")
            .unprinted("TOPS/W")
            .computed(Basis.MACHINE, PEAK_TOPS / power.totalW())
            .implied("13.29", "not printed; the rest of the way to 25.22 is voltage"));
    rows.add(
        claim("dense at 0.64 V")
            .unprinted("TOPS/W")
            .computed(Basis.DVFS, denseSlowPerW)
            .implied("3.715", "not printed; the rest of the way to 25.22 is sparsity"));
  }

  /// The range "1.96-25.22" runs along two axes at once.
  private void axes() {
    double voltage = denseSlowPerW / denseFastPerW;
    double both = countedOpsPerCycle() * FAST.clockHz() / machine.peakOpsPerS() * voltage;
    rows.add(
        claim("gain by voltage alone, 1.03 V to 0.64 V")
            .unprinted("x")
            .computed(Basis.DVFS, voltage)
            .implied(
                "1.894", "V² alone would give 2.59; what does not scale, leakage, takes the rest"));
    rows.add(
        claim("gain by sparsity and voltage together")
            .unprinted("x")
            .computed(Basis.DVFS, both)
            .implied("12.85", "25.22 / 1.96 = 12.87: the range mixes both axes"));
    rows.add(
        claim("macros' share of the power at 1.03 V")
            .unprinted("")
            .computed(Basis.ARITHMETIC, SYSTEM_MIN_TOPS_PER_W / MACRO_MIN_TOPS_PER_W)
            .implied("0.778", "1.96 / 2.52"));
    rows.add(
        claim("macros' share of the power at 0.64 V")
            .unprinted("")
            .computed(Basis.ARITHMETIC, SYSTEM_MAX_TOPS_PER_W / MACRO_MAX_TOPS_PER_W)
            .implied("0.784", "25.22 / 32.17: the same at both ends"));
  }

  private void energy() {
    rows.add(perMultiply("1.03 V, system", 2 / denseFastPerW, "1.020"));
    rows.add(perMultiply("0.64 V, system", 2 / denseSlowPerW, "0.538"));
    rows.add(
        perMultiply(
            "1.03 V, macro",
            2 / denseFastPerW * SYSTEM_MIN_TOPS_PER_W / MACRO_MIN_TOPS_PER_W,
            "0.793"));
    rows.add(
        perMultiply(
            "0.64 V, macro",
            2 / denseSlowPerW * SYSTEM_MAX_TOPS_PER_W / MACRO_MAX_TOPS_PER_W,
            "0.422"));
  }

  private static PaperRow perMultiply(String where, double picojoules, String expected) {
    return claim("a dense multiply-accumulate, " + where)
        .unprinted("pJ")
        .computed(Basis.DVFS, picojoules)
        .implied(expected, "");
  }

  private void attention() {
    rows.add(WorkloadRows.qkv(machine.chiplet()));
    double slower = 512 * 2 * SLOW.clockHz() * 4;
    rows.add(
        claim("power if 512 multipliers at 4 x gave 11.83")
            .unprinted("mW")
            .computed(Basis.ARITHMETIC, slower / (QKV_TOPS_PER_W * 1e12) * 1e3)
            .implied(
                "6.92",
                "another reading: the feed-forward module alone, the chip at %s of 8.27 mW"
                    .formatted(Si.percent(slower / (QKV_TOPS_PER_W * 1e12) / SLOW.powerW()))));
    rows.add(
        claim("efficiency, attention as a whole")
            .printed("25.22", "TOPS/W")
            .computed(Basis.ARITHMETIC, SPARSE_SLOW_PER_W)
            .restatedWithin(0.003, "the table's highest"));
    rows.add(
        claim("efficiency, title of reference [3]")
            .printed("53.8", "TOPS/W")
            .notReproducible(
                "%s times dense at 0.64 V: the sparsity behind it is not given"
                    .formatted(Si.plain(TITLE_TOPS_PER_W / denseSlowPerW))));
    rows.add(
        claim("operations at 11.83 if the rest ran at 53.8")
            .unprinted("%")
            .computed(Basis.ARITHMETIC, 100 * slowShare())
            .implied(
                "31.9", "the mixture that gives 25.22; nothing published says that it is one"));
  }

  /// Share `s` of operations with `1/25.22 = s/11.83 + (1 - s)/53.8`.
  private static double slowShare() {
    double whole = 1 / SYSTEM_MAX_TOPS_PER_W;
    double fast = 1 / TITLE_TOPS_PER_W;
    return (whole - fast) / (1 / QKV_TOPS_PER_W - fast);
  }

  private void latency() {
    String why = "the workload is not stated: neither tokens nor network";
    rows.add(claim("latency on enwik8").printed("841", "ms").notReproducible(why));
    rows.add(claim("latency on text8").printed("896", "ms").notReproducible(why));
    rows.add(work("841", "2.80"));
    rows.add(work("896", "2.98"));
    rows.add(
        claim("text8 over enwik8")
            .unprinted("x")
            .computed(Basis.ARITHMETIC, 896.0 / 841)
            .implied("1.065", ""));
    String guess = "the same guess: its 37.75 M weights in linears alone, at the peak";
    rows.addAll(WorkloadRows.characters());
    rows.add(guessed(768, "315", guess));
    rows.add(guessed(512, "472", guess));
  }

  /// Layers of width 512 with feed-forwards of 2,048, a quarter of the weights kept.
  private static PaperRow guessed(int multipliers, String expected, String why) {
    double weights = 12.0 * (4 * 512 * 512 + 2 * 512 * 2048);
    double cycles = weights * 8192 / 4 / multipliers;
    return claim("a 12-layer network on %s multipliers".formatted(multipliers))
        .unprinted("ms")
        .computed(Basis.ARITHMETIC, cycles / FAST.clockHz() * 1e3)
        .implied(expected, why);
  }

  private static PaperRow work(String milliseconds, String expected) {
    return claim("operations in %s ms at the peak".formatted(milliseconds))
        .unprinted("TOP")
        .computed(Basis.ARITHMETIC, Double.parseDouble(milliseconds) / 1e3 * PEAK_TOPS)
        .implied(expected, "at most, counted as the peak is");
  }
}
