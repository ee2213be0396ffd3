package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// Rows that meet several tokens of a prompt as they are read. The toy's macros read 384 rows of
/// qkv, 128 of attention out, 488 of gate and up and 256 of down for a token, 10 ns each, and 512
/// of the head for the last one.
class InputVectorsTest {
  private static final int TOKENS = 100;
  private static final long LAYER_ROWS = 384 + 128 + 488 + 256;

  /// 256 outputs of 64 inputs, eight to a row, of all macros.
  private static final long HEAD_ROWS = Toy.VOCABULARY * Toy.HIDDEN / 8;

  private static final Scenario ONE = new Scenario(TOKENS, TOKENS, 1, TOKENS);

  private static Plan plan(int vectors) {
    MachineFile file = Toy.file(2, true).with("chiplet.macro.input_vectors", vectors);
    return new Compiler(Toy.network(1), WeightStorage.dense(8)).compile(file.machine(), ONE);
  }

  private static Simulation.Prefill prefill(int vectors) {
    return Simulator.prefill(
        plan(vectors), SimulationOptions.measuring(20), Simulator.Progress.NONE);
  }

  @Test
  void tokens_of_a_prompt_share_passes() {
    long savedPs = prefill(1).timeToFirstTokenPs() - prefill(8).timeToFirstTokenPs();
    // 13 passes of at most eight tokens where there were 100
    assertThat(savedPs).isEqualTo((TOKENS - 13) * LAYER_ROWS * 10_000);
  }

  @Test
  void rows_are_read_once_for_all_that_share_them_and_multiplied_for_each() {
    double alone = prefill(1).actions().of(Action.ROW_READ) - HEAD_ROWS;
    double shared = prefill(8).actions().of(Action.ROW_READ) - HEAD_ROWS;
    assertThat(shared).isEqualTo(alone * 13 / TOKENS);
    assertThat(prefill(8).actions().of(Action.MULTIPLY))
        .isEqualTo(prefill(1).actions().of(Action.MULTIPLY));
  }

  private static Simulation.Decode together(int vectors, int sequences) {
    Scenario scenario = new Scenario(1, TOKENS, sequences, 1, sequences);
    MachineFile file = Toy.file(2, true).with("chiplet.macro.input_vectors", vectors);
    Plan plan =
        new Compiler(Toy.network(1), WeightStorage.dense(8)).compile(file.machine(), scenario);
    return Simulator.decode(
        plan, SimulationOptions.measuring(5 * sequences), Simulator.Progress.NONE);
  }

  /// The head scores each of them: 512 rows of every macro.
  @Test
  void tokens_of_a_micro_batch_share_passes() {
    double savedPs = together(1, 8).times().meanPs() - together(8, 8).times().meanPs();
    assertThat(savedPs).isEqualTo(7 * (LAYER_ROWS + HEAD_ROWS / 4) * 10_000.0);
    // two passes where there were ten
    double ofTen = together(1, 10).times().meanPs() - together(8, 10).times().meanPs();
    assertThat(ofTen).isEqualTo(8 * (LAYER_ROWS + HEAD_ROWS / 4) * 10_000.0);
  }

  @Test
  void a_micro_batch_reads_rows_once_and_multiplies_them_for_each() {
    Simulation.Decode apart = together(1, 8);
    Simulation.Decode shared = together(8, 8);
    assertThat(apart.tokens()).isEqualTo(shared.tokens());
    assertThat(shared.actions().of(Action.ROW_READ))
        .isEqualTo(apart.actions().of(Action.ROW_READ) / 8);
    assertThat(shared.actions().of(Action.MULTIPLY)).isEqualTo(apart.actions().of(Action.MULTIPLY));
    // each sequence reads keys and values of its own
    assertThat(shared.actions().of(Action.HOST_MEMORY))
        .isEqualTo(apart.actions().of(Action.HOST_MEMORY));
  }

  @Test
  void a_generated_token_passes_alone() {
    SimulationOptions twenty = SimulationOptions.measuring(20);
    Simulation.Decode alone = Simulator.decode(plan(1), twenty, Simulator.Progress.NONE);
    Simulation.Decode with = Simulator.decode(plan(8), twenty, Simulator.Progress.NONE);
    assertThat(with.times()).isEqualTo(alone.times());
    assertThat(with.actions()).isEqualTo(alone.actions());
  }
}
