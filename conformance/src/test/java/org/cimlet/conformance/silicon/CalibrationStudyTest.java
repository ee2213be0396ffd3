package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.SramCell;
import org.cimlet.technology.silicon.Comparison.Group;
import org.cimlet.technology.silicon.PublishedMacro;
import org.cimlet.technology.silicon.PublishedMacro.Published.Efficiency;
import org.cimlet.technology.silicon.PublishedMacros;
import org.junit.jupiter.api.Test;

/// The two constants of energy as they would come out with other trees and from other macros, and
/// what each pair of them says of the published macros and of the 28 nm chip.
class CalibrationStudyTest {
  private static final double CHIP_TOPS_PER_W = 2.52;
  private static final double CHIP_MHZ = 320;
  private static final CombMacro CALIBRATED_AT = new CombMacro(chip(Adders.RIPPLE), 12, 1);

  /// A published energy, `load * loads + pair * pairs` femtojoules.
  private record Row(String macro, double publishedFj, double loads, double pairs) {
    static Row of(PublishedMacro macro, Efficiency figure, Adders adders) {
      CombShape shape = OpenStudyTest.with(macro.shape(), adders);
      CombMacro built = new CombMacro(shape, macro.nodeNm(), figure.voltageV());
      String maker = macro.name().startsWith("Metis") ? "Metis" : macro.name();
      return of(maker, 2000 / figure.topsPerW(), built, built.multiplyFj().value());
    }

    static Row of(String name, double publishedFj, CombMacro macro, double fj) {
      MacroLogic logic = new MacroLogic(macro.at());
      double pairs = macro.shape().datapath().pairs();
      double square = logic.gateFj().value() / Constants.USED.load();
      double switched = (fj - logic.pairFj().value() * pairs) / logic.gateFj().value();
      return new Row(name, publishedFj, square * switched, square * pairs);
    }

    double fj(Constants constants) {
      return constants.load() * loads + constants.pair() * pairs;
    }

    double factor(Constants constants) {
      double ratio = fj(constants) / publishedFj;
      return Math.max(ratio, 1 / ratio);
    }
  }

  /// Femtofarads at 12 nm of a load that changes, and of a pair of bits.
  private record Constants(double load, double pair) {
    static final Constants USED =
        new Constants(
            new MacroLogic(CALIBRATED_AT.at()).gateFj().value(),
            new MacroLogic(CALIBRATED_AT.at()).pairFj().value());

    /// Those that miss rows by the least squares of their shares; two rows are met.
    static Constants fitted(List<Row> rows) {
      double aa = 0;
      double ab = 0;
      double bb = 0;
      double a1 = 0;
      double b1 = 0;
      for (Row row : rows) {
        double a = row.loads() / row.publishedFj();
        double b = row.pairs() / row.publishedFj();
        aa += a * a;
        ab += a * b;
        bb += b * b;
        a1 += a;
        b1 += b;
      }
      double determinant = aa * bb - ab * ab;
      return new Constants((a1 * bb - b1 * ab) / determinant, (b1 * aa - a1 * ab) / determinant);
    }
  }

  /// What a calibration says.
  private record Outcome(double median, double worst, double topsPerW, double mhz) {}

