package org.cimlet.technology.heat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PackageHeatTest {
  private static final double SIDE = 0.04;
  private static final HeatLayer DIE = new HeatLayer("die", 0.7e-3, 120, 0.9);
  private static final HeatLayer PASTE = HeatLayer.of("paste", 50e-6, 4);
  private static final HeatLayer LID = HeatLayer.of("lid", 2e-3, 390);

  @Test
  void evenHeatFlowsStraightThroughASlab() {
    // R = half the die, paste, lid, sink, each t / (k A): 100 W / 1.6e-3 m2
    HeatStack stack = new HeatStack(SIDE, SIDE, 8, 8, List.of(DIE, PASTE, LID), 5, 0, 25);
    Temperatures map = PackageHeat.solve(stack, List.of(new HeatSource(0, 0, 0, SIDE, SIDE, 100)));
    double flux = 100 / (SIDE * SIDE);
    double expected = 25 + flux * (0.35e-3 / 120 + 50e-6 / 4 + 2e-3 / 390) + 100.0 / 5;
    assertThat(map.mean(0)).isCloseTo(expected, within(1e-6));
    assertThat(map.hottest()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void heatLeavesByTheBoardAsWellInTheRatioOfResistances() {
    HeatStack stack = new HeatStack(SIDE, SIDE, 2, 2, List.of(LID), 3, 1, 20);
    Temperatures map = PackageHeat.solve(stack, List.of(new HeatSource(0, 0, 0, SIDE, SIDE, 40)));
    double half = 1e-3 / (390 * SIDE * SIDE);
    double up = 1 / (1 / 3.0 + half);
    double down = 1 / (1 + half);
    assertThat(map.mean(0)).isCloseTo(20 + 40 / (up + down), within(1e-8));
  }

  @Test
  void symmetricDiesAreEquallyWarm() {
    List<HeatSource> dies = new ArrayList<>();
    for (double y : new double[] {0.004, 0.022}) {
      for (double x : new double[] {0.004, 0.022}) {
        dies.add(new HeatSource(0, x, y, 0.014, 0.014, 20));
      }
    }
    Temperatures map =
        PackageHeat.solve(
            new HeatStack(SIDE, SIDE, 33, 33, List.of(DIE, PASTE, LID), 5, 0, 25), dies);
    for (int die = 1; die < 4; die++) {
      assertThat(map.hottest(die)).isCloseTo(map.hottest(0), within(1e-7));
      assertThat(map.mean(die)).isCloseTo(map.mean(0), within(1e-7));
    }
    assertThat(map.mean(0)).isGreaterThan(25 + 80.0 / 5);
  }

  /// Mean temperature of a square source centred on a square plate that is cooled below, by
  /// separation of variables (cosines across, hyperbolic functions down). The plate is cut into
  /// thin layers, whose heat is given off in the lowest; the sink is on the other face.
  @Test
  void aCentredSourceSpreadsAsFouriersSeriesSays() {
    double side = 0.03;
    double source = 0.01;
    double thick = 4e-3;
    double k = 150;
    double sink = 2; // W/K, so 2222 W/(m2 K)
    int slices = 24;
    List<HeatLayer> layers = new ArrayList<>();
    for (int i = 0; i < slices; i++) {
      layers.add(HeatLayer.of("slice", thick / slices, k));
    }
    Temperatures map =
        PackageHeat.solve(
            new HeatStack(side, side, 60, 60, layers, sink, 0, 0),
            List.of(
                new HeatSource(0, (side - source) / 2, (side - source) / 2, source, source, 50)));
    double series = fourierMean(50, side, source, thick, k, sink / (side * side));
    // heat enters in the middle of the lowest slice, half a slice above the face
    double midSlice = 50 / (source * source) * thick / slices / 2 / k;
    assertThat(map.mean(0)).isCloseTo(series - midSlice, Percentage.withPercentage(0.3));
  }

  private static double fourierMean(
      double watts, double side, double source, double thick, double k, double h) {
    double mean = watts / (side * side) * (thick / k + 1 / h);
    int terms = 400;
    for (int m = 0; m <= terms; m++) {
      for (int n = 0; n <= terms; n++) {
        if (m + n > 0) {
          mean += fourierTerm(m, n, watts, side, source, thick, k, h);
        }
      }
    }
    return mean;
  }

  private static double fourierTerm(
      int m, int n, double watts, double side, double source, double thick, double k, double h) {
    double coefficient = cosineMean(m, side, source) * cosineMean(n, side, source);
    double weight = (m == 0 ? 1 : 2) * (n == 0 ? 1 : 2);
    double wave = Math.PI * Math.hypot(m, n) / side;
    double tanh = Math.tanh(wave * thick);
    double depth = (k * wave + h * tanh) / (h + k * wave * tanh) / (k * wave);
    return watts / (side * side) * weight * coefficient * coefficient * depth;
  }

  /// Mean over the centred source of `cos(m pi x / side)`.
  private static double cosineMean(int m, double side, double source) {
    if (m == 0) {
      return 1;
    }
    double half = m * Math.PI * source / (2 * side);
    return Math.cos(m * Math.PI / 2) * Math.sin(half) / half;
  }

  @Test
  void theSameInputGivesTheSameBits() {
    HeatStack stack = new HeatStack(SIDE, SIDE, 20, 20, List.of(DIE, PASTE, LID), 5, 0, 25);
    List<HeatSource> sources = List.of(new HeatSource(0, 0.003, 0.01, 0.02, 0.013, 37));
    assertThat(PackageHeat.solve(stack, sources).hottest())
        .isEqualTo(PackageHeat.solve(stack, sources).hottest());
  }

  @Test
  void heatNeedsAWayOutAndSourcesAPlace() {
    assertThatThrownBy(() -> new HeatStack(SIDE, SIDE, 2, 2, List.of(LID), 0, 0, 25))
        .hasMessageContaining("heat must leave by sink or board");
    HeatStack stack = new HeatStack(SIDE, SIDE, 2, 2, List.of(LID), 1, 0, 25);
    assertThatThrownBy(
            () -> PackageHeat.solve(stack, List.of(new HeatSource(0, 0.03, 0, 0.02, 0.02, 1))))
        .hasMessageContaining("must lie within the package");
  }
}
