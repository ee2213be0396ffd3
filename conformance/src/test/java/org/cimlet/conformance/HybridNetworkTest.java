package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.cimlet.compile.Parallelism;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.ElementWise;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.LocalWork.At;
import org.cimlet.plan.program.Operation;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.RecurrentUpdate;
import org.cimlet.plan.program.Results;
import org.cimlet.plan.program.Step;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A network most of whose layers keep a state instead of looking back: LLaMA-2-7B on its default
/// package, with the attention of three layers in four replaced by a linear attention of the same
/// heads, at the host or at the vector unit of the layer's home. Both engines must do the same.
class HybridNetworkTest {
  private static final int TOKENS = 60;
  private static final int CONTEXT = 2048;
  private static final int LAYERS = 32;
  private static final int ATTENDING = 8;
  private static final long HIDDEN = 4096;

  /// A state of 128 x 128 numbers of 16 bits for each of 32 heads.
  private static final long STATE_BITS = 32 * 128 * 128 * 16L;

  /// Decay, outer product, sum and readout: six operations a number.
  private static final long UPDATE_OPS = 6 * 32 * 128 * 128L;

  private static final long GATE_OPS = 5 * HIDDEN;

  private static final Plan ATTENDS = plan("llama-2-7b", CONTEXT, 1);

  /// On ideal dies: eight sequences are then well past the knee, near which they wait for each
  /// other.
  private static Plan plan(String network, int context, int batch) {
    return new Runner()
        .run(
            Job.of(NetworkReader.read(network), MachineReader.open("comb-200mb-36").lossless())
                .context(context)
                .prompt(512)
                .batch(batch)
                .mapping(Parallelism.FILLED)
                .build())
        .plan();
  }

  private static Plan hybrid(Plan plan, At at, IntPredicate attends) {
    Program program = plan.program();
    List<Block> layers = new ArrayList<>();
    Block recurrent = recurrent(program.layers().getFirst(), at);
    for (int layer = 0; layer < program.layers().size(); layer++) {
      layers.add(attends.test(layer) ? program.layers().get(layer) : recurrent);
    }
    Program hybrid =
        new Program(
            "hybrid",
            program.family(),
            program.hiddenSize(),
            program.vocabulary(),
            program.maxContext(),
            layers,
            program.head(),
            program.embeddingWeights(),
            program.headWeights(),
            program.tiedHead(),
            program.otherWeights());
    return new Plan(plan.machine(), hybrid, plan.placement(), plan.scenario());
  }

  private static Block recurrent(Block block, At at) {
    List<Operation> operations = new ArrayList<>();
    for (Operation operation : block.operations()) {
      switch (operation) {
        case AttentionWork _ -> {
          operations.add(
              new RecurrentUpdate("linear attention", UPDATE_OPS, STATE_BITS, STATE_BITS, at));
          operations.add(new ElementWise("gate", GATE_OPS, at));
        }
        case LocalWork work -> operations.add(work);
        case Step step -> operations.add(at == At.HOST ? step : atHome(step));
      }
    }
    return new Block(block.linears(), operations, block.normWeights());
  }

  /// What went to the host goes to the home.
  private static Step atHome(Step step) {
    Results to = step.results();
    return new Step(
        step.name(),
        step.fusedLinears(),
        step.source() == Step.Source.HOST ? Step.Source.HOME : step.source(),
        step.inputElements(),
        new Results(0, to.toHome() + to.toHost(), to.toNext(), to.toResidual()),
        step.vectorOps() + step.hostOps(),
        0);
  }

  private static Simulation.Decode simulated(Plan plan) {
    return Simulator.decode(plan, SimulationOptions.measuring(TOKENS), Simulator.Progress.NONE);
  }

  @ParameterizedTest
  @CsvSource({"HOST, 1", "HOME, 1", "HOST, 8", "HOME, 8"})
  void both_engines_do_the_same_and_take_as_long(At at, int batch) {
    Plan plan = hybrid(plan("llama-2-7b", CONTEXT, batch), at, layer -> layer % 4 == 3);
    Estimate estimate = Estimator.estimate(plan);
    Simulation.Decode events = simulated(plan);
    for (Action action :
        List.of(
            Action.MACRO_READ,
            Action.MULTIPLY,
            Action.VECTOR,
            Action.BUFFER,
            Action.HOST_COMPUTE,
            Action.HOST_MEMORY)) {
      assertThat(events.actions().of(action))
          .as("%s", action)
          .isEqualTo(events.tokens() * estimate.actions().of(action));
    }
    assertThat(events.times().meanPs() / 1e12 / estimate.decode().tpotS())
        .isCloseTo(1, within(0.05));
    Simulation.Prefill prefill =
        Simulator.prefill(plan, SimulationOptions.measuring(TOKENS), Simulator.Progress.NONE);
    assertThat(prefill.timeToFirstTokenPs() / 1e12 / estimate.prefill().ttftS())
        .isCloseTo(1, within(0.05));
  }

