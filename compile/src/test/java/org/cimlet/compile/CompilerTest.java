package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cimlet.compile.tile.RowTiling;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerTest {
  private static final Scenario SCENARIO = new Scenario(2048, 2048, 1, 128);
  private static final WeightStorage DENSE = WeightStorage.dense(8);
  private static final WeightStorage PACKED =
      new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));

  private static Plan compile(String network, String machine, WeightStorage storage) {
    return new Compiler(NetworkReader.read(network), storage)
        .compile(MachineReader.read(machine), SCENARIO);
  }

  @Test
  void llama_2_7b_takes_33_chiplets_for_its_layers_and_34_with_its_head() {
    Plan plan = compile("llama-2-7b", "comb-200mb-36", DENSE);
    assertThat(plan.program().storedLayerBytes()).isEqualTo(6_476_005_376L);
    assertThat(plan.program().storedBytes()).isEqualTo(6_476_005_376L + 131_072_000);
    assertThat(plan.machine().chiplet().capacityBytes()).isEqualTo(200_000_000);
    assertThat(Math.ceilDiv(plan.program().storedLayerBytes(), 200_000_000L)).isEqualTo(33);
    assertThat(Math.ceilDiv(plan.program().storedBytes(), 200_000_000L)).isEqualTo(34);
    assertThat(plan.placement().chipletsUsed()).isBetween(34, 36);
  }

  @Test
  void packed_eight_of_thirty_two_its_layers_take_thirteen() {
    Plan plan = compile("llama-2-7b", "comb-200mb-16", PACKED);
    assertThat(plan.program().storedLayerBytes()).isEqualTo(2_428_502_016L);
    assertThat(Math.ceilDiv(plan.program().storedLayerBytes(), 200_000_000L)).isEqualTo(13);
    assertThat(plan.placement().chipletsUsed()).isBetween(13, 16);
  }

  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, comb-200mb-36",
    "llama-3.2-3b, comb-200mb-36",
    "qwen2.5-7b, comb-200mb-36",
    "gpt2, comb-200mb-16",
    "tinyllama-1.1b, comb-200mb-16",
    "opt-6.7b, comb-200mb-36",
    "stories260k, comb-mcm-65nm",
  })
  void every_output_is_placed_once_and_no_chiplet_overflows(String network, String machine) {
    WeightStorage storage =
        WeightStorage.dense(MachineReader.read(machine).chiplet().macro().weightBits());
    Plan plan =
        new Compiler(NetworkReader.read(network), storage)
            .compile(MachineReader.read(machine), new Scenario(64, 64, 1, 64));
    Placement placement = plan.placement();
    Map<String, Integer> placed = new HashMap<>();
    long[] bits = new long[plan.machine().chiplets()];
    for (int shard = 0; shard < placement.shards(); shard++) {
      String fused =
          placement.layer(shard) + "/" + placement.step(shard) + "/" + placement.fused(shard);
      placed.merge(fused, placement.units(shard), Integer::sum);
      FusedLinears what = fused(plan.program(), placement, shard);
      bits[placement.chiplet(shard)] +=
          (long) placement.rows(shard) * RowTiling.of(what, plan.machine().chiplet()).rowBits();
    }
    Set<String> expected = new HashSet<>();
    for (int layer = 0; layer <= plan.program().layers().size(); layer++) {
      for (int step = 0; step < steps(plan.program(), layer).size(); step++) {
        for (int s = 0; s < steps(plan.program(), layer).get(step).fusedLinears().size(); s++) {
          FusedLinears fused = steps(plan.program(), layer).get(step).fusedLinears().get(s);
          String key = layer + "/" + step + "/" + s;
          expected.add(key);
          assertThat(placed)
              .containsEntry(key, fused.copies() == 1 ? fused.outputs() : fused.copies());
        }
      }
    }
    assertThat(placed.keySet()).isEqualTo(expected);
    for (int chiplet = 0; chiplet < bits.length; chiplet++) {
      assertThat(bits[chiplet]).isEqualTo(placement.bitsUsedPerMacro(chiplet));
      assertThat(bits[chiplet])
          .isLessThanOrEqualTo(plan.machine().chiplet().macro().capacityBits());
    }
  }

  private static List<Step> steps(Program program, int layer) {
    return layer == program.layers().size()
        ? List.of(program.head())
        : program.layers().get(layer).steps();
  }

  private static FusedLinears fused(Program program, Placement placement, int shard) {
    return steps(program, placement.layer(shard))
        .get(placement.step(shard))
        .fusedLinears()
        .get(placement.fused(shard));
  }

  @Test
  void a_mesh_is_routed_along_rows_first() {
    Topology topology = compile("llama-2-7b", "comb-200mb-36", DENSE).machine().topology();
    // Chiplet 0 is the corner; 14 is two down, two across.
    int node = 0;
    StringBuilder way = new StringBuilder();
    while (node != 14) {
      node = topology.linkTo(topology.nextLink(node, 14));
      way.append(node).append(' ');
    }
    assertThat(way.toString()).isEqualTo("1 2 8 14 ");
    assertThat(topology.links().get(topology.nextLink(0, topology.host(0))).name())
        .isEqualTo("chiplet0>host");
    // 6 x 6 mesh: 30 wires along rows, 30 along columns, one to the host; two directions each.
    assertThat(topology.links()).hasSize(2 * (30 + 30 + 1));
  }

  @Test
  void says_how_many_chiplets_would_hold_what_does_not_fit() {
    assertThatThrownBy(() -> compile("llama-2-7b", "comb-200mb-16", DENSE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "comb-200mb-16: must hold llama-2-7b with its dense weights (6.61 GB)")
        .hasMessageContaining("takes 34 of these chiplets with padding, got 16")
        .hasMessageContaining("--compress 8:32");
  }

  @Test
  void says_how_many_sequences_the_host_can_hold() {
    Scenario crowd = new Scenario(2048, 2048, 5000, 128);
    assertThatThrownBy(() ->
            new Compiler(NetworkReader.read("llama-2-7b"), DENSE)
                .compile(MachineReader.read("comb-200mb-36"), crowd))
        // 768 GB less an embedding of 0.13 GB, over 2,048 x 262,144 bytes a sequence.
        .hasMessageContaining("--batch: must be at most 1,430")
        .hasMessageContaining("got 5,000; lower --batch or --context");
  }

  /// An output of LLaMA-2-7B's first linears has 4,096 weights: 512 rows of 8, 128 rows where they
  /// are cut over four macros.
  @Test
  void an_output_that_no_macro_holds_is_refused_with_its_rows() {
    MachineFile file = MachineReader.open("comb-200mb-36");
    Map<String, Object> small = Map.of("chiplet.macro.rows", 100, "chiplet.partial_sum_fan_in", 4);
    assertThatThrownBy(() ->
            new Compiler(NetworkReader.read("llama-2-7b"), DENSE)
                .compile(file.with(small).machine(), SCENARIO))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "comb-200mb-36: must hold one output of q_proj on one chiplet: 128 rows of every macro,"
                + " got 100; use macros with more rows, or a larger partial_sum_fan_in, which cuts"
                + " an output over more macros");
  }

  @Test
  void context_and_prompt_are_each_held_against_the_network() {
    assertThatThrownBy(() ->
            new Compiler(NetworkReader.read("llama-2-7b"), DENSE)
                .compile(MachineReader.read("comb-200mb-36"), new Scenario(5000, 2048, 1, 128)))
        .hasMessageContaining("--prompt: must be at most 4,096, the longest context of llama-2-7b");
  }

  @Test
  void refuses_what_the_machine_cannot_do_all_at_once() {
    Scenario scenario = new Scenario(8192, 8192, 1, 128);
    assertThatThrownBy(() ->
            new Compiler(NetworkReader.read("llama-2-7b"), PACKED)
                .compile(MachineReader.read("comb-mcm-65nm"), scenario))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.diagnostics()).hasSizeGreaterThanOrEqualTo(3))
        .hasMessageContaining("pass --weights int3")
        .hasMessageContaining("must have a zero skipper for 8:32 weights")
        .hasMessageContaining("--context: must be at most 4,096");
  }

  @Test
  void one_compiler_serves_many_machines_and_compiling_twice_gives_equal_plans() {
    Compiler compiler = new Compiler(NetworkReader.read("llama-2-7b"), PACKED);
    Plan first = compiler.compile(MachineReader.read("comb-200mb-36"), SCENARIO);
    compiler.compile(MachineReader.read("comb-200mb-16"), SCENARIO);
    Plan again = compiler.compile(MachineReader.read("comb-200mb-36"), SCENARIO);
    assertThat(again.program()).isSameAs(first.program());
    assertThat(again.placement().shards()).isEqualTo(first.placement().shards());
    assertThat(again.machine().topology().links()).isEqualTo(first.machine().topology().links());
  }
}
