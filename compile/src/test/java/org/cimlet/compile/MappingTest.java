package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.compile.place.DieOrders;
import org.cimlet.compile.place.DieSearch;
import org.cimlet.compile.resolve.HopCounts;
import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mappings on packages of the paper's chiplet; what a plan is worth is told by its busiest
/// chiplet.
class MappingTest {
  private static final Scenario SCENARIO = new Scenario(128, 128, 1, 128);

  private static MachineSpec mesh(int rows, int columns, Integer... hostAt) {
    return MachineReader.open("comb-200mb-36")
        .with(
            Map.of(
                "topology.rows",
                rows,
                "topology.columns",
                columns,
                "topology.host_at",
                List.of(hostAt),
                "host.count",
                hostAt.length))
        .machine();
  }

  private static Plan plan(
      String network, boolean packed, MachineSpec machine, String mapping, int replicas) {
    WeightStorage storage =
        packed
            ? new WeightStorage(new Packing(8, 8, 32), Packing.dense(8))
            : WeightStorage.dense(8);
    return new Compiler(NetworkReader.read(network), storage)
        .compile(machine, SCENARIO, Parallelism.parse(mapping, replicas), MappingTest::merit);
  }

  private static Merit merit(Plan plan) {
    double most = Arrays.stream(busyRows(plan)).max().orElseThrow() / plan.placement().replicas();
    return new Merit(1, 1 / most, 1);
  }

  /// Rows a token of each replica keeps each chiplet busy with.
  private static double[] busyRows(Plan plan) {
    double[] rows = new double[plan.machine().chiplets()];
    Placement placement = plan.placement();
    for (int shard = 0; shard < placement.shards(); shard++) {
      rows[placement.chiplet(shard)] += placement.rows(shard) * fused(plan, shard).activity();
    }
    return rows;
  }

