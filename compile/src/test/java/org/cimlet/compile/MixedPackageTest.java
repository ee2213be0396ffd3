package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.WordFormat;
import org.junit.jupiter.api.Test;

class MixedPackageTest {
  private static final MachineFile FILE = MachineReader.open("comb-200mb-36-aim-36");
  private static final MachineSpec SHIPPED = FILE.machine();

  private static Plan plan(String network, MachineSpec machine, int context, int batch) {
    return new Compiler(NetworkReader.read(network), WeightStorage.dense(8))
        .compile(machine, new Scenario(1, context, batch, 1));
  }

  /// The default package with other dies at the last places of a mesh.
  @SafeVarargs
  private static MachineSpec mesh(int rows, int columns, Map<String, Object>... others) {
    Map<String, Object> values =
        new HashMap<>(Map.of("name", "mixed", "topology.rows", rows, "topology.columns", columns));
    for (Map<String, Object> dies : others) {
      values.putAll(dies);
    }
    return MachineReader.open("comb-200mb-36").with(values).machine();
  }

  private static Map<String, Object> caches(int count) {
    return dies("kv_cache", FILE.excerpt("other_dies.kv_cache.chiplet"), count);
  }

  private static Map<String, Object> heads(int count) {
    return dies("embedding_head", MachineReader.open("aim-gddr6").excerpt("chiplet"), count);
  }

  private static Map<String, Object> dies(String use, MachineFile.Excerpt chiplet, int count) {
    return Map.of(
        "other_dies." + use + ".name",
        "AiM",
        "other_dies." + use + ".count",
        count,
        "other_dies." + use + ".process",
        FILE.excerpt("process"),
        "other_dies." + use + ".chiplet",
        chiplet);
  }

  @Test
  void the_shipped_one_is_the_default_package_with_dies_to_either_side() {
    Machine machine = Compiler.machine(SHIPPED);
    assertThat(machine.dies().linears().count()).isEqualTo(36);
    assertThat(machine.chiplet())
        .isEqualTo(Compiler.machine(MachineReader.read("comb-200mb-36")).chiplet());
    for (int die = 0; die < 72; die++) {
      boolean inside = die % 12 >= 3 && die % 12 < 9;
      assertThat(machine.dies().kindOf(die)).isEqualTo(inside ? 0 : 1);
    }
  }

  @Test
  void places_that_nobody_names_are_the_last_ones() {
    Machine machine = Compiler.machine(mesh(6, 8, caches(8), heads(4)));
    assertThat(machine.dies().kinds()).extracting(DieKind::count).containsExactly(36, 8, 4);
    assertThat(machine.dies().kinds().get(1).at()).first().isEqualTo(36);
    assertThat(machine.dies().kinds().get(2).at()).containsExactly(44, 45, 46, 47);
  }

  /// 32 heads over 6 dies leave 2 over in each layer; over 3 layers all have the same.
  @Test
  void over_the_layers_all_dies_keep_the_same() {
    Plan plan = plan("llama-2-7b", mesh(6, 7, caches(6)), 128, 1);
    int[] caches = new int[42];
    for (int layer = 0; layer < 32; layer++) {
      assertThat(plan.placement().attentionDies(0, layer)).isEqualTo(6);
      for (int i = 0; i < 6; i++) {
        caches[plan.placement().attentionDie(0, layer, i)] +=
            plan.program().layers().get(layer).attention().part(i, 6).caches();
      }
    }
    for (int die = 36; die < 42; die++) {
      assertThat(caches[die]).isBetween(170, 172); // 1,024 / 6
    }
  }

  @Test
  void heads_that_share_one_key_stay_on_one_die() {
    Plan plan = plan("llama-3.2-1b", mesh(4, 5, caches(12)), 128, 1);
    assertThat(plan.placement().attentionDies(0, 0)).isEqualTo(8);
  }

  /// 32,000 outputs over 4 dies are 8,000 each; words are those of the dies.
  @Test
  void head_dies_share_the_head_and_say_in_what_words() {
    Plan plan = plan("llama-2-7b", mesh(5, 8, heads(4)), 128, 1);
    Placement placement = plan.placement();
    List<Integer> outputs = new ArrayList<>();
    for (int shard = 0; shard < placement.shards(); shard++) {
      if (placement.layer(shard) == 32) {
        outputs.add(placement.units(shard));
        assertThat(plan.machine().dies().kind(placement.chiplet(shard)).use())
            .isEqualTo(DieKind.Use.EMBEDDING_HEAD);
      }
    }
    assertThat(outputs).containsExactly(8000, 8000, 8000, 8000);
    assertThat(plan.program().head().fusedLinears().getFirst().packing().format())
        .isEqualTo(WordFormat.BF16);
    assertThat(placement.home(0, 32)).isEqualTo(placement.home(0, 31));
  }

  /// A sequence at context 4,096: 2 x 32 x 32 x 128 x 4,096 x 2 bytes = 2.147 GB; 36 dies hold
  /// 19.3.
  @Test
  void too_many_sequences_are_told_what_they_need_and_what_there_is() {
    plan("llama-2-7b", SHIPPED, 4096, 8);
    assertThatThrownBy(() -> plan("llama-2-7b", SHIPPED, 4096, 64))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "comb-200mb-36-aim-36: must hold the KV cache of 64 sequences on its 36 GDDR6-AiM"
                + " dies: 137 GB at context 4,096, got 19.3 GB; lower --batch or --context, let"
                + " heads look back less far with --span, or give other_dies.kv_cache at least 261"
                + " dies");
  }

  /// Head and embedding of Llama-2-7B take 2 x 262 MB at BF16; a die holds 537 MB, one suffices.
  /// Those of Gemma-2-9B take 2 x 1.84 GB.
  @Test
  void head_dies_without_enough_room_are_refused() {
    plan("llama-2-7b", mesh(5, 8, heads(1)), 128, 1);
    assertThatThrownBy(() -> plan("gemma2-9b", mesh(7, 8, heads(4)), 128, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "mixed: must hold head and embedding of gemma2-9b, 3.67 GB with padding, on its 4 AiM"
                + " dies, got 2.15 GB; give other_dies.embedding_head more dies, or larger ones");
  }

  @Test
  void too_few_chiplets_beside_other_dies_are_counted_by_themselves() {
    assertThatThrownBy(() -> plan("llama-2-7b", mesh(5, 8, caches(20)), 128, 1))
        .hasMessageContaining("which takes 34 of these chiplets with padding, got 20");
  }
}
