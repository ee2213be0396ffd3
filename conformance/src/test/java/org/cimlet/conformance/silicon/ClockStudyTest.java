package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.cimlet.technology.ClockLaw;
import org.cimlet.technology.scaling.ThresholdVoltage;
import org.junit.jupiter.api.Test;

/// The clock law between the ends of published voltage and frequency tables. Both ends of every
/// table are fitted, as two points of a machine file's `clock_points` are; what lies between is
/// predicted.
class ClockStudyTest {
  private static final double[] ALPHAS = {1, 1.1, 1.2, 1.3};

  private record Curve(String chip, List<ClockLaw.Point> points) {
    /// From its lowest point that lies [ThresholdVoltage#MARGIN_V] above the threshold which that
    /// and the highest give.
    Curve farFromTheThreshold() {
      for (int from = 0; from < points.size() - 2; from++) {
        Curve rest = new Curve(chip, points.subList(from, points.size()));
        if (!rest.isNearTheThreshold()) {
          return rest;
        }
      }
      throw new AssertionError(chip);
    }

    boolean isNearTheThreshold() {
      return points.getFirst().voltageV()
          < law(ClockLaw.ALPHA).thresholdV() + ThresholdVoltage.MARGIN_V;
    }

    ClockLaw law(double alpha) {
      return ClockLaw.through(points.getFirst(), points.getLast(), alpha);
    }

    /// Shares by which points between the ends are missed.
    double[] errors(double alpha) {
      ClockLaw law = law(alpha);
      return points.subList(1, points.size() - 1).stream()
          .mapToDouble(point -> Math.abs(law.clockHz(point.voltageV()) / point.clockHz() - 1))
          .toArray();
    }

    /// The least share by which any law with this exponent misses its worst point, whatever its two
    /// constants: half of what lies between the points farthest above and below it, for the best of
    /// all thresholds.
    double leastWorst(double alpha) {
      double least = Double.MAX_VALUE;
      for (double threshold = 0; threshold < points.getFirst().voltageV(); threshold += 5e-4) {
        ClockLaw law = new ClockLaw(1, threshold, alpha);
        double[] ratios =
            points.stream()
                .mapToDouble(point -> law.clockHz(point.voltageV()) / point.clockHz())
                .sorted()
                .toArray();
        double low = ratios[0];
        double high = ratios[ratios.length - 1];
        least = Math.min(least, (high - low) / (high + low));
      }
      return least;
    }
  }

