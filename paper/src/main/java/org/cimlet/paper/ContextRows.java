package org.cimlet.paper;

import static org.cimlet.paper.row.Section.INTEGRATED_CHIPS;
import static org.cimlet.paper.row.Section.INTRODUCTION;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.quantity.Si;
import org.cimlet.technology.manufacture.Die;
import org.cimlet.technology.manufacture.DieYield;
import org.cimlet.technology.manufacture.Wafer;

/// Introduction and section 1.1: trends, systems of the day, the reticle, export control.
final class ContextRows {
  private static final String TREND = "a trend read off survey data that the paper does not give";
  private static final String SYSTEM = "a system of others, not modelled here";

  private ContextRows() {}

  static List<PaperRow> rows(Subjects subjects) {
    List<PaperRow> rows = new ArrayList<>();
    trends(rows);
    chips(rows);
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "largest die, one reticle")
            .printed("858", "mm²")
            .computed(Basis.ARITHMETIC, 26.0 * 33)
            .restated("26 mm x 33 mm, the field of a scanner"));
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "12-inch wafer")
            .printed("30.48", "cm")
            .computed(Basis.ARITHMETIC, 12 * 2.54)
            .restated("12 x 2.54 cm; the wafers themselves measure 30 cm"));
    dies(subjects, rows);
    systems(rows);
    exportControl(subjects, rows);
    return rows;
  }

  private static void trends(List<PaperRow> rows) {
    List<String> claims =
        List.of(
            "growth of networks in two years",
            "growth of their compute in two years",
            "growth of hardware in two years");
    for (int i = 0; i < claims.size(); i++) {
      rows.add(
          Claim.of(INTRODUCTION, claims.get(i))
              .printed(Si.plain(GrowthTrend.all().get(i).timesInTwoYears()), "x")
              .notReproducible(TREND));
    }
    GrowthTrend compute = GrowthTrend.all().get(1);
    rows.add(
        Claim.of(INTRODUCTION, "compute outgrows hardware in two years")
            .unprinted("x")
            .computed(Basis.ARITHMETIC, compute.outgrows(GrowthTrend.all().get(2), 2))
            .implied("242", "750 / 3.1: what architecture would have to make up for"));
    rows.add(
        Claim.of(INTRODUCTION, "compute doubles in")
            .unprinted("months")
            .computed(Basis.ARITHMETIC, compute.doublingMonths())
            .implied("2.51", "24 ln 2 / ln 750"));
  }

  private static void chips(List<PaperRow> rows) {
    Gpu h100 = Subjects.gpu("h100");
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "compute of an H100")
            .printed("2", "PFLOPS")
            .computed(Basis.GPU, h100.int8OpsPerS() / 1e15)
            .reproduced(
                "dense at 8 bits; %s at 16 bits, where 2 counts sparsity"
                    .formatted(Si.of(h100.fp16OpsPerS(), "op/s"))));
    rows.add(
        chip("compute of an MI300", "mi300x", "383")
            .corrected("1307", "383 is the MI250X; dense at 16 bits"));
    rows.add(chip("compute of an MI250X", "mi250x").implied("383", "whose figure 383 is"));
    rows.add(
        chip("compute of an Ascend 910B", "ascend-910b", "256")
            .notReproduced(
                "320", "no data sheet is public: 320 is commonly cited, 256 is the 910"));
    rows.add(chip("compute of an Ascend 910", "ascend-910").implied("256", "whose figure 256 is"));
  }

  private static Claim chip(String claim, String preset, String printed) {
    return compute(Claim.of(INTEGRATED_CHIPS, claim).printed(printed, "TFLOPS"), preset);
  }

  private static Claim chip(String claim, String preset) {
    return compute(Claim.of(INTEGRATED_CHIPS, claim).unprinted("TFLOPS"), preset);
  }

  private static Claim compute(Claim claim, String preset) {
    Gpu device = Subjects.gpu(preset);
    return claim.computed(Basis.GPU, device.devicesPerModule() * device.fp16OpsPerS() / 1e12);
  }

  /// "Chiplets keep yield and cost in hand": the paper's chiplet beside a die of a whole reticle.
  private static void dies(Subjects subjects, List<PaperRow> rows) {
    ProcessSpec process = subjects.process();
    DieYield yield = new DieYield(process.defectsPerCm2().value(), process.clustering().value());
    Wafer wafer = Wafer.of300Mm(process.waferUsd().value());
    Die small = new Die(subjects.chiplets().chiplet().areaMm2(), wafer, yield);
    Die large = new Die(Die.RETICLE_MM2, wafer, yield);
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "good dies of 308 mm², a chiplet")
            .unprinted("%")
            .computed(Basis.COST, 100 * yield.of(small.areaMm2()))
            .implied("78.4", ""));
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "good dies of 858 mm², a single large chip")
            .unprinted("%")
            .computed(Basis.COST, 100 * yield.of(large.areaMm2()))
            .implied(
                "51.5",
                "0.08 defects/cm² at 14 nm, clustered by 10 (Chiplet Actuary): \"good yield\" holds"));
    double perMm2 = large.knownGoodUsd() / large.areaMm2();
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "cost of good silicon, one large die over chiplets")
            .unprinted("x")
            .computed(Basis.COST, perMm2 / (small.knownGoodUsd() / small.areaMm2()))
            .implied(
                "1.75",
                "$143 for 858 mm² against $29.3 for 308 mm²; package, links and their area left"
                    + " out"));
  }

  /// Figure 2: what its machines do, and of how many dies their packages are.
  private static void systems(List<PaperRow> rows) {
    for (Supercomputer computer : Supercomputer.all()) {
      rows.add(
          Claim.of(INTEGRATED_CHIPS, "Figure 2: " + computer.name())
              .printed(computer.exaflops(), "EFLOPS")
              .notReproducible(SYSTEM));
    }
    for (Supercomputer computer : Supercomputer.all()) {
      for (Supercomputer.IntegratedChip chip : computer.packages()) {
        Claim claim = Claim.of(INTEGRATED_CHIPS, "Figure 2: dies in %s".formatted(chip.name()));
        rows.add(
            chip.printed()
                ? claim
                    .printed(Integer.toString(chip.dies()), "dies")
                    .given("as printed: " + chip.kinds())
                : claim
                    .unprinted("dies")
                    .computed(Basis.ARITHMETIC, chip.dies())
                    .implied(Integer.toString(chip.dies()), "added up: " + chip.kinds()));
      }
    }
  }

  /// TPP = 2 x MacTOPS x bit length, summed over the dies; PD = TPP over their area (88 FR 73458,
  /// 3A090).
  private static void exportControl(Subjects subjects, List<PaperRow> rows) {
    Chiplet chiplet = subjects.chiplets().chiplet();
    int dies = ChipletRows.chipletsForLayers(subjects.plan());
    double tops = chiplet.peakOpsPerS() * dies / 1e12;
    double performance = tops * chiplet.macro().weightBits();
    double density = performance / (chiplet.areaMm2() * dies);
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "export control: TPP of 33 chiplets")
            .unprinted("TPP")
            .computed(Basis.MACHINE, performance)
            .implied(
                "2640",
                "total processing performance, between 2,400 and 4,800: there the rule of October 2023"
                    + " covers a density from 1.6 on, or from 3.2 on"));
    rows.add(
        Claim.of(INTEGRATED_CHIPS, "export control: TPP for each mm²")
            .unprinted("TPP/mm²")
            .computed(Basis.MACHINE, density)
            .implied("0.260", "far below both: the package is large for what it computes"));
  }
}
