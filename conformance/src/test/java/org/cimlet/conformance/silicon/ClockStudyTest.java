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
import org.junit.jupiter.api.Test;

/// The clock law between the ends of published voltage and frequency tables. Each chip's lowest and
/// highest points are fitted, as two points of a machine file's `clock_points` are; what lies
/// between is predicted.
class ClockStudyTest {

  private record Curve(String chip, List<ClockLaw.Point> points) {
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
    List<Curve> curves = curves();
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
    List<Curve> curves = curves();
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
    assertThat(SiliconPage.median(all(curves, ClockLaw.ALPHA).toArray())).isLessThan(0.05);
    // one table rises in straight steps, as no transistor does: the page says so
    double[] others =
        all(curves.stream().filter(curve -> !curve.chip().contains("20nm")).toList(), 1).toArray();
    assertThat(SiliconPage.worst(others)).isLessThan(0.17);
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
