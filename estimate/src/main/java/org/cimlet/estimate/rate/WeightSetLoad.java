package org.cimlet.estimate.rate;

import java.util.Arrays;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;

/// Loading what the package holds in one weight set: every stored bit of values and masks once,
/// from the memory of the host nearest to the chiplet, or from the chiplet's own.
///
/// Memories, links and chiplets work side by side, each on what is its own: the slowest of them is
/// waited for, and the way of the last bit. Nothing else happens meanwhile.
///
/// @param bits of the whole weight set
/// @param linkBits over each link
/// @param slowest part; its busy time
/// @param seconds until the last bit is written
@SuppressWarnings("ArrayRecordComponent") // shared within the engine's walk, never outside it
public record WeightSetLoad(double bits, double[] linkBits, BusyResource slowest, double seconds) {

  public static WeightSetLoad of(Plan plan, int weightSet) {
    Machine machine = plan.machine();
    WeightMemory memory = machine.weightMemory();
    if (memory == null) {
      throw new IllegalArgumentException("weights must be reloaded from a memory, got none");
    }
    Topology topology = machine.topology();
    long[] toChiplet = plan.schedule(0).bitsOfChiplets(weightSet);
    double[] fromMemory = new double[memory.count(topology)];
    double[] linkBits = new double[topology.linkCount()];
    double farthestS = 0;
    for (int chiplet = 0; chiplet < toChiplet.length; chiplet++) {
      fromMemory[memory.of(chiplet, topology)] += toChiplet[chiplet];
      if (toChiplet[chiplet] > 0 && !memory.atChiplets()) {
        int host = topology.nearestHost(chiplet);
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
      slowest.consider(machine.linkName(link), linkBits[link] / topology.bitsPerS(link));
    }
    for (int index = 0; index < fromMemory.length; index++) {
      String name =
          "weight memory" + (fromMemory.length == 1 ? "" : " of " + memory.place(index, machine));
      slowest.consider(name, fromMemory[index] / (8 * memory.bytesPerS()));
    }
    double writtenBitsPerS = writtenBitsPerS(machine);
    for (int chiplet = 0; chiplet < toChiplet.length; chiplet++) {
      slowest.consider(
          "writing " + machine.nodeName(chiplet), toChiplet[chiplet] / writtenBitsPerS);
    }
    return new WeightSetLoad(
        (double) Arrays.stream(toChiplet).sum(),
        linkBits,
        slowest.found(),
        slowest.seconds + farthestS);
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

    BusyResource found() {
      return new BusyResource(Resource.WEIGHT_LOADING, name, seconds);
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
}
