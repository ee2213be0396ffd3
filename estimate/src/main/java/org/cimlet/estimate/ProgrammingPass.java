package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cimlet.estimate.Programming.Stage;
import org.cimlet.estimate.Programming.StageShare;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.array.CellWrite;
import org.jspecify.annotations.Nullable;

/// Adds up what bringing the weights takes: every chiplet has its bits from the host it is nearest
/// to, by the routes that tokens take.
final class ProgrammingPass {
  private static final double FJ = 1e-15;
  private static final double PS = 1e-12;

  private final Plan plan;
  private final Topology topology;
  private final double[] linkBits;
  private final double[] hostBits;
  private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
  private final Map<Stage, Double> femtojoules = new EnumMap<>(Stage.class);
  private double bits;
  private double cells;

  private ProgrammingPass(Plan plan) {
    this.plan = plan;
    this.topology = plan.machine().topology();
    this.linkBits = new double[topology.linkCount()];
    this.hostBits = new double[topology.hosts()];
  }

  static Programming of(Plan plan) {
    ProgrammingPass pass = new ProgrammingPass(plan);
    for (int chiplet = 0; chiplet < plan.machine().chiplets(); chiplet++) {
      pass.chiplet(chiplet, plan.placement().bitsUsedPerMacro(chiplet));
    }
    pass.links();
    pass.hosts();
    return pass.programming();
  }

  private void chiplet(int chiplet, long bitsPerMacro) {
    if (bitsPerMacro == 0) {
      return;
    }
    Chiplet die = plan.machine().dies().at(chiplet);
    double dieBits = (double) bitsPerMacro * die.macros();
    int host = topology.nearestHost(chiplet);
    for (int node = topology.host(host); node != chiplet; ) {
      int link = topology.nextLink(node, chiplet);
      linkBits[link] += dieBits;
      node = topology.linkTo(link);
    }
    bits += dieBits;
    hostBits[host] += dieBits;
    add(Stage.DISTRIBUTION, dieBits / die.distributionBitsPerS(), dieBits * die.bufferFjPerBit());
    arrays(die, (double) bitsPerMacro);
  }

  /// Bits are written as fast as they come, or cells take their pulses, those of all macros at
  /// once.
  private void arrays(Chiplet die, double bitsPerMacro) {
    Macro macro = die.macro();
    double cellsPerMacro = macro.cells(bitsPerMacro);
    double pulsesS =
        macro
            .cellWrite()
            .map(write -> Math.ceil(cellsPerMacro / write.cellsAtOnce()) * write.cellPs() * PS)
            .orElse(0.0);
    cells += cellsPerMacro * die.macros();
    add(Stage.ARRAYS, pulsesS, macro.writeFj(bitsPerMacro) * die.macros());
  }

  private void links() {
    for (int link = 0; link < linkBits.length; link++) {
      Topology.Link wire = topology.links().get(link);
      add(
          topology.atHost(link) ? Stage.HOST_LINK : Stage.CHIPLET_LINK,
          linkBits[link] / wire.bitsPerS(),
          linkBits[link] * wire.fjPerBit());
    }
  }

  private void hosts() {
    for (double read : hostBits) {
      add(
          Stage.HOST_MEMORY,
          read / 8 / plan.machine().host().achievedMemoryBytesPerS(),
          read * plan.machine().host().memoryFjPerBit());
    }
  }

  /// Equal resources work at the same time: the busiest counts. Energies add up.
  private void add(Stage stage, double busyS, double fj) {
    seconds.merge(stage, busyS, Math::max);
    femtojoules.merge(stage, fj, Double::sum);
  }

  private Programming programming() {
    List<StageShare> shares = new ArrayList<>();
    double longest = 0;
    for (Stage stage : Stage.values()) {
      double busy = seconds.getOrDefault(stage, 0.0);
      shares.add(new StageShare(stage, busy, femtojoules.getOrDefault(stage, 0.0) * FJ));
      longest = Math.max(longest, busy);
    }
    Machine machine = plan.machine();
    double staticW =
        machine.leakageW()
            + machine.clockW()
            + machine.board().fixedW()
            + machine.host().idleW() * topology.hosts();
    return new Programming(bits, cells, shares, staticW * longest, endurance());
  }

  private @Nullable Double endurance() {
    return plan.machine().chiplet().macro().cellWrite().map(CellWrite::endurance).orElse(null);
  }
}
