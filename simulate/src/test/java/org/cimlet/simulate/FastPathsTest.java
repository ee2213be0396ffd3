package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.SimulationOptions.Network;
import org.cimlet.simulate.SimulationOptions.Speedups;
import org.junit.jupiter.api.Test;

/// The fast paths, packet trains and states that come back, against the general path: every packet
/// of every token.
class FastPathsTest {
  @Test
  void whole_runs_are_the_same_to_the_last_bit() {
    SimulationOptions options = SimulationOptions.measuring(150).with(new Network(16, 32));
    for (int batch : List.of(1, 3, 8, 20)) {
      Scenario scenario = new Scenario(90, 60, batch, 20);
      for (Plan plan :
          List.of(
              Toy.plan(3, 6, scenario),
              Toy.plain(3, 6, scenario),
              Toy.packed(3, 6, scenario),
              Toy.routed(2, 6, scenario))) {
        for (boolean skip : List.of(true, false)) {
          SimulationOptions trains = options.with(new Speedups(skip, true));
          assertThat(answer(plan, trains))
              .isEqualTo(answer(plan, options.with(new Speedups(skip, false))));
        }
      }
    }
  }

  private static Simulation answer(Plan plan, SimulationOptions options) {
    Simulation simulation = Simulator.simulate(plan, options);
    return new Simulation(
        SteadyStateTest.withoutEffort(simulation.decode()),
        SteadyStateTest.withoutEffort(simulation.batch1()),
        withoutEvents(simulation.prefill()));
  }

  private static Simulation.Prefill withoutEvents(Simulation.Prefill p) {
    return new Simulation.Prefill(
        p.tokens(), p.chunks(), p.timeToFirstTokenPs(), p.bottleneck(), p.loads(), p.actions(), 0);
  }

  @Test
  void trains_save_most_events_where_there_is_little_traffic() {
    Plan plan = Toy.plan(2, 4, new Scenario(100, 100, 1, 50));
    SimulationOptions options =
        SimulationOptions.measuring(100).with(new Network(16, 32)).with(new Speedups(false, true));
    long trains = Simulator.decode(plan, options, Simulator.Progress.NONE).effort().events();
    long packets =
        Simulator.decode(plan, options.with(Speedups.NONE), Simulator.Progress.NONE)
            .effort()
            .events();
    assertThat(trains).isLessThan(packets / 2);
  }
}
