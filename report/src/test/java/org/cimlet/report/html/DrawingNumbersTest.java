package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.floorplan.HeldLayers;
import org.cimlet.report.html.page.HeatScale;
import org.cimlet.report.html.page.LabelPlacer;
import org.cimlet.report.html.page.LogAxis;
import org.cimlet.report.html.page.Ranges;
import org.cimlet.report.html.page.Svg;
import org.cimlet.run.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Axes, scales, labels and the short forms of numbers.
class DrawingNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-1.5, -1.5",
    "2.25, 2.25",
    "0.05, 0.05",
    "3.999, 4",
    "-0.004, 0",
    "100.1, 100.1"
  })
  void coordinates_have_two_decimals_at_most(double value, String text) {
    assertThat(Svg.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void a_coordinate_that_is_no_number_is_refused(double value) {
    assertThatThrownBy(() -> Svg.number(value)).hasMessageContaining("must be finite");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 %",
    "0.00001, < 0.01 %",
    "0.0012, 0.12 %",
    "0.02722, 2.7 %",
    "0.02, 2 %",
    "0.434, 43 %",
    "0.9912, 99 %",
    "0.9992, 99.9 %",
    "1, 100 %"
  })
  void shares_are_written_in_two_digits(double share, String text) {
    assertThat(Wording.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "20000, 20000",
    "0.0325, 0.0325",
    "460.8, 460.8",
    "122.07, 122.07",
    "1e-7, 0.0000001",
    "0, 0"
  })
  void numbers_of_a_specification_are_shown_as_written(double value, String text) {
    assertThat(Wording.exact(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"79.05, 79", "1.44, 1.4", "8.02, 8", "0.031, 0.031", "2207, '2,200'", "998, 1000"})
  void ratios_are_written_in_two_digits(double ratio, String text) {
    assertThat(Wording.two(ratio)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.01, 2", "0.027, 0.03", "7.2, 8", "8.5, 10", "3.4e6, 4e6", "0.9999, 1"})
  void an_axis_ends_with_the_next_round_number(double most, double end) {
    assertThat(Wording.roundUp(most)).isCloseTo(end, within(1e-12 * end));
  }

  @Test
  void a_logarithmic_axis_gives_every_decade_the_same_length() {
    LogAxis axis = new LogAxis(1, 1000, 10, 310);
    assertThat(axis.at(1)).isCloseTo(10, within(1e-9));
    assertThat(axis.at(10)).isCloseTo(110, within(1e-9));
    assertThat(axis.at(1000)).isCloseTo(310, within(1e-9));
    assertThat(axis.at(0.001)).as("held at its end").isCloseTo(10, within(1e-9));
    assertThat(axis.at(10) - axis.at(1)).isCloseTo(100, within(1e-9));
    assertThat(axis.decades()).containsExactly(1.0, 10.0, 100.0, 1000.0);
    assertThat(new LogAxis(0.7, 2400, 0, 1).decades()).containsExactly(1.0, 10.0, 100.0, 1000.0);
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "-1, 10", "10, 10", "NaN, 10", "1, Infinity"})
  void a_logarithmic_axis_needs_a_positive_range(double least, double most) {
    assertThatThrownBy(() -> new LogAxis(least, most, 0, 1)).hasMessageContaining("least < most");
  }

  @Test
  void a_value_on_an_edge_belongs_to_the_step_above_it() {
    HeatScale scale = HeatScale.fill();
    assertThat(scale.step(0)).isZero();
    assertThat(scale.step(0.0999)).isZero();
    assertThat(scale.step(0.5)).isEqualTo(5);
    assertThat(scale.step(0.95)).isEqualTo(9);
    assertThat(scale.step(1)).isEqualTo(9);
  }

  @Test
  void edges_of_a_scale_rise() {
    for (HeatScale scale :
        List.of(HeatScale.utilisation(), HeatScale.fill(), HeatScale.traffic(3.4e6))) {
      assertThat(scale.edges()).isSorted().doesNotHaveDuplicates().hasSize(scale.steps() + 1);
    }
  }

  @Test
  void the_scale_of_traffic_ends_above_the_busiest_wire_and_copes_with_none() {
    assertThat(HeatScale.traffic(3.4e6).edges()).endsWith(4e6);
    assertThat(HeatScale.traffic(3.4e6).edge(5)).isEqualTo("4 Mbit/token");
    assertThat(HeatScale.traffic(0).step(0)).isZero();
  }

  @Test
  void labels_of_a_column_keep_their_distance_and_their_order() {
    double[] at = LabelPlacer.spread(new double[] {10, 11, 12, 200, 201}, 14, 8, 210);
    for (int i = 1; i < at.length; i++) {
      assertThat(at[i] - at[i - 1]).isGreaterThanOrEqualTo(14 - 1e-9);
    }
    assertThat(at[0]).isGreaterThanOrEqualTo(8);
    assertThat(at[4]).isLessThanOrEqualTo(210);
  }

  @Test
  void a_lone_label_stays_where_it_belongs() {
    assertThat(LabelPlacer.spread(new double[] {77}, 14, 0, 100)).containsExactly(77);
  }

  @Test
  void text_is_broken_at_spaces_and_cut_where_there_is_no_room() {
    assertThat(Lines.wrap("server CPU, 96 cores, 12 x DDR5-4800", 20, 4))
        .containsExactly("server CPU, 96", "cores, 12 x", "DDR5-4800");
    assertThat(Lines.wrap("a".repeat(50), 20, 2))
        .containsExactly("a".repeat(20), "a".repeat(19) + "…");
    assertThat(Lines.wrap("  ", 20, 2)).isEmpty();
    assertThat(Lines.shorten("exactly", 7)).isEqualTo("exactly");
    assertThat(Lines.shorten("exactly!", 7)).isEqualTo("exactl…");
  }

  @ParameterizedTest
  @CsvSource({"'0', '0'", "'0,1', '0, 1'", "'0,1,2,5,7,8,9', '0 to 2, 5, 7 to 9'", "'3,99', '3'"})
  void runs_of_layers_are_named_by_their_ends(String members, String text) {
    BitSet set = new BitSet();
    for (String member : members.split(",", -1)) {
      set.set(Integer.parseInt(member));
    }
    assertThat(Ranges.of(set, 99)).isEqualTo(text);
  }

  @Test
  void every_layer_is_held_by_some_chiplet() {
    Result result = SampleRuns.llama7b();
    HeldLayers held = HeldLayers.of(result.plan());
    String all = String.join("; ", IntStream.range(0, 36).mapToObj(held::of).toList());
    assertThat(all).contains("the head").startsWith("layer");
    // 33 chiplets for the layers, one more for the head, two spare.
    assertThat(held.of(0)).isEqualTo("layer 0");
    assertThat(held.of(34)).isEqualTo("nothing");
    assertThat(held.of(35)).isEqualTo("nothing");
  }
}
