package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;

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

/// The clock law between the ends of published voltage and frequency tables. Of each chip two
/// points are fitted, as two points of a machine file's `clock_points` are: the highest, and the
/// lowest that lies [ThresholdVoltage#MARGIN_V] above the threshold which the two give. What lies
/// between is predicted.
class ClockStudyTest {

  private record Curve(String chip, List<ClockLaw.Point> points) {
    /// From its lowest point that tells a threshold.
    Curve fitted() {
      for (int from = 0; from < points.size() - 2; from++) {
        Curve rest = new Curve(chip, points.subList(from, points.size()));
        double threshold = rest.law(ClockLaw.ALPHA).thresholdV();
        if (rest.points().getFirst().voltageV() >= threshold + ThresholdVoltage.MARGIN_V) {
          return rest;
        }
      }
      throw new AssertionError(chip);
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
  }

  @Test
  void points_between_the_ends_are_as_the_page_says() throws IOException {
    List<Curve> curves = curves().stream().map(Curve::fitted).toList();
    List<String> table = new ArrayList<>();
    table.add("| chip | fitted | threshold V | predicted | median | worst |");
    table.add("|---|---|---|---|---|---|");
    for (Curve curve : curves) {
      double[] errors = curve.errors(ClockLaw.ALPHA);
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %s and %s V | %.3f | %s points | %s | %s |",
              curve.chip(),
              shown(curve.points().getFirst()),
              shown(curve.points().getLast()),
              curve.law(ClockLaw.ALPHA).thresholdV(),
              errors.length,
              SiliconPage.percent(SiliconPage.median(errors)),
              SiliconPage.percent(SiliconPage.worst(errors))));
    }
    SiliconPage.holds("clock", table);
  }

  @Test
  void full_saturation_misses_fewest() throws IOException {
    List<Curve> curves = curves().stream().map(Curve::fitted).toList();
    List<String> table = new ArrayList<>();
    table.add("| alpha | median | nine of ten points within | worst |");
    table.add("|---|---|---|---|");
    for (double alpha : new double[] {1, 1.1, 1.2, 1.3}) {
      double[] errors = all(curves, alpha).sorted().toArray();
      table.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  alpha,
                  SiliconPage.percent(SiliconPage.median(errors)),
                  SiliconPage.percent(errors[(int) (0.9 * (errors.length - 1))]),
                  SiliconPage.percent(SiliconPage.worst(errors))));
    }
    SiliconPage.holds("alpha", table);
    double[] errors = all(curves, ClockLaw.ALPHA).toArray();
    assertThat(SiliconPage.median(errors)).isLessThan(0.05);
    assertThat(SiliconPage.worst(errors)).isLessThan(0.15);
  }

  /// Fitted to points nearer to the threshold, the law misses what lies between by more, as the
  /// page and the range of a machine's clock say.
  @Test
  void a_point_near_the_threshold_tells_none() throws IOException {
    double[] errors = all(curves(), ClockLaw.ALPHA).toArray();
    assertThat(errors).hasSize(76);
    assertThat(SiliconPage.median(errors)).isBetween(0.0255, 0.0265);
    assertThat(SiliconPage.worst(errors)).isBetween(0.4145, 0.4155);
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
