package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.SimulationOptions.Start;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
  private static final Simulation.Effort NO_MATTER = new Simulation.Effort(0, 0, 0, 0);

  private static Simulation.Decode decode(Plan plan, SimulationOptions options) {
    return Simulator.decode(plan, options, Simulator.Progress.NONE);
  }

  static Simulation.Decode withoutEffort(Simulation.Decode d) {
    return new Simulation.Decode(
        d.batch(),
        d.context(),
        d.tokens(),
        d.spanPs(),
        d.times(),
        d.tokensPerS(),
        d.relativeConfidence(),
        d.bottleneck(),
        d.loads(),
        d.actions(),
        NO_MATTER);
  }

  @Test
  void skipping_what_repeats_gives_the_same_answer_as_going_through_it() {
    List<String> skipped = new ArrayList<>();
    for (int context : List.of(1, 20, 300)) {
      for (int batch : List.of(1, 2, 3, 5, 8, 13, 40)) {
        for (Start start : Start.values()) {
          Plan plan = Toy.plan(3, 6, new Scenario(context, context, batch, 50));
          SimulationOptions options = SimulationOptions.measuring(997).with(start);
          Simulation.Decode skipping = decode(plan, options);
          Simulation.Decode full =
              decode(plan, options.with(new SimulationOptions.Speedups(false, true)));
          assertThat(withoutEffort(skipping))
              .as("context %s, batch %s, %s", context, batch, start)
              .isEqualTo(withoutEffort(full));
          assertThat(full.effort().skippedTokens()).isZero();
          if (skipping.effort().skippedTokens() > 0) {
            skipped.add(context + "/" + batch + "/" + start);
          }
        }
      }
    }
    assertThat(skipped).as("cases in which a state came back").hasSizeGreaterThan(20);
  }

  @Test
  void a_single_sequence_repeats_after_one_token() {
    Simulation.Decode decode =
        decode(Toy.plan(3, 6, new Scenario(100, 100, 1, 50)), SimulationOptions.measuring(100_000));
    assertThat(decode.effort().periodTokens()).isEqualTo(1);
    assertThat(decode.effort().skippedTokens()).isEqualTo(99_999);
    assertThat(decode.relativeConfidence()).isZero();
  }

  @Test
  void where_chance_decides_nothing_is_skipped() {
    Simulation.Decode decode =
        decode(Toy.routed(1, 4, new Scenario(100, 100, 1, 50)), SimulationOptions.measuring(500));
    assertThat(decode.effort().skippedTokens()).isZero();
    assertThat(decode.relativeConfidence()).isPositive();
  }
}
