package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.cimlet.compile.place.Placer;
import org.cimlet.compile.tile.RowTiling;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks larger than the package, one weight set after another.
class WeightSetsTest {
  private static final Scenario SCENARIO = new Scenario(64, 64, 1, 64);
  private static final WeightStorage PACKED =
      new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));

  private final Machine chip = Compiler.machine(MachineReader.read("fudan-28nm"));

  private static Placement place(Machine machine, Program program) {
    return Placer.placeReloaded(machine, program);
  }

  private static Program program(String network) {
    return new Compiler(NetworkReader.read(network), PACKED).program(true);
  }

  @ParameterizedTest
  @CsvSource({"stories260k", "gpt2", "qwen2.5-0.5b"})
  void every_weight_set_fits_the_package_and_every_unit_is_placed_once(String network) {
    Program program = program(network);
    Placement placement = place(chip, program);
    long capacity = chip.chiplet().macro().capacityBits();
    Map<String, Integer> placed = new HashMap<>();
    for (int set = 0; set < placement.weightSets(); set++) {
      long bits = 0;
      for (int shard = placement.firstShardOfWeightSet(set);
          shard < placement.firstShardOfWeightSet(set + 1);
          shard++) {
        FusedLinears fused =
            step(program, placement, shard).fusedLinears().get(placement.fused(shard));
        bits += (long) placement.rows(shard) * RowTiling.of(fused, chip.chiplet()).rowBits();
        placed.merge(
            placement.layer(shard) + "/" + placement.step(shard) + "/" + placement.fused(shard),
            placement.units(shard),
            Integer::sum);
      }
      assertThat(bits).as("round %s", set).isBetween(1L, capacity);
    }
    for (int layer = 0; layer < program.layers().size(); layer++) {
      for (int step = 0; step < program.layers().get(layer).steps().size(); step++) {
        FusedLinears fused =
            program.layers().get(layer).steps().get(step).fusedLinears().getFirst();
        assertThat(placed).containsEntry(layer + "/" + step + "/0", fused.outputs());
      }
    }
    assertThat(placement.firstShardOfWeightSet(placement.weightSets()))
        .isEqualTo(placement.shards());
  }

  /// A step goes to the next weight set where this one has no room for it, unless no weight set
  /// has.
  @Test
  void only_steps_larger_than_the_package_are_cut() {
    Program program = program("gpt2");
    Placement placement = place(chip, program);
    long package8 = chip.capacityBytes() * 8;
    for (int set = 1; set < placement.weightSets(); set++) {
      int first = placement.firstShardOfWeightSet(set);
      boolean cut =
          placement.layer(first) == placement.layer(first - 1)
              && placement.step(first) == placement.step(first - 1);
      if (cut) {
        assertThat(step(program, placement, first).storedBits()).isGreaterThan(package8 * 9 / 10);
      }
    }
    // Queries, keys and values of GPT-2 are 3 x 768 x 768 weights, 663,552 bytes with their masks,
    // 4.5 times the chip.
    assertThat(placement.weightSets()).isGreaterThanOrEqualTo(ceil(program.storedBytes(), 147_456));
  }

  /// Twelve layers of 70,656 bytes and a head of 32,768: two layers fill the chip's 147,456, the
  /// head goes to a weight set of its own.
  @Test
  void a_network_of_characters_passes_the_28_nm_chip_in_seven_weight_sets() {
    Program program = program("demo");
    assertThat(program.storedBytes()).isEqualTo(880_640);
    Placement placement = place(chip, program);
    assertThat(placement.weightSets()).isEqualTo(7);
    for (int set = 0; set < 6; set++) {
      assertThat(placement.layer(placement.firstShardOfWeightSet(set))).isEqualTo(2 * set);
      assertThat(placement.step(placement.firstShardOfWeightSet(set))).isZero();
    }
    assertThat(placement.layer(placement.firstShardOfWeightSet(6))).isEqualTo(12);
  }

  private static MachineSpec withMemory(String machine, double gigabytes) {
    return MachineReader.open(machine)
        .with(
            Map.of(
                "weight_memory.capacity_gb", gigabytes,
                "weight_memory.bandwidth_gb_s", 100,
                "weight_memory.read_fj_per_bit", 5000))
        .machine();
  }

  private static Plan compile(String network, MachineSpec machine, Parallelism mapping) {
    return new Compiler(NetworkReader.read(network), WeightStorage.dense(8))
        .compile(machine, SCENARIO, mapping, plan -> new Merit(1, 1, 1));
  }

  @Test
  void what_fits_is_at_rest_as_without_a_memory() {
    Plan plan = compile("tinyllama-1.1b", withMemory("comb-200mb-16", 1000), Parallelism.AUTO);
    Plan without = compile("tinyllama-1.1b", MachineReader.read("comb-200mb-16"), Parallelism.AUTO);
    assertThat(plan.placement().isReloaded()).isFalse();
    assertThat(plan.placement().shards()).isEqualTo(without.placement().shards());
    assertThat(plan.placement().mapping()).isEqualTo(without.placement().mapping());
  }

  /// 6.61 GB on 3.2 GB: three weight sets, for no weight set is quite full.
  @Test
  void a_package_of_many_chiplets_is_filled_again_and_again() {
    Plan plan = compile("llama-2-7b", withMemory("comb-200mb-16", 1000), Parallelism.AUTO);
    assertThat(plan.placement().weightSets()).isEqualTo(3);
    assertThat(plan.placement().mapping()).isEqualTo("filled in 3 weight sets");
    assertThat(plan.placement().chipletsUsed()).isEqualTo(16);
    for (int chiplet = 0; chiplet < 16; chiplet++) {
      assertThat(plan.placement().bitsUsedPerMacro(chiplet))
          .isBetween(1L, plan.machine().chiplet().macro().capacityBits());
    }
  }

  @Test
  void without_a_memory_it_is_a_remedy() {
    assertThatThrownBy(
            () -> compile("llama-2-7b", MachineReader.read("comb-200mb-16"), Parallelism.AUTO))
        .hasMessageContaining("a weight_memory to reload its weights from (3 weight sets)");
  }

  @Test
  void a_memory_must_hold_the_network() {
    assertThatThrownBy(
            () -> compile("llama-2-7b", withMemory("comb-200mb-16", 6), Parallelism.AUTO))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "comb-200mb-16: must hold llama-2-7b, 6.61 GB, in weight_memory, from which its weights"
                + " are reloaded, got 6.00 GB (weight_memory.capacity_gb)");
  }

  /// Every chiplet is loaded from its own memory, so that a set takes as long as its fullest one.
  @Test
  void memories_beside_the_chiplets_are_read_alike() {
    Plan plan = compile("llama-2-7b", besideChiplets(1), Parallelism.AUTO);
    long all = 0;
    long waited = 0;
    for (int set = 0; set < plan.placement().weightSets(); set++) {
      long[] bits = plan.schedule(0).bitsOfChiplets(set);
      all += Arrays.stream(bits).sum();
      waited += Arrays.stream(bits).max().orElseThrow();
    }
    assertThat(plan.placement().weightSets()).isEqualTo(3);
    assertThat(all).isEqualTo(8 * plan.program().storedBytes());
    assertThat(16.0 * waited / all).isBetween(1.0, 1.01);
  }

  /// Rows of DRAM are opened together: a level between two openings holds what the lower does.
  @Test
  void banks_beside_their_memories_are_filled_by_whole_pages() {
    MachineSpec machine =
        MachineReader.open("lpddr5-pim")
            .with(
                Map.of(
                    "chiplet.macro.rows", 64 * 200,
                    "weight_memory.at", "chiplets",
                    "weight_memory.capacity_gb", 1,
                    "weight_memory.bandwidth_gb_s", 100,
                    "weight_memory.read_fj_per_bit", 5000))
            .machine();
    Plan plan =
        new Compiler(NetworkReader.read("gpt2"), WeightStorage.dense(WordFormat.FP16, 16))
            .compile(machine, SCENARIO, Parallelism.AUTO, any -> new Merit(1, 1, 1));
    long all = 0;
    for (int set = 0; set < plan.placement().weightSets(); set++) {
      all += Arrays.stream(plan.schedule(0).bitsOfChiplets(set)).sum();
    }
    assertThat(plan.placement().isReloaded()).isTrue();
    assertThat(all).isEqualTo(8 * plan.program().storedBytes());
  }

  @Test
  void a_memory_beside_a_chiplet_must_hold_what_it_is_loaded_with() {
    assertThatThrownBy(() -> compile("llama-2-7b", besideChiplets(0.4), Parallelism.AUTO))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("comb-200mb-16: must hold what chiplet")
        .hasMessageContaining("of llama-2-7b, 41")
        .hasMessageContaining("got 400 MB (weight_memory.capacity_gb)");
  }

  private static MachineSpec besideChiplets(double gigabytes) {
    return MachineReader.open("comb-200mb-16")
        .with(
            Map.of(
                "weight_memory.at",
                "chiplets",
                "weight_memory.capacity_gb",
                gigabytes,
                "weight_memory.bandwidth_gb_s",
                100,
                "weight_memory.read_fj_per_bit",
                5000))
        .machine();
  }

  @Test
  void a_reloaded_network_is_filled_and_nothing_else() {
    MachineSpec machine = withMemory("comb-200mb-16", 1000);
    assertThatThrownBy(() -> compile("llama-2-7b", machine, Parallelism.parse("mixed:4", 2)))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.diagnostics()).hasSize(2))
        .hasMessageContaining(
            "--mapping: must be auto or filled: llama-2-7b does not fit comb-200mb-16 and is"
                + " reloaded in 3 weight sets, got mixed:4")
        .hasMessageContaining("--dp: must be 1: ");
  }

  private static int ceil(long a, long b) {
    return Math.toIntExact(Math.ceilDiv(a, b));
  }

  private static Step step(Program program, Placement placement, int shard) {
    int layer = placement.layer(shard);
    return layer == program.layers().size()
        ? program.head()
        : program.layers().get(layer).steps().get(placement.step(shard));
  }
}
