package org.cimlet.technology.manufacture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cimlet.technology.manufacture.Packaging.Bumped;
import org.cimlet.technology.manufacture.Packaging.Carrier;
import org.cimlet.technology.manufacture.Packaging.Organic;
import org.cimlet.technology.manufacture.Packaging.Stacked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected figures were computed from Chiplet Actuary's formulas before this code was written.
class PackageCostTest {
  private static final Map<Integer, DieYield> YIELDS =
      Map.of(
          28, new DieYield(0.07, 10),
          14, new DieYield(0.08, 10),
          7, new DieYield(0.09, 10),
          5, new DieYield(0.11, 10));
  private static final Map<Integer, Wafer> WAFERS =
      Map.of(
          28, Wafer.of300Mm(2891),
          14, Wafer.of300Mm(3984),
          7, Wafer.of300Mm(9346),
          5, Wafer.of300Mm(16988));

  private static <T> T at(int node, Map<Integer, T> table) {
    return Objects.requireNonNull(table.get(node));
  }

  private static final Organic ORGANIC = new Organic(4, 0.005, 0.99, 0.005, 3e3, 3e5);

  private static Carrier fanOut(Bumped bumped) {
    return new Carrier(
        Wafer.of300Mm(1200),
        new DieYield(0.05, 3),
        1.2,
        0.98,
        0.01,
        25_000,
        7.5e6,
        ORGANIC,
        bumped);
  }

  private static Carrier interposer(Bumped bumped) {
    return new Carrier(
        Wafer.of300Mm(1937),
        new DieYield(0.06, 6),
        1.1,
        0.95,
        0.01,
        33_600,
        6.72e6,
        ORGANIC,
        bumped);
  }

  private static Die die(int node, double areaMm2) {
    return new Die(areaMm2, at(node, WAFERS), at(node, YIELDS));
  }

  @ParameterizedTest
  @CsvSource({
    // mm2, nm, dies a wafer, yield, $ a known-good die
    "100, 28, 571.7, 0.9326, 5.42", "100, 14, 571.7, 0.9234, 7.55",
    "100,  7, 571.7, 0.9143, 17.88", "100, 5, 571.7, 0.8964, 33.15",
    "308, 28, 173.4, 0.8079, 20.64", "308, 14, 173.4, 0.7839, 29.32",
    "308,  7, 173.4, 0.7608, 70.87", "308, 5, 173.4, 0.7166, 136.74",
    "858, 28, 54.1, 0.5581, 95.76", "858, 14, 54.1, 0.5149, 143.04",
    "858,  7, 54.1, 0.4753, 363.48", "858, 5, 54.1, 0.4058, 773.81"
  })
  void aGoodDieCostsItsShareOfTheWaferAndOfTheBadOnes(
      double areaMm2, int node, double dies, double yield, double usd) {
    Die die = die(node, areaMm2);
    assertThat(die.wafer().dies(areaMm2)).isCloseTo(dies, within(0.05));
    assertThat(die.yield().of(areaMm2)).isCloseTo(yield, within(0.00005));
    assertThat(die.knownGoodUsd()).isCloseTo(usd, within(0.0051));
  }

  @ParameterizedTest
  @CsvSource({"4, 179.8, 269.7, 361.8", "8, 374.3, 857.2, 1552.3"})
  void packagesOfThePapersChipletCostWhatChipletActuaryReckons(
      int count, double organic, double fanOut, double interposer) {
    List<Component> dies = List.of(die(14, 308).times(count));
    assertThat(ORGANIC.bill(dies).totalUsd()).isCloseTo(organic, within(0.05));
    assertThat(fanOut(Bumped.ONE_OF_EACH_KIND).bill(dies).totalUsd())
        .isCloseTo(fanOut, within(0.05));
    assertThat(interposer(Bumped.ONE_OF_EACH_KIND).bill(dies).totalUsd())
        .isCloseTo(interposer, within(0.05));
  }

  @Test
  void everyDieHasItsBumps() {
    // 3 more dies of 308 mm2 x 0.01 $ = 9.24 $ of bumps, lost with the rest: / (0.98^4 x 0.99)
    List<Component> dies = List.of(die(14, 308).times(4));
    double published = fanOut(Bumped.ONE_OF_EACH_KIND).bill(dies).totalUsd();
    assertThat(fanOut(Bumped.EVERY_DIE).bill(dies).totalUsd() - published)
        .isCloseTo(9.24 / (Math.pow(0.98, 4) * 0.99), within(1e-9));
  }

  @Test
  void aCarrierIsLargerThanItsDiesAndSmallerThanItsSubstrate() {
    PackageBill bill = interposer(Bumped.EVERY_DIE).bill(List.of(die(14, 308).times(8)));
    assertThat(bill.carrierMm2()).isCloseTo(2710.4, within(0.05));
    assertThat(bill.substrateMm2()).isCloseTo(4 * 2710.4, within(0.2));
    assertThat(bill.assemblyYield()).isCloseTo(Math.pow(0.95, 8) * 0.99, within(1e-12));
  }

  @Test
  void aLoneDieNeedsNoWiringLayers() {
    // 20.642 + 308 x 0.005 of bumps + 1232 mm2 x 0.005, all over 0.99
    assertThat(ORGANIC.bill(List.of(die(28, 308).times(1))).totalUsd())
        .isCloseTo((20.642 + 1.54 + 6.16) / 0.99, within(0.001));
  }