  private static FusedLinears fused(Plan plan, int shard) {
    Placement placement = plan.placement();
    int layer = placement.layer(shard);
    Step step =
        layer == plan.program().layers().size()
            ? plan.program().head()
            : plan.program().layers().get(layer).steps().get(placement.step(shard));
    return step.fusedLinears().get(placement.fused(shard));
  }

  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, false, 6, pipelined, 1",
    "llama-2-7b, false, 6, mixed:4, 1",
    "llama-2-7b, false, 6, spread, 1",
    "llama-2-7b, true, 8, mixed:8, 2",
    "llama-2-7b, true, 8, spread, 4",
    "gpt2-xl, false, 6, mixed:3, 3",
    "mixtral-8x7b, true, 14, mixed:7, 1",
    "qwen3-30b-a3b, false, 14, mixed:14, 1",
    "qwen3-30b-a3b, false, 14, pipelined, 1",
  })
  void every_weight_is_placed_once_in_each_replica_and_no_chiplet_overflows(
      String network, boolean packed, int side, String mapping, int replicas) {
    Plan plan = plan(network, packed, mesh(side, side, 0), mapping, replicas);
    Placement placement = plan.placement();
    assertThat(placement.replicas()).isEqualTo(replicas);
    for (int replica = 0; replica < replicas; replica++) {
      Map<String, Long> weights = new TreeMap<>();
      for (int p = placement.firstShard(replica); p < placement.firstShard(replica + 1); p++) {
        FusedLinears fused = fused(plan, p);
        long outputs =
            fused.copies() > 1 ? (long) placement.units(p) * fused.outputs() : placement.units(p);
        String at = placement.layer(p) + "/" + placement.step(p) + "/" + placement.fused(p);
        weights.merge(at, outputs * placement.inputs(p), Long::sum);
        assertThat(weights.get(at))
            .isLessThanOrEqualTo((long) fused.outputs() * fused.inputs() * fused.copies());
      }
      long all = weights.values().stream().mapToLong(Long::longValue).sum();
      assertThat(all).isEqualTo(plan.program().linearWeights() + plan.program().headWeights());
    }
    long capacity = plan.machine().chiplet().macro().capacityBits();
    for (int chiplet = 0; chiplet < plan.machine().chiplets(); chiplet++) {
      assertThat(placement.bitsUsedPerMacro(chiplet)).isLessThanOrEqualTo(capacity);
    }
  }

  @ParameterizedTest
  @CsvSource({"6, pipelined, 0.99", "6, mixed:4, 0.99", "6, spread, 0.97", "16, pipelined, 0.98"})
  void chiplets_have_equal_work(int side, String mapping, double least) {
    Plan plan = plan("llama-2-7b", false, mesh(side, side, 0), mapping, 1);
    double[] rows = busyRows(plan);
    double mean = Arrays.stream(rows).average().orElseThrow();
    assertThat(mean / Arrays.stream(rows).max().orElseThrow()).isGreaterThan(least);
  }

  /// Filled in program order, a chiplet of attention alone works for every token, and those of
  /// experts for one in sixteen.
  @Test
  void attention_of_a_routed_network_is_not_heaped_on_few_chiplets() {
    MachineSpec machine = mesh(14, 14, 0);
    double filled = merit(plan("qwen3-30b-a3b", false, machine, "filled", 1)).saturatedTokensPerS();
    double equal =
        merit(plan("qwen3-30b-a3b", false, machine, "pipelined", 1)).saturatedTokensPerS();
    assertThat(equal).isGreaterThan(4 * filled);
  }

  @Test
  void what_is_open_is_chosen_and_never_worse_than_filled() {
    for (String network : List.of("llama-2-7b", "gpt2", "llama-3.2-3b")) {
      Merit filled = merit(plan(network, false, mesh(6, 6, 0), "filled", 1));
      Merit open = merit(plan(network, false, mesh(6, 6, 0), "auto", 0));
      assertThat(open.saturatedTokensPerS())
          .as(network)
          .isGreaterThanOrEqualTo(filled.saturatedTokensPerS());
    }
  }

  @Test
  void sequences_are_dealt_out_equally_to_replicas_and_hosts() {
    Plan plan = plan("llama-2-7b", true, mesh(8, 8, 0, 7, 56, 63), "pipelined", 3);
    Placement placement = plan.placement();
    int[] ofReplica = new int[3];
    int[] ofHost = new int[4];
    for (int rank = 0; rank < placement.ranks(); rank++) {
      ofReplica[placement.rankReplica(rank)]++;
      ofHost[placement.rankHost(rank)]++;
    }
    assertThat(placement.ranks()).isEqualTo(12);
    assertThat(ofReplica).containsOnly(4);
    assertThat(ofHost).containsOnly(3);
    assertThat(
            List.of(placement.rankReplica(0), placement.rankReplica(1), placement.rankReplica(2)))
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  /// Row by row a stage's successor is six links away at every row's end.
  @Test
  void a_pipeline_goes_from_neighbour_to_neighbour() {
    Plan plan = plan("llama-2-7b", false, mesh(6, 6, 0), "pipelined", 1);
    Topology topology = plan.machine().topology();
    Placement placement = plan.placement();
    int hops = 0;
    int moves = 0;
    for (int layer = 1; layer <= plan.program().layers().size(); layer++) {
      int from = placement.home(0, layer - 1);
      int to = placement.home(0, layer);
      moves += from == to ? 0 : 1;
      for (int node = from; node != to; node = topology.linkTo(topology.nextLink(node, to))) {
        hops++;
      }
    }
    assertThat(hops).isLessThanOrEqualTo(moves + 6);
  }

  @Test
  void exchanging_dies_never_makes_more_traffic_and_mends_a_shuffled_package() {
    Topology topology = Compiler.machine(mesh(6, 6, 0)).topology();
    HopCounts hops = new HopCounts(topology);
    Plan plan = plan("llama-2-7b", false, mesh(6, 6, 0), "filled", 1);
    Partition partition =
        Partition.of(
            plan.machine(),
            plan.program(),
            TiledLinears.ofAll(plan.program(), plan.machine()),
            Parallelism.of(1, 36, 1));
    List<Integer> shuffled = new ArrayList<>();
    for (int die = 0; die < 36; die++) {
      shuffled.add(die);
    }
    Collections.shuffle(shuffled, new java.util.Random(7));
    int[] order = shuffled.stream().mapToInt(Integer::intValue).toArray();
    DieSearch.Found from = DieSearch.best(topology, hops, partition.traffic(), 1, List.of(order));
    DieSearch.Found mended = DieSearch.improved(topology, hops, partition.traffic(), 1, from);
    DieSearch.Found snake =
        DieSearch.best(topology, hops, partition.traffic(), 1, DieOrders.of(topology, hops));
    assertThat(mended.hopBits()).isLessThan(0.65 * from.hopBits());
    assertThat(snake.hopBits()).isLessThan(1.3 * mended.hopBits());
    assertThat(Arrays.stream(mended.die()).sorted().toArray())
        .isEqualTo(Arrays.stream(order).sorted().toArray());
  }

  /// 12,288 outputs of queries, keys and values over 36 chiplets of 1,250 macros, an output cut
  /// over 16 of them: 78 outputs fill all macros once, 158 times in all, 4 or 5 a chiplet.
  @Test
  void outputs_are_dealt_out_in_whole_fillings_of_the_macros() {
    Plan plan = plan("llama-2-7b", false, mesh(6, 6, 0), "spread", 1);
    Placement placement = plan.placement();
    int outputs = 0;
    for (int shard = 0; placement.step(shard) == 0; shard++) {
      assertThat(placement.rows(shard)).isIn(4 * 32, 5 * 32);
      outputs += placement.units(shard);
    }
    assertThat(outputs).isEqualTo(12_288);
  }

  @Test
  void the_same_question_has_the_same_answer() {
    Plan one = plan("llama-2-7b", true, mesh(8, 8, 0), "auto", 0);
    Plan other = plan("llama-2-7b", true, mesh(8, 8, 0), "auto", 0);
    assertThat(one.placement().shards()).isEqualTo(other.placement().shards());
    for (int shard = 0; shard < one.placement().shards(); shard++) {
      assertThat(one.placement().chiplet(shard)).isEqualTo(other.placement().chiplet(shard));
      assertThat(one.placement().units(shard)).isEqualTo(other.placement().units(shard));
    }
    assertThat(merit(one).saturatedTokensPerS())
        .isCloseTo(merit(other).saturatedTokensPerS(), within(0.0));
  }

  private static Plan plan(String network, Parallelism mapping) {
    return new Compiler(NetworkReader.read(network), WeightStorage.dense(8))
        .compile(mesh(6, 6, 0), SCENARIO, mapping, MappingTest::merit);
  }

  @Test
  void so_many_stages_of_so_many_chiplets_leave_the_others_empty() {
    Plan plan = plan("llama-3.2-1b", Parallelism.of(4, 2, 1));
    assertThat(plan.placement().mapping()).isEqualTo("TP 4 x PP 2");
    assertThat(plan.placement().chipletsUsed()).isEqualTo(8);
    assertThat(plan("llama-3.2-1b", Parallelism.of(4, 2, 3)).placement().chipletsUsed())
        .isEqualTo(24);
  }

  @Test
  void what_is_left_open_is_as_much_as_the_package_has() {
    assertThat(plan("llama-2-7b", Parallelism.of(0, 4, 1)).placement().mapping())
        .isEqualTo("TP 9 x PP 4");
    assertThat(plan("llama-2-7b", Parallelism.of(9, 0, 1)).placement().mapping())
        .isEqualTo("TP 9 x PP 4");
    assertThat(plan("llama-3.2-1b", Parallelism.of(5, 0, 0).with(36, 1)).placement().mapping())
        .isEqualTo("TP 5 x PP 7");
  }

  @Test
  void more_than_there_is_and_too_little_to_hold_the_network_are_refused() {
    assertThatThrownBy(() -> plan("llama-3.2-1b", Parallelism.of(4, 5, 2)))
        .hasMessage(
            "--tp x --pp x --dp: must be at most the 36 chiplets of comb-200mb-36, got 4 x 5 x 2");
    assertThatThrownBy(() -> plan("llama-2-7b", Parallelism.of(4, 8, 1)))
        .hasMessage(
            "--pp: must cut llama-2-7b into stages that comb-200mb-36 holds: with TP 4 it takes PP"
                + " 9, 36 chiplets with padding, got PP 8; use --pp 9");
    assertThatThrownBy(() -> Parallelism.of(0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mixed:5 | 0 | --mapping: must have a TP that divides the 36 chiplets of the package, got mixed:5; use mixed:4 or mixed:6",
        "mixed:40 | 0 | --mapping: must have a TP that divides the 36 chiplets of the package, got mixed:40; use mixed:36 or spread",
        "pipelined | 2 | --dp: must be at most 1: 34 of the 36 chiplets of comb-200mb-36 hold llama-2-7b once, got 2",
        "mixed:0 | 0 | --mapping: must be auto, filled, pipelined (PP), spread (TP) or mixed:T (TP T in a pipeline), got mixed:0",
        "snake | 0 | --mapping: must be auto, filled, pipelined (PP), spread (TP) or mixed:T (TP T in a pipeline), got snake",
        "filled | 2 | --dp: must be 1 with --mapping filled, got 2",
      })
  void what_cannot_be_done_is_refused_with_what_can(String mapping, int replicas, String message) {
    assertThatThrownBy(() -> plan("llama-2-7b", false, mesh(6, 6, 0), mapping.strip(), replicas))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.diagnostics().getFirst()).hasToString(message.strip()));
  }

  /// Eight experts, each whole on a chiplet: over 90 chiplets 82 have none of a layer's.
  @Test
  void groups_that_do_not_fit_are_refused_with_what_they_take() {
    assertThatThrownBy(() -> plan("mixtral-8x7b", true, mesh(10, 10, 0), "mixed:50", 1))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.diagnostics().getFirst().toString())
                    .contains("with TP 50 it takes PP ")
                    .contains("use --mapping pipelined, or a smaller TP"));
  }
}
