package org.cimlet.conformance.machines;

import static org.assertj.core.api.Assertions.assertThat;

import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.api.Test;

/// The paper's promise, 10,000 tokens/s of LLaMA-2-7B, as a machine that one can run.
class PromiseTest {
  @Test
  void dramDiesThatAttendBesideThePapersChipletsReachIt() {
    Plan plan =
        new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8))
            .compile(MachineReader.read("comb-200mb-36-aim-72"), new Scenario(1, 2048, 24, 128));
    assertThat(Estimator.estimate(plan).decode().throughputTokensPerS()).isGreaterThan(10_000);
    SimulationOptions options = SimulationOptions.measuring(48).withWarmUpTokens(1);
    Simulation.Decode events = Simulator.decode(plan, options, Simulator.Progress.NONE);
    assertThat(events.tokensPerS()).isGreaterThan(10_000);
  }
}
