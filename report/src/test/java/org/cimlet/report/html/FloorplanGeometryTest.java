package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cimlet.report.html.floorplan.FloorplanGeometry;
import org.cimlet.report.html.page.Svg;
import org.cimlet.run.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloorplanGeometryTest {
  static Stream<Supplier<Result>> runs() {
    return HtmlReportTest.runs();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void dies_lie_apart_within_the_package_and_the_package_within_the_drawing(Supplier<Result> run) {
    FloorplanGeometry plan = FloorplanGeometry.of(run.get().plan().machine());
    double right = plan.packageLeft() + plan.packageWidth();
    double bottom = plan.packageTop() + plan.packageHeight();
    for (int a = 0; a < plan.topology().chiplets(); a++) {
      assertThat(plan.x(a)).isBetween(plan.packageLeft(), right - plan.width(a) + 1e-9);
      assertThat(plan.y(a)).isBetween(plan.packageTop(), bottom - plan.side(a) + 1e-9);
      for (int b = 0; b < a; b++) {
        double across = Math.abs(plan.middleX(a) - plan.middleX(b));
        double down = Math.abs(plan.middleY(a) - plan.middleY(b));
        assertThat(Math.max(across, down))
            .isGreaterThanOrEqualTo((plan.width(a) + plan.width(b)) / 2);
      }
    }
    assertThat(plan.hostRight()).isLessThan(plan.packageLeft());
    assertThat(plan.hostTop()).isNotNegative();
    // The key of the colours needs some 80 units beside the package.
    assertThat(right).isLessThan(Svg.WIDTH - 80);
  }

  @Test
  void the_gap_between_dies_is_that_of_the_machine() {
    // comb-200mb-36: dies of 308 mm2, so 17.55 mm wide, 1 mm apart.
    FloorplanGeometry plan = FloorplanGeometry.of(SampleRuns.llama7b().plan().machine());
    assertThat(plan.side() / plan.unitsPerMm()).isCloseTo(17.55, within(0.01));
    assertThat(plan.gap() / plan.unitsPerMm()).isCloseTo(1, within(1e-9));
    assertThat(plan.x(7) - plan.x(0)).isCloseTo(plan.side() + plan.gap(), within(1e-9));
  }

  @Test
  void the_host_stands_level_with_its_wires() {
    FloorplanGeometry plan = FloorplanGeometry.of(SampleRuns.ringWithExperts().plan().machine());
    for (int chiplet : new int[] {0, 4}) {
      assertThat(plan.hostWireY(chiplet))
          .isBetween(plan.hostTop(), plan.hostTop() + plan.hostHeight());
    }
  }
}
