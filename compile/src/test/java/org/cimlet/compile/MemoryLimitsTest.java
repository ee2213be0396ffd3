package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.place.MemoryLimits;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.LocalWork.At;
import org.cimlet.plan.program.Operation;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.RecurrentUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What sequences keep, and where it must fit: by the mapping that is asked for, not by another.
class MemoryLimitsTest {
  /// Keys and values of LLaMA-3.2-1B take 2 x 8 x 64 bytes a position and layer; of 56 sequences at
  /// context 2,048 they take 117 MB a layer, of a die's 126.
  private static final Scenario FIFTY_SIX = new Scenario(1, 2048, 56, 1);

  private static final MachineSpec ATTENDS =
      MachineReader.open("comb-200mb-36")
          .with(
              Map.of(
                  "chiplet.attention_module",
                  Map.of(
                      "macs_per_cycle",
                      512,
                      "operation_fj",
                      200,
                      "memory",
                      Map.of(
                          "capacity_mb", 126,
                          "bandwidth_gb_s", 50,
                          "energy_fj_per_bit", 4000,
                          "kv_cache_bits", 8))))
          .machine();

  private static Plan plan(String network, MachineSpec machine, Scenario scenario, String mapping) {
    return new Compiler(NetworkReader.read(network), WeightStorage.dense(8))
        .compile(machine, scenario, Parallelism.parse(mapping, 1), plan -> new Merit(1, 1, 1));
  }

  /// Filled one after the other, a die of 200 MB has most rows of four layers of 61 MB, the first
  /// and the last of them in part, and keeps what all four look back on.
  @Test
  void filled_is_refused_where_a_die_is_the_home_of_several_layers() {
    assertThatThrownBy(() -> plan("llama-3.2-1b", ATTENDS, FIFTY_SIX, "filled"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must hold the KV cache of 56 sequences at context 2,048 at")
        .hasMessageContaining(": 470 MB, got 126 MB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipelined", "auto"})
  void a_mapping_with_a_layer_a_die_is_not_refused_for_what_filled_lacks(String mapping) {
    Plan plan = plan("llama-3.2-1b", ATTENDS, FIFTY_SIX, mapping);
    assertThat(SequenceMemory.of(plan).sequences()).isEqualTo(60);
    assertThat(plan.placement().mapping()).isNotEqualTo("filled");
  }

  @Test
  void where_no_mapping_has_room_it_is_told_what_the_roomiest_lacks() {
    Scenario twice = new Scenario(1, 2048, 112, 1);
    assertThatThrownBy(() -> plan("llama-3.2-1b", ATTENDS, twice, "auto"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(": 235 MB, got 126 MB");
  }

  /// LLaMA-2-7B with a state of as many bits in place of each layer's attention.
  private static Plan recurrent(long stateBits, At at, int batch) {
    Plan plan =
        plan(
            "llama-2-7b",
            MachineReader.read("comb-200mb-36"),
            new Scenario(1, 64, batch, 1),
            "filled");
    Program program = plan.program();
    List<Operation> operations = new ArrayList<>();
    for (Operation operation : program.layers().getFirst().operations()) {
      operations.add(
          operation instanceof AttentionWork
              ? new RecurrentUpdate("state", 1, stateBits, stateBits, at)
              : operation);
    }
    Block block = new Block(List.of(), operations, 0);
    return new Plan(
        plan.machine(),
        new Program(
            "recurrent",
            program.family(),
            program.hiddenSize(),
            program.vocabulary(),
            program.maxContext(),
            program.layers().stream().map(_ -> block).toList(),
            program.head(),
            program.embeddingWeights(),
            program.headWeights(),
            program.tiedHead(),
            program.otherWeights()),
        plan.placement(),
        plan.scenario());
  }

  /// 768 GB less 32,000 x 4,096 words of 16 bits for the embedding, over 32 layers x 1 GB.
  @Test
  void states_at_the_host_take_its_memory() {
    assertThatCode(() -> MemoryLimits.check(recurrent(8_000_000_000L, At.HOST, 23)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> MemoryLimits.check(recurrent(8_000_000_000L, At.HOST, 24)))
        .hasMessage(
            "--batch: must be at most 23: the host's 768 GB hold the embedding and a KV cache with"
                + " recurrent states of 32.0 GB per sequence at context 64, got 24; lower --batch or"
                + " --context");
  }

  /// A die's arrays are what the weights leave: 32 of 36 dies hold LLaMA-2-7B's layers nearly full.
  @Test
  void states_at_the_homes_take_what_the_weights_leave_of_their_arrays() {
    SequenceMemory.Store tightest =
        SequenceMemory.of(recurrent(8_000, At.HOME, 1)).tightest().orElseThrow();
    assertThat(tightest.place()).isEqualTo(SequenceMemory.Place.ARRAYS);
    Plan plan = recurrent(8_000, At.HOME, 1);
    double free = 200_000_000 - plan.placement().bitsUsedPerMacro(tightest.die()) * 1250 / 8.0;
    assertThat(tightest.roomBytes()).isEqualTo(free);
    int most = Math.toIntExact(tightest.sequences());
    assertThatCode(() -> MemoryLimits.check(recurrent(8_000, At.HOME, most)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> MemoryLimits.check(recurrent(8_000, At.HOME, most + 1)))
        .hasMessageContaining("comb-200mb-36: must hold the recurrent states of")
        .hasMessageContaining("in the arrays of chiplet " + tightest.die())
        .hasMessageContaining("left by its weights; lower --batch, or give the package more");
  }
}