  @Test
  void what_was_tried_is_as_the_page_says() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| trees | constants calibrated on | a load, fF | a pair of bits, fF | macros: median, worst | 28 nm chip, TOPS/W | MHz |");
    table.add("|---|---|---|---|---|---|---|");
    List<Outcome> outcomes = new ArrayList<>();
    for (Adders adders : Adders.EXACT) {
      List<Row> rows = rows(adders);
      Constants constants =
          Constants.fitted(rows.stream().filter(CalibrationStudyTest::isMetis).toList());
      double[] factors =
          rows.stream()
              .filter(row -> !isMetis(row))
              .mapToDouble(row -> row.factor(constants))
              .toArray();
      outcomes.add(add(table, adders, "Metis' two points", List.of(constants), factors));
    }
    for (Adders adders : Adders.EXACT) {
      List<Row> rows = rows(adders);
      List<Constants> all = new ArrayList<>();
      double[] factors =
          rows.stream()
              .mapToDouble(row -> {
                Constants others =
                    Constants.fitted(
                        rows.stream().filter(other -> !other.macro().equals(row.macro())).toList());
                all.add(others);
                return row.factor(others);
              })
              .toArray();
      outcomes.add(add(table, adders, "all other macros (leave one out)", all, factors));
    }
    for (Adders adders : Adders.EXACT) {
      Constants best = best(rows(adders));
      double[] factors = rows(adders).stream().mapToDouble(row -> row.factor(best)).toArray();
      outcomes.add(add(table, adders, "what they are held against", List.of(best), factors));
    }
    SiliconPage.holds("calibrations", table);
    assertThat(outcomes)
        .noneMatch(outcome ->
            outcome.median() < 1.2
                && outcome.worst() < 1.7
                && Math.abs(outcome.topsPerW() / CHIP_TOPS_PER_W - 1) < 0.2
                && Math.abs(outcome.mhz() / CHIP_MHZ - 1) < 0.2);
  }

  @Test
  void the_first_is_what_is_used() {
    Constants constants =
        Constants.fitted(
            rows(Adders.RIPPLE).stream().filter(CalibrationStudyTest::isMetis).toList());
    assertThat(constants.load()).isCloseTo(Constants.USED.load(), within(0.002));
    assertThat(constants.pair()).isCloseTo(Constants.USED.pair(), within(0.005));
  }

  /// Those with the least median of all, every row seen.
  private static Constants best(List<Row> rows) {
    Constants best = Constants.USED;
    double least = Double.MAX_VALUE;
    for (int load = 1; load < 300; load++) {
      for (int pair = 1; pair < 300; pair++) {
        Constants constants = new Constants(load / 100.0, pair / 100.0);
        double median =
            SiliconPage.median(rows.stream().mapToDouble(row -> row.factor(constants)).toArray());
        if (median < least) {
          least = median;
          best = constants;
        }
      }
    }
    return best;
  }

  private static Outcome add(
      List<String> table, Adders adders, String on, List<Constants> constants, double[] factors) {
    double load = constants.stream().mapToDouble(Constants::load).average().orElseThrow();
    double pair = constants.stream().mapToDouble(Constants::pair).average().orElseThrow();
    CombMacro chip = new CombMacro(chip(adders), 28, 1.03);
    Outcome outcome =
        new Outcome(
            SiliconPage.median(factors),
            SiliconPage.worst(factors),
            topsPerW(chip, new Constants(load, pair)),
            chip.clockHz().value() / 1e6);
    table.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s | %.2f, %.2f | %.2f | %.0f |",
            adders == Adders.RIPPLE ? "rippling" : "compressing",
            on,
            span(constants.stream().map(Constants::load)),
            span(constants.stream().map(Constants::pair)),
            outcome.median(),
            outcome.worst(),
            outcome.topsPerW(),
            outcome.mhz()));
    return outcome;
  }

  private static String span(Stream<Double> values) {
    double[] sorted = values.mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 1
        ? String.format(Locale.ROOT, "%.3f", sorted[0])
        : String.format(Locale.ROOT, "%.2f to %.2f", sorted[0], sorted[sorted.length - 1]);
  }

  private static boolean isMetis(Row row) {
    return row.macro().equals("Metis");
  }

  private static List<Row> rows(Adders adders) {
    return PublishedMacros.all().stream()
        .filter(macro -> macro.group() != Group.WHOLE_CHIP)
        .flatMap(macro ->
            macro.figures().stream()
                .filter(Efficiency.class::isInstance)
                .map(figure -> Row.of(macro, (Efficiency) figure, adders)))
        .toList();
  }

  private static CombShape chip(Adders adders) {
    Datapath datapath = new Datapath(8, 8, 8, 8, 8, Multiplier.ARRAY, adders, false, 32);
    return CombShape.onBoundary(192, datapath, Operands.RANDOM, SramCell.EIGHT_T, 192, 32);
  }

  /// With bits over bit lines, whose energy no constant here changes.
  private static double topsPerW(CombMacro chip, Constants constants) {
    double skipper = (chip.decodeFj().value() + chip.routeFj().value()) / chip.shape().columns();
    Row computing =
        Row.of("28 nm chip", 2000 / CHIP_TOPS_PER_W, chip, chip.multiplyFj().value() + skipper);
    return 2000 / (computing.fj(constants) + 8 * chip.readFjPerBit().value());
  }
}
