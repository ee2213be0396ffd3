package org.cimlet.paper;

import static org.cimlet.paper.PublishedChip.ALPHA;
import static org.cimlet.paper.PublishedChip.DVFS;
import static org.cimlet.paper.PublishedChip.FAST;
import static org.cimlet.paper.PublishedChip.LEAKAGE_EXPONENT;
import static org.cimlet.paper.PublishedChip.SLOW;
import static org.cimlet.paper.row.Section.CHIP_VOLTAGES;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.quantity.Si;
import org.cimlet.technology.ClockLaw;
import org.cimlet.technology.OperatingPoint;
import org.cimlet.technology.PowerLaw;

/// What Figure 8's two operating points imply between them, for each choice of exponents.
final class VoltageRows {
  private static final double OPS_PER_CYCLE = 2 * 768;
  private static final double SPARSITY = 6.784;

  private VoltageRows() {}

  static List<PaperRow> rows() {
    List<PaperRow> rows = new ArrayList<>();
    rows.add(capacitance(0, "0.7316"));
    rows.add(capacitance(1, "0.7274"));
    rows.add(capacitance(2, "0.7202"));
    rows.add(capacitance(3, "0.7080"));
    rows.add(capacitance(4, "0.6859"));
    rows.add(capacitance(5, "0.6428"));
    rows.add(capacitance(6, "0.5425"));
    rows.add(steepest());
    rows.add(threshold(1.0, "0.6242"));
    rows.add(threshold(1.2, "0.6121"));
    rows.add(threshold(1.3, "0.6051"));
    rows.add(threshold(1.5, "0.5895"));
    rows.add(threshold(1.7, "0.5723"));
    rows.add(threshold(2.0, "0.5443"));
    rows.add(predicted(0.64, "3.71"));
    rows.add(predicted(0.70, "3.99"));
    rows.add(predicted(0.80, "3.19"));
    rows.add(predicted(0.90, "2.55"));
    rows.add(predicted(1.00, "2.08"));
    rows.add(predicted(1.03, "1.96"));
    rows.add(best());
    return rows;
  }

  private static PaperRow capacitance(int exponent, String expectedNf) {
    PowerLaw law = PowerLaw.through(SLOW, FAST, exponent);
    return Claim.of(CHIP_VOLTAGES, "capacitance if leakage goes with V^" + exponent)
        .unprinted("nF")
        .computed(Basis.DVFS, law.capacitanceF() * 1e9)
        .implied(
            expectedNf,
            "leakage %s at 0.64 V, %s at 1.03 V%s"
                .formatted(
                    leakage(law, SLOW),
                    leakage(law, FAST),
                    exponent == LEAKAGE_EXPONENT ? "; used here" : ""));
  }

  private static String leakage(PowerLaw law, OperatingPoint at) {
    double watts = law.leakageW(at.voltageV());
    return "%s (%s)".formatted(Si.of(watts, "W"), Si.percent(watts / at.powerW()));
  }

  /// From this exponent on leakage alone grows as the power does, and nothing is left to switch.
  private static PaperRow steepest() {
    double powerGrowth = FAST.powerW() / SLOW.powerW();
    double exponent = Math.log(powerGrowth) / Math.log(FAST.voltageV() / SLOW.voltageV());
    return Claim.of(CHIP_VOLTAGES, "exponent of leakage no law can reach")
        .unprinted("")
        .computed(Basis.ARITHMETIC, exponent)
        .implied(
            "7.17",
            "there leakage alone grows %s times, as the power does; V^8 would need it below zero"
                .formatted(Si.plain(powerGrowth)));
  }

  private static PaperRow threshold(double alpha, String expectedV) {
    ClockLaw law = ClockLaw.through(SLOW, FAST, alpha);
    return Claim.of(CHIP_VOLTAGES, "threshold if the clock follows alpha " + alpha)
        .unprinted("V")
        .computed(Basis.DVFS, law.thresholdV())
        .implied(
            expectedV,
            String.format(
                Locale.ROOT,
                "K = %.1f MHz%s",
                law.scaleHz() / 1e6,
                alpha == ALPHA ? "; used here" : ""));
  }

  private static PaperRow predicted(double voltageV, String expectedTopsPerW) {
    OperatingPoint point = DVFS.at(voltageV);
    return Claim.of(CHIP_VOLTAGES, "dense efficiency at %s V".formatted(Si.plain(voltageV)))
        .unprinted("TOPS/W")
        .computed(Basis.DVFS, topsPerW(point))
        .implied(
            expectedTopsPerW,
            String.format(
                Locale.ROOT,
                "%.1f MHz, %.1f mW, %.1f TOPS/W sparse",
                point.clockHz() / 1e6,
                point.powerW() * 1e3,
                SPARSITY * topsPerW(point)));
  }

  private static PaperRow best() {
    OperatingPoint best = SLOW;
    for (int millivolts = 640; millivolts <= 1030; millivolts++) {
      OperatingPoint point = DVFS.at(millivolts / 1e3);
      best = topsPerW(point) > topsPerW(best) ? point : best;
    }
    return Claim.of(CHIP_VOLTAGES, "voltage of the best efficiency")
        .unprinted("V")
        .computed(Basis.DVFS, best.voltageV())
        .implied(
            "0.67",
            "%s TOPS/W sparse there, above the 25.22 printed as highest: leakage at 0.64 V is less than"
                    .formatted(Si.plain(SPARSITY * topsPerW(best)))
                + " the fit's, or the chip was not measured there");
  }

  private static double topsPerW(OperatingPoint point) {
    return OPS_PER_CYCLE * point.clockHz() / point.powerW() / 1e12;
  }
}
