package org.cimlet.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is found out about a front once it is known.
class FrontChecksTest {
  private static final String YAML =
      """
      schema: cimlet.space/1
      name: checked
      base: {network: gpt2, mapping: filled, context: 512, prompt: 64}
      axes:
        machine.chiplet.macro.clock_mhz: {values: [200, 400, 800]}
        machine.chiplet.vector_unit.operations_per_cycle: {values: [32, 64]}
      objectives:
        - {minimize: tpot_batch1_s}
        - {minimize: energy_per_token_j}
      uncertainty: {samples: 40}
      refine: {engine: simulate, most: 3, tokens: 20}
      """;

  @TempDir private Path temp;

  private FrontReport explored(Space space, boolean resumes, List<String> heard) {
    return Exploration.explore(
        space,
        new Exploration.Place(temp.resolve("dir"), resumes, YAML),
        2,
        Exploration.Shard.WHOLE,
        new Watcher() {
          @Override
          public void explored(Standing standing) {
            heard.add("designs");
          }

          @Override
          public void checked(String how, long done, long total) {
            heard.add("%s %s/%s".formatted(how, done, total));
          }
        });
  }

  @Test
  void a_front_has_intervals_and_is_ranked_by_both_engines() throws IOException {
    Space space = SpaceReader.parse("checked.yaml", YAML);
    List<String> heard = new ArrayList<>();
    FrontReport report = explored(space, false, heard);
    assertThat(report.members()).hasSizeGreaterThan(2);
    FrontUncertainty uncertainty = Objects.requireNonNull(report.uncertainty());
    int alike = 0;
    for (FrontReport.Member member : report.members()) {
      FrontUncertainty.Spread spread =
          Objects.requireNonNull(uncertainty.spreads().get(member.design()));
      for (int i = 0; i < member.values().size(); i++) {
        FrontUncertainty.Range range = spread.ranges().get(i);
        if (!member.values().get(i).isNaN()) {
          assertThat(range.low()).isLessThanOrEqualTo(member.values().get(i));
          assertThat(range.high()).isGreaterThanOrEqualTo(member.values().get(i));
        }
      }
      for (long other : spread.alike()) {
        assertThat(Objects.requireNonNull(uncertainty.spreads().get(other)).alike())
            .contains(member.design());
        alike++;
      }
    }
    assertThat(alike).as("clocks of 200 and 800 MHz differ whatever the luck").isZero();
    FrontEvents events = Objects.requireNonNull(report.events());
    assertThat(events.answers()).hasSize(3);
    assertThat(Objects.requireNonNull(events.agreement().get(Metric.TPOT_BATCH1_S)))
        .isCloseTo(1, within(1e-12));
    assertThat(heard).contains("uncertainty 1/" + report.members().size(), "events 3/3");

    byte[] front = Files.readAllBytes(temp.resolve("dir/front.json"));
    JsonNode json = new JsonMapper().readTree(front);
    assertThat(json.path("hypervolume").path("history").size()).isPositive();
    assertThat(json.path("front").path(0).path("intervals").path("tpot_batch1_s").size())
        .isEqualTo(3);
    heard.clear();
    explored(space, true, heard);
    assertThat(heard).noneMatch(line -> line.startsWith("events"));
    assertThat(Files.readAllBytes(temp.resolve("dir/front.json"))).isEqualTo(front);
  }

  /// Better in 95 of 100 samples is told apart, in 94 not; samples in which one does not run count
  /// for neither.
  @Test
  void designs_are_told_apart_by_one_objective_in_which_one_is_nearly_always_better() {
    Columns columns = Columns.of(SpaceReader.parse("checked.yaml", YAML));
    int tpot = columns.of(Metric.TPOT_BATCH1_S);
    int energy = columns.of(Metric.ENERGY_PER_TOKEN_J);
    for (int better = 90; better <= 100; better++) {
      double[][] one = new double[101][];
      double[][] other = new double[101][];
      for (int sample = 0; sample < 100; sample++) {
        one[sample] = new double[columns.metrics().size()];
        other[sample] = new double[columns.metrics().size()];
        one[sample][energy] = sample % 2;
        other[sample][energy] = 1 - sample % 2;
        one[sample][tpot] = sample < better ? 1 : 3;
        other[sample][tpot] = 2;
      }
      one[100] = new double[0];
      other[100] = new double[columns.metrics().size()];
      assertThat(FrontUncertainty.isAlike(columns, one, other)).isEqualTo(better < 95);
      assertThat(FrontUncertainty.isAlike(columns, other, one)).isEqualTo(better < 95);
    }
  }

  @Test
  void pairs_ranked_alike_less_pairs_ranked_otherwise() {
    assertThat(FrontEvents.kendall(new double[] {1, 2, 3}, new double[] {4, 5, 6})).isEqualTo(1);
    assertThat(FrontEvents.kendall(new double[] {1, 2, 3}, new double[] {6, 5, 4})).isEqualTo(-1);
    // of three pairs two are ranked alike and one otherwise
    assertThat(FrontEvents.kendall(new double[] {1, 2, 3}, new double[] {1, 3, 2}))
        .isCloseTo(1.0 / 3, within(1e-12));
    // a tie in one: two pairs ranked alike over the root of 2 x 3
    assertThat(FrontEvents.kendall(new double[] {1, 1, 3}, new double[] {1, 2, 3}))
        .isCloseTo(2 / Math.sqrt(6), within(1e-12));
    assertThat(FrontEvents.kendall(new double[] {1, 1}, new double[] {1, 2})).isNaN();
  }
}
