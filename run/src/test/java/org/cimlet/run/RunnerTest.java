package org.cimlet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.machine.Macro;
import org.cimlet.simulate.Simulation;
import org.junit.jupiter.api.Test;

/// What a program of a user's own does, and what it can rely on.
class RunnerTest {
  private static final Result DEFAULT =
      new Runner().run(Job.of("llama-2-7b", "comb-200mb-36").baselines("h100").build());

  /// The host reads 2 x 32 layers x 4096 x 2048 positions of a byte at 80 % of 460.8 GB/s.
  @Test
  void a_job_of_two_names_gives_the_default_run() {
    assertThat(DEFAULT.plan().scenario().contextTokens()).isEqualTo(2048);
    assertThat(DEFAULT.estimate().decode().peakThroughputTokensPerS())
        .isCloseTo(0.8 * 460.8e9 / 536_870_912, within(1.0));
    assertThat(DEFAULT.wall().weightBytesPerS()).isCloseTo(10_000 * 6_476_005_376.0, within(1.0));
    assertThat(DEFAULT.baselines()).hasSize(1);
    assertThat(DEFAULT.baselines().getFirst().estimate().gpu().name()).isEqualTo("H100 SXM");
    assertThat(DEFAULT.assessment().name()).isEqualTo("comb-200mb-36");
    assertThat(DEFAULT.simulated()).isEmpty();
    assertThat(DEFAULT.moving()).isEmpty();
  }