  @Test
  void aStackPaysForBondsButStandsOnOneFootprint() {
    Stacked stacked = new Stacked(2, 0.98, 0.02, ORGANIC);
    PackageBill bill = stacked.bill(List.of(die(14, 100).times(4)));
    // 2 stacks, each (2 dies of 7.5471 $ + a bond of 100 mm2 x 0.02) / 0.98, and bumps of 0.5 $
    assertThat(bill.diesUsd()).isCloseTo(2 * ((2 * 7.5471 + 2) / 0.98 + 0.5), within(0.01));
    assertThat(bill.substrateMm2()).isCloseTo(800, within(1e-9));
    assertThat(bill.substrateUsd()).isCloseTo(800 * 0.005 * 1.75, within(1e-9));
    // stacks are tested: only their own two bonds to the substrate can lose the package
    assertThat(bill.assemblyYield()).isCloseTo(0.99 * 0.99, within(1e-12));
    assertThat(bill.totalUsd())
        .isCloseTo((bill.diesUsd() + bill.substrateUsd()) / bill.assemblyYield(), within(1e-9));
  }

  @Test
  void stacksStandOnACarrierLikeDies() {
    List<Component> dies = List.of(die(14, 100).times(8));
    PackageBill bill = new Stacked(4, 0.99, 0.03, interposer(Bumped.EVERY_DIE)).bill(dies);
    double stackUsd = (4 * 7.5471 + 3 * 3) / Math.pow(0.99, 3);
    PackageBill alike = interposer(Bumped.EVERY_DIE).bill(List.of(new Component(100, stackUsd, 2)));
    assertThat(bill.totalUsd()).isCloseTo(alike.totalUsd(), within(0.02));
    assertThat(bill.carrierMm2()).isCloseTo(220, within(1e-9));
    assertThat(bill.keptDies()).isCloseTo(Math.pow(0.99, 3) * 0.95 * 0.95 * 0.99, within(1e-12));
  }

  @Test
  void aDieLeftOverStandsByItself() {
    Stacked stacked = new Stacked(4, 0.9, 0.02, ORGANIC);
    PackageBill bill = stacked.bill(List.of(die(14, 100).times(5)));
    double stack = (4 * 7.5471 + 3 * 2) / Math.pow(0.9, 3);
    assertThat(bill.diesUsd()).isCloseTo(stack + 7.5471 + 2 * 0.5, within(0.01));
    assertThat(bill.substrateMm2()).isCloseTo(800, within(1e-9));
  }

  @Test
  void mixedDiesAddUp() {
    PackageBill both = ORGANIC.bill(List.of(die(14, 308).times(2), die(28, 100).times(3)));
    double silicon = 2 * (29.317 + 1.54) + 3 * (5.4218 + 0.5);
    assertThat(both.diesUsd()).isCloseTo(silicon, within(0.01));
    assertThat(both.assemblyYield()).isCloseTo(Math.pow(0.99, 5), within(1e-12));
  }

  @Test
  void designIsPaidOnceAndGrowsWithArea() {
    // 106 M$ for 300 mm2: a fifth fixed, four fifths by area
    assertThat(DesignCost.usd(106e6, 300)).isCloseTo(106e6, within(1.0));
    assertThat(DesignCost.usd(106e6, 308)).isCloseTo(106e6 * (0.2 + 0.8 * 308 / 300), within(1.0));
    // 4 x 308 x 4 mm2 x 3,000 $ x 2 for many layers + 300,000 $
    assertThat(ORGANIC.designUsd(List.of(die(14, 308).times(4))))
        .isCloseTo(29_868_000, within(1.0));
  }

  @Test
  void badDiesAreEmittedToo() {
    // 9.86 g/mm2 x 308 mm2 / 0.7839
    assertThat(FabCarbon.kgPerGoodDie(9.86, 308, at(14, YIELDS))).isCloseTo(3.874, within(0.001));
  }

  @Test
  void yieldTendsToPoissonAsDefectsSpreadOut() {
    assertThat(new DieYield(0.1, 1e9).of(500)).isCloseTo(Math.exp(-0.5), within(1e-6));
    assertThat(new DieYield(0, 10).of(858)).isEqualTo(1);
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    assertThatThrownBy(() -> Wafer.of300Mm(2891).dies(40_000))
        .hasMessageContaining("must hold at least one die")
        .hasMessageContaining("40000.0 mm2");
    assertThatThrownBy(() -> new Organic(4, 0.005, 1.1, 0, 0, 0)).hasMessageContaining("1.1");
    assertThatThrownBy(() -> new DieYield(-1, 10)).hasMessageContaining("got -1.0");
    assertThat(interposer(Bumped.EVERY_DIE).holds(List.of(die(14, 308).times(8)))).isTrue();
    assertThat(interposer(Bumped.EVERY_DIE).holds(List.of(die(14, 308).times(200)))).isFalse();
    assertThat(new Die(859, at(14, WAFERS), at(14, YIELDS)).exceedsReticle()).isTrue();
    assertThat(new Die(858, at(14, WAFERS), at(14, YIELDS)).exceedsReticle()).isFalse();
  }
}