  @Test
  void points_between_the_ends_are_as_the_page_says() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| chip | fitted | threshold V | predicted | median | worst | no law with alpha 1 has less than |");
    table.add("|---|---|---|---|---|---|---|");
    for (Curve curve : curves()) {
      double[] errors = curve.errors(ClockLaw.ALPHA);
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %s and %s V | %.3f | %s points | %s | %s | %s |",
              curve.chip(),
              shown(curve.points().getFirst()),
              shown(curve.points().getLast()),
              curve.law(ClockLaw.ALPHA).thresholdV(),
              errors.length,
              SiliconPage.percent(SiliconPage.median(errors)),
              SiliconPage.percent(SiliconPage.worst(errors)),
              SiliconPage.percent(curve.leastWorst(ClockLaw.ALPHA))));
    }
    double[] errors = all(curves(), ClockLaw.ALPHA).toArray();
    table.add(
        "| all | | | %s points | %s | %s | |"
            .formatted(
                errors.length,
                SiliconPage.percent(SiliconPage.median(errors)),
                SiliconPage.percent(SiliconPage.worst(errors))));
    SiliconPage.holds("clock", table);
  }

  @Test
  void full_saturation_has_the_best_median() throws IOException {
    List<Curve> curves = curves();
    List<String> table = new ArrayList<>();
    table.add(
        "| alpha | median | nine of ten points within | worst | no law has less, worst of all tables |");
    table.add("|---|---|---|---|---|");
    for (double alpha : ALPHAS) {
      double[] errors = all(curves, alpha).sorted().toArray();
      table.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  alpha,
                  SiliconPage.percent(SiliconPage.median(errors)),
                  SiliconPage.percent(errors[(int) (0.9 * (errors.length - 1))]),
                  SiliconPage.percent(SiliconPage.worst(errors)),
                  SiliconPage.percent(
                      curves.stream()
                          .mapToDouble(curve -> curve.leastWorst(alpha))
                          .max()
                          .orElseThrow())));
    }
    SiliconPage.holds("alpha", table);
    double kept = SiliconPage.median(all(curves, ClockLaw.ALPHA).toArray());
    assertThat(kept).isLessThan(0.05);
    for (double alpha : ALPHAS) {
      assertThat(SiliconPage.median(all(curves, alpha).toArray())).isGreaterThanOrEqualTo(kept);
    }
  }

  /// A machine's clock through two points has a range of 1.5 to either side where the lower lies
  /// near the threshold, 1.1 otherwise.
  @Test
  void every_point_lies_in_the_range_of_a_machine() throws IOException {
    for (Curve curve : curves()) {
      ClockLaw law = curve.law(ClockLaw.ALPHA);
      double range = curve.isNearTheThreshold() ? 1.5 : 1.1;
      assertThat(curve.points())
          .allSatisfy(point -> {
            double ratio = law.clockHz(point.voltageV()) / point.clockHz();
            assertThat(ratio).as(curve.chip()).isBetween(1 / range, range);
          });
    }
  }

  /// Of one table no law with alpha 1 stays within 15 %, whichever points it is fitted to.
  @Test
  void the_bar_of_the_worst_point_is_out_of_reach_of_two_constants() throws IOException {
    assertThat(curves())
        .filteredOn(curve -> curve.leastWorst(ClockLaw.ALPHA) > 0.15)
        .extracting(Curve::chip)
        .containsExactly("Tegra X1 GPU 20nm speedo 2000 25C");
  }

  /// Fitted to points of which the lower lies 0.1 V above the threshold, what lies between them is
  /// missed by less, as the page says.
  @Test
  void far_above_the_threshold_less_is_missed() throws IOException {
    List<Curve> far = curves().stream().map(Curve::farFromTheThreshold).toList();
    double[] errors = all(far, ClockLaw.ALPHA).toArray();
    assertThat(errors).hasSize(58);
    assertThat(SiliconPage.median(errors)).isBetween(0.0215, 0.0225);
    assertThat(SiliconPage.worst(errors)).isBetween(0.0885, 0.0895);
  }

  /// At 20 and 8 nm the thresholds of the ends, less what those of 28 nm products lie above the
  /// middle of measured chips.
  @Test
  void thresholds_of_products_are_those_of_their_ends() throws IOException {
    double margin = SiliconPage.median(thresholds("28")) - ThresholdVoltage.of(28).value();
    assertThat(ThresholdVoltage.of(20).value())
        .isCloseTo(thresholds("20nm")[0] - margin, within(0.001));
    assertThat(ThresholdVoltage.of(8).value())
        .isCloseTo(thresholds("8nm")[0] - margin, within(0.001));
  }

  private static double[] thresholds(String process) throws IOException {
    return curves().stream()
        .filter(curve -> curve.chip().contains(" " + process))
        .mapToDouble(curve -> curve.law(ClockLaw.ALPHA).thresholdV())
        .toArray();
  }

  private static DoubleStream all(List<Curve> curves, double alpha) {
    return curves.stream().flatMapToDouble(curve -> DoubleStream.of(curve.errors(alpha)));
  }

  private static String shown(ClockLaw.Point point) {
    return String.format(Locale.ROOT, "%.2f", point.voltageV());
  }

  private static List<Curve> curves() throws IOException {
    Map<String, List<ClockLaw.Point>> points = new LinkedHashMap<>();
    for (String[] row : SiliconPage.data("dvfs_points.csv")) {
      points
          .computeIfAbsent(row[0], _ -> new ArrayList<>())
          .add(new ClockLaw.Point(Double.parseDouble(row[1]), Double.parseDouble(row[2]) * 1e6));
    }
    Stream<Curve> curves =
        points.entrySet().stream().map(entry -> new Curve(entry.getKey(), entry.getValue()));
    return curves.toList();
  }
}