  /// A sequence of LLaMA-3.2-3B at context 131,072 keeps 28 layers x 2 x 8 x 128 x 131,072 words of
  /// 2 bytes, 15 GB; 36 dies of AiM hold 19.3. The busiest part would take five.
  @Test
  void the_peak_is_no_more_than_memory_holds() {
    Job job = Job.of("llama-3.2-3b", "comb-200mb-36-aim-36").context(131_072).prompt(128).build();
    Runner runner = new Runner();
    Result result = runner.run(job);
    Estimate.Decode decode = result.estimate().decode();
    assertThat(decode.isPeakHeld()).isTrue();
    assertThat(decode.peakBottleneck().share()).isLessThan(1);
    int most = (int) decode.saturatingBatch();
    assertThat(most).isEqualTo(1);
    assertThat(runner.run(job.toBuilder().batch(most).build()).estimate().decode())
        .satisfies(full ->
            assertThat(full.throughputTokensPerS())
                .isCloseTo(decode.peakThroughputTokensPerS(), withinPercentage(1e-9)));
    assertThatThrownBy(() -> runner.run(job.toBuilder().batch(most + 1).build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must hold the KV cache of 2 sequences on its 36 GDDR6-AiM dies");
  }

  /// Whatever the machine, a batch of the size that a run says saturates it can be run.
  @Test
  void every_shipped_machine_takes_the_batch_that_saturates_it() {
    Runner runner = new Runner();
    int held = 0;
    for (String machine : MachineReader.presets()) {
      MachineSpec spec = MachineReader.read(machine);
      Macro macro = Compiler.machine(spec).chiplet().macro();
      Job job =
          Job.of(NetworkReader.read("stories260k"), spec)
              .weights(WeightStorage.dense(macro.format(), macro.weightBits()))
              .build();
      Estimate.Decode decode = runner.run(job).estimate().decode();
      int batch = Math.toIntExact(Math.min(decode.saturatingBatch(), 1_000_000));
      assertThat(runner.plan(job.toBuilder().batch(batch).build()).scenario().batch())
          .as(machine)
          .isEqualTo(batch);
      held += decode.isPeakHeld() ? 1 : 0;
    }
    assertThat(held).as("machines that lack room").isLessThan(MachineReader.presets().size());
  }

  @Test
  void the_target_rate_scales_the_bandwidth_needed() {
    Job job = DEFAULT.job().toBuilder().target(1000).build();
    assertThat(new Runner().run(job).wall().weightBytesPerS())
        .isCloseTo(DEFAULT.wall().weightBytesPerS() / 10, within(1.0));
  }

  @Test
  void a_job_becomes_a_builder_and_the_same_job_again() {
    Job job =
        Job.of("gpt2", "comb-200mb-16")
            .context(64)
            .prompt(32)
            .batch(3)
            .prefillChunk(16)
            .mapping(Parallelism.FILLED)
            .engine(Engine.simulate(8))
            .baselines("a100")
            .target(5)
            .updatesPerDay(2)
            .uncertainty(20)
            .build();
    assertThat(job.toBuilder().build()).isEqualTo(job);
  }

  @Test
  void an_engine_of_events_adds_a_simulation_that_agrees_with_the_estimate() {
    List<String> stages = new ArrayList<>();
    Job job =
        Job.of("stories260k", "comb-200mb-16")
            .context(64)
            .mapping(Parallelism.FILLED)
            .engine(new Engine.Events(16, 1, true))
            .build();
    Result result =
        new Runner()
            .run(
                job,
                (stage, done, total) -> {
                  if (!stages.contains(stage)) {
                    stages.add(stage);
                  }
                });
    double estimatedS = result.estimate().decode().tpotS();
    double simulatedS = result.simulated().orElseThrow().decode().times().meanPs() * 1e-12;
    assertThat(simulatedS / estimatedS).isBetween(0.95, 1.05);
    assertThat(result.recorded()).isPresent();
    assertThat(stages).containsExactly("simulating", "simulating the peak", "recording");
  }

  /// Of dies with weights and of dies that keep the KV cache, and of every link.
  @Test
  void a_simulated_answer_has_the_loads_and_actions_that_were_simulated() {
    for (String machine : List.of("comb-200mb-16", "comb-200mb-36-aim-36")) {
      Job job =
          Job.of("gpt2", machine)
              .context(512)
              .batch(3)
              .mapping(Parallelism.FILLED)
              .engine(Engine.simulate(60))
              .build();
      Result result = new Runner().run(job);
      Answer simulated = result.answer();
      Answer estimated = result.estimated();
      for (int die = 0; die < estimated.chiplets().size(); die++) {
        ChipletLoad load = simulated.chiplets().get(die);
        ChipletLoad closed = estimated.chiplets().get(die);
        assertThat(load.busyS()).isCloseTo(closed.busyS(), withinPercentage(5));
        assertThat(load.utilisation())
            .isCloseTo(
                load.busyS() * simulated.decode().throughputTokensPerS(), withinPercentage(5));
        assertThat(load.bytesUsed()).isEqualTo(closed.bytesUsed());
      }
      for (int link = 0; link < estimated.links().size(); link++) {
        LinkLoad load = simulated.links().get(link);
        assertThat(load.name()).isEqualTo(estimated.links().get(link).name());
        assertThat(load.bitsPerToken())
            .isCloseTo(estimated.links().get(link).bitsPerToken(), withinPercentage(5));
      }
      Simulation.Decode decode = result.simulated().orElseThrow().decode();
      assertThat(simulated.links().getFirst().utilisation())
          .isEqualTo(
              decode.loads().stream()
                  .filter(load -> load.name().equals(simulated.links().getFirst().name()))
                  .findFirst()
                  .orElseThrow()
                  .utilisation());
      for (Action action : Action.counted()) {
        assertThat(simulated.actions().of(action))
            .as("%s", action)
            .isCloseTo(estimated.actions().of(action), withinPercentage(0.01));
      }
    }
  }

  @Test
  void jobs_that_follow_one_another_do_not_change_each_other() {
    Runner shared = new Runner();
    Job first = Job.of("gpt2", "comb-200mb-16").context(128).build();
    Job second = Job.of("gpt2-xl", "comb-200mb-16").context(64).batch(4).build();
    Result alone = new Runner().run(first);
    assertThat(shared.run(first).estimate()).isEqualTo(alone.estimate());
    shared.run(second);
    assertThat(shared.run(first).estimate()).isEqualTo(alone.estimate());
  }

  @Test
  void a_machine_that_cannot_run_the_network_is_the_users_to_mend() {
    Job job = Job.of("llama-2-7b", "comb-mcm-28nm").build();
    assertThatThrownBy(() -> new Runner().run(job)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void uncertainty_takes_a_machine_file() {
    Job.Builder made =
        Job.of(NetworkReader.read("gpt2"), MachineReader.read("comb-200mb-16")).uncertainty(20);
    assertThatIllegalArgumentException().isThrownBy(made::build);
    Job job = Job.of("gpt2", "comb-200mb-16").context(64).uncertainty(20).build();
    assertThat(new Runner().run(job).moving().orElseThrow().samples()).isEqualTo(20);
  }

  /// 3 tokens of one sequence.
  @Test
  void a_trace_is_written() throws IOException {
    Job job = Job.of("stories260k", "comb-200mb-16").context(64).build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Runner.trace(new Runner().plan(job), Progress.NONE, out);
    assertThat(out.size()).isGreaterThan(1000);
  }
}
