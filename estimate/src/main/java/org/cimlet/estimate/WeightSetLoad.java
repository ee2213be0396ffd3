package org.cimlet.estimate;

import java.util.Arrays;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Step;

/// Loading what the package holds in one round: every stored bit of values and masks once, from the
/// memory of the host nearest to the chiplet.
///
/// Memories, links and chiplets work side by side, each on what is its own: the slowest of them is
/// waited for, and the way of the last bit. Nothing else happens meanwhile.
///
/// @param bits of the whole round
/// @param linkBits over each link
/// @param slowest part; its busy time is the `share`
/// @param seconds until the last bit is written
@SuppressWarnings("ArrayRecordComponent") // shared within the engine's walk, never outside it
record WeightSetLoad(double bits, double[] linkBits, Bottleneck slowest, double seconds) {

  static WeightSetLoad of(Plan plan, int round) {
    Machine machine = plan.machine();
    WeightMemory memory = machine.weightMemory();
    if (memory == null) {
      throw new IllegalArgumentException("rounds must be loaded from a memory, got none");
    }
    Topology topology = machine.topology();
    double[] toChiplet = bitsOfChiplets(plan, round);
    double[] fromHost = new double[topology.hosts()];
    double[] linkBits = new double[topology.links().size()];
    double farthestS = 0;
    for (int chiplet = 0; chiplet < toChiplet.length; chiplet++) {
      if (toChiplet[chiplet] > 0) {
        int host = topology.nearestHost(chiplet);
        fromHost[host] += toChiplet[chiplet];
        farthestS = Math.max(farthestS, topology.routeFromHost(host, chiplet).latencyS());
        int node = topology.host(host);
        while (node != chiplet) {
          int link = topology.nextLink(node, chiplet);
          linkBits[link] += toChiplet[chiplet];
          node = topology.linkTo(link);
        }
      }
    }
    Slowest slowest = new Slowest();
    for (int link = 0; link < linkBits.length; link++) {
      slowest.consider(topology.links().get(link).name(), linkBits[link] / topology.bitsPerS(link));
    }
    for (int host = 0; host < fromHost.length; host++) {
      String name =
          "weight memory" + (topology.hosts() == 1 ? "" : " of " + topology.hostName(host));
      slowest.consider(name, fromHost[host] / (8 * memory.bytesPerS()));
    }
    double writtenBitsPerS = writtenBitsPerS(machine);
    for (int chiplet = 0; chiplet < toChiplet.length; chiplet++) {
      slowest.consider("writing chiplet" + chiplet, toChiplet[chiplet] / writtenBitsPerS);
    }
    return new WeightSetLoad(
        Arrays.stream(toChiplet).sum(), linkBits, slowest.found(), slowest.seconds + farthestS);
  }

  /// The part that takes longest; of equals the first.
  private static final class Slowest {
    private String name = "";
    private double seconds;

    void consider(String part, double itsS) {
      if (itsS > seconds) {
        seconds = itsS;
        name = part;
      }
    }

    Bottleneck found() {
      return new Bottleneck(Resource.WEIGHT_LOADING, name, true, seconds);
    }
  }

  /// Bits that a chiplet writes a second: as fast as they are distributed, or as its cells are
  /// programmed, all macros side by side.
  private static double writtenBitsPerS(Machine machine) {
    double distributed = machine.chiplet().distributionBitsPerS();
    Macro macro = machine.chiplet().macro();
    return macro
        .cellWrite()
        .map(write -> {
          double cellsAtOnce = (double) machine.chiplet().macros() * write.cellsAtOnce();
          double programmed = cellsAtOnce / macro.cells(1) / write.cellPs() * 1e12;
          return Math.min(distributed, programmed);
        })
        .orElse(distributed);
  }

  private static double[] bitsOfChiplets(Plan plan, int round) {
    Placement placement = plan.placement();
    double[] bits = new double[plan.machine().chiplets()];
    for (int shard = placement.firstShardOfWeightSet(round);
        shard < placement.firstShardOfWeightSet(round + 1);
        shard++) {
      int layer = placement.layer(shard);
      Step step =
          layer == plan.program().layers().size()
              ? plan.program().head()
              : plan.program().layers().get(layer).steps().get(placement.step(shard));
      FusedLinears stack = step.stacks().get(placement.fused(shard));
      double outputs =
          (double) placement.units(shard) * (stack.copies() == 1 ? 1 : stack.outputs());
      bits[placement.chiplet(shard)] +=
          outputs * stack.packing().bitsPerRow(placement.inputs(shard));
    }
    return bits;
  }
}