  @Test
  void a_token_reads_keys_and_values_of_the_layers_that_attend_and_the_state_of_the_others() {
    Plan plan = hybrid(ATTENDS, At.HOST, layer -> layer % 4 == 3);
    // keys and values of 2048 positions are read, one is written; 8 bits an element
    long attention = ATTENDING * (CONTEXT + 1) * 2 * HIDDEN * 8;
    long recurrence = (LAYERS - ATTENDING) * 2 * STATE_BITS;
    long embedding = HIDDEN * 16;
    Estimate estimate = Estimator.estimate(plan);
    assertThat(estimate.actions().of(Action.HOST_MEMORY))
        .isEqualTo((double) (attention + recurrence + embedding));
    assertThat(plan.program().cachedElements(CONTEXT)).isEqualTo(ATTENDING * CONTEXT * 2 * HIDDEN);
    assertThat(plan.program().cacheElementsPerToken()).isEqualTo(ATTENDING * 2 * HIDDEN);
    assertThat(plan.program().keptBits(At.HOST)).isEqualTo(recurrence / 2);
  }

  @Test
  void updates_at_home_add_their_operations_to_the_vector_units_and_their_state_to_the_buffers() {
    Estimate attends = Estimator.estimate(ATTENDS);
    Estimate hybrid = Estimator.estimate(hybrid(ATTENDS, At.HOME, layer -> layer % 4 == 3));
    long layers = LAYERS - ATTENDING;
    long rotated = 3 * 3 * HIDDEN; // by the host in layers that attend, by vector units here
    assertThat(hybrid.actions().of(Action.VECTOR) - attends.actions().of(Action.VECTOR))
        .isEqualTo((double) (layers * (UPDATE_OPS + GATE_OPS + rotated)));
    assertThat(hybrid.actions().of(Action.BUFFER) - attends.actions().of(Action.BUFFER))
        .isEqualTo((double) (layers * 2 * STATE_BITS));
  }

  @ParameterizedTest
  @EnumSource(At.class)
  void a_state_takes_as_long_at_any_context(At at) {
    Plan near = hybrid(plan("llama-2-7b", 16, 1), at, layer -> false);
    Plan far = hybrid(plan("llama-2-7b", 4000, 1), at, layer -> false);
    assertThat(Estimator.estimate(far).decode())
        .usingRecursiveComparison()
        .ignoringFields("context")
        .isEqualTo(Estimator.estimate(near).decode());
    assertThat(simulated(far).times().meanPs()).isEqualTo(simulated(near).times().meanPs());
    assertThat(far.program().cachedElements(4000)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"filled", "mixed:4"})
  void a_parallel_block_makes_queries_and_the_inner_vector_in_one_step(String mapping) {
    Job job = Job.of("llama-2-7b", "comb-200mb-36").context(CONTEXT).prompt(512).build();
    Job parallel =
        Job.of(parallel(job.network()), job.machine())
            .context(CONTEXT)
            .prompt(512)
            .mapping(Parallelism.parse(mapping, 1))
            .build();
    Plan plan = new Runner().run(parallel).plan();
    Block block = plan.program().layers().getFirst();
    assertThat(block.steps())
        .extracting(Step::name)
        .containsExactly("qkv gate up", "down", "attention out");
    assertThat(block.followUps(0)).containsExactly(block.attention());
    assertThat(block.weights()).isEqualTo(ATTENDS.program().layers().getFirst().weights());
    Estimate estimate = Estimator.estimate(plan);
    Simulation.Decode events = simulated(plan);
    assertThat(events.actions().of(Action.HOST_MEMORY))
        .isEqualTo(events.tokens() * estimate.actions().of(Action.HOST_MEMORY));
    assertThat(events.actions().of(Action.MULTIPLY))
        .isEqualTo(events.tokens() * estimate.actions().of(Action.MULTIPLY));
    assertThat(events.actions().of(Action.BUFFER))
        .isEqualTo(events.tokens() * estimate.actions().of(Action.BUFFER));
    assertThat(events.times().meanPs() / 1e12 / estimate.decode().tpotS())
        .isCloseTo(1, within(0.05));
  }

  private static NetworkSpec parallel(NetworkSpec network) {
    List<NetworkSpec.Layer> layers =
        network.layers().stream()
            .map(layer ->
                new NetworkSpec.Layer(
                    layer.attention(), layer.feedForward(), layer.normWeights(), true))
            .toList();
    return new NetworkSpec(
        "parallel",
        network.family(),
        network.hiddenSize(),
        network.vocabulary(),
        network.maxContext(),
        network.learnedPositions(),
        network.tiedHead(),
        network.headBias(),
        network.finalNormWeights(),
        layers);
  }

  @Test
  void what_cannot_be_done_is_refused() {
    Block block = ATTENDS.program().layers().getFirst();
    Step down = block.steps().getLast();
    RecurrentUpdate atHost = new RecurrentUpdate("update", 1, 1, 1, At.HOST);
    assertThatThrownBy(() -> new Block(List.of(), List.of(atHost, down), 0))
        .hasMessageStartingWith("a layer must begin with a step, got RecurrentUpdate");
    assertThatThrownBy(() -> new Block(List.of(), List.of(down, atHost), 0))
        .hasMessageStartingWith("the host must get results of down before RecurrentUpdate");
    List<Operation> twice = new ArrayList<>(block.operations());
    twice.add(block.attention());
    assertThatThrownBy(() -> new Block(List.of(), twice, 0))
        .hasMessage("a layer must attend once at most");
  }
}
