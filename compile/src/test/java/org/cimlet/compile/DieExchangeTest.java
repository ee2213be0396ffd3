package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cimlet.compile.place.DieSearch;
import org.cimlet.compile.place.DieSpace;
import org.cimlet.compile.place.StepTraffic;
import org.cimlet.compile.tile.GroupTiling;
import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Topology;
import org.junit.jupiter.api.Test;

/// The exchange of dies against one that tries every pair it draws, again and again, over all
/// chiplets: the same dies come out.
class DieExchangeTest {
  private static final int TRIES = 40_000;

  private final Random random = new Random(12);

  @Test
  void trying_no_exchange_twice_finds_the_same_dies() {
    int exchanged = 0;
    int cases = 0;
    for (Parallelism mapping :
        List.of(
            Parallelism.of(1, 36, 1),
            Parallelism.of(6, 6, 1),
            Parallelism.of(36, 1, 1),
            Parallelism.of(4, 4, 2),
            Parallelism.of(1, 12, 3))) {
      for (String kind : List.of("mesh", "torus")) {
        Plan plan = plan(kind);
        DieSpace space =
            DieSpace.of(plan.machine().topology(), plan.machine().dies().linears().at());
        List<TiledLinears[]> dealt =
            new GroupTiling(plan.machine(), mapping.group(), 256e9)
                .of(plan.program(), TiledLinears.ofAll(plan.program(), plan.machine()));
        StepTraffic traffic =
            Partition.of(plan.machine(), plan.program(), dealt, mapping).traffic();
        DieSearch.Found from =
            DieSearch.best(
                space.topology(), space.hops(), traffic, mapping.replicas(), List.of(shuffled(36)));
        DieSearch.Found found =
            DieSearch.improved(space.topology(), space.hops(), traffic, mapping.replicas(), from);
        int[] expected = from.die().clone();
        new Naive(space, traffic, mapping.replicas(), expected, from.ranks().hosts()).exchange();
        assertThat(found.die()).as("%s on a %s", mapping, kind).isEqualTo(expected);
        exchanged += found.hopBits() < from.hopBits() ? 1 : 0;
        cases++;
      }
    }
    assertThat(exchanged).isEqualTo(cases).isEqualTo(10);
  }

  private static Plan plan(String kind) {
    MachineFile base = MachineReader.open("comb-200mb-36");
    MachineSpec machine =
        base.with(
                Map.of(
                    "topology",
                    Map.of("kind", kind, "rows", 6, "columns", 6, "host_at", List.of(0)),
                    "chiplet.macro.rows",
                    60_000))
            .machine();
    return new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8))
        .compile(machine, new Scenario(128, 128, 1, 128));
  }

  private int[] shuffled(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int die = order[i];
      order[i] = order[other];
      order[other] = die;
    }
    return order;
  }

  /// Every pair drawn is tried, with all chiplets looked at.
  private static final class Naive {
    private final DieSpace space;
    private final Topology topology;
    private final StepTraffic traffic;
    private final int replicas;
    private final int[] die;
    private final int[] hosts;

    Naive(DieSpace space, StepTraffic traffic, int replicas, int[] die, int[] hosts) {
      this.space = space;
      this.topology = space.topology();
      this.traffic = traffic;
      this.replicas = replicas;
      this.die = die;
      this.hosts = hosts;
    }

    void exchange() {
      long drawn = 0x9E3779B97F4A7C15L;
      for (int i = 0; i < TRIES; i++) {
        drawn ^= drawn << 13;
        drawn ^= drawn >>> 7;
        drawn ^= drawn << 17;
        int a = (int) Math.floorMod(drawn, (long) replicas * traffic.chiplets());
        int b = (int) Math.floorMod(drawn >>> 32, (long) die.length);
        if (a != b) {
          double before = cost(a) + cost(b);
          swap(a, b);
          if (cost(a) + cost(b) >= before * (1 - 1e-12)) {
            swap(a, b);
          }
        }
      }
    }

    private void swap(int a, int b) {
      int other = die[a];
      die[a] = die[b];
      die[b] = other;
    }

    private double cost(int chiplet) {
      int each = traffic.chiplets();
      int replica = chiplet / each;
      if (replica >= replicas) {
        return 0;
      }
      int own = chiplet % each;
      double cost =
          traffic.withHost(own) * space.hops().between(die[chiplet], topology.host(hosts[0]));
      for (int other = 0; other < each; other++) {
        cost +=
            between(own, other) * space.hops().between(die[chiplet], die[replica * each + other]);
      }
      return cost;
    }

    private double between(int a, int b) {
      int[] partners = traffic.partners(a);
      for (int i = 0; i < partners.length; i++) {
        if (partners[i] == b) {
          return traffic.bitsWithPartners(a)[i];
        }
      }
      return 0;
    }
  }
}
