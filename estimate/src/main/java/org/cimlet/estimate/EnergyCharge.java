package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate.ActionCounts;
import org.cimlet.estimate.Estimate.EnergyShare;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Host;
import org.cimlet.plan.Macro;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Topology;
import org.cimlet.plan.WeightMemory;

/// Charges energy for counted actions, once, and static power for the time of a token.
///
/// An array by ordinal: this is the inner loop of a sweep, and nothing outside sees the order.
@SuppressWarnings("EnumOrdinal")
final class EnergyCharge {
  private static final double FJ = 1e-15;
  private static final double PER_PS = 1e12;

  private final double[] joules = new double[Action.values().length];

  private EnergyCharge() {}

  /// Joules per token of every action, in the order of [Action].
  static List<EnergyShare> charge(Plan plan, LaneRates rates) {
    double[] joules = charged(plan, rates).joules;
    List<EnergyShare> shares = new ArrayList<>();
    for (Action action : Action.values()) {
      shares.add(new EnergyShare(action, joules[action.ordinal()]));
    }
    return shares;
  }

  static double total(Plan plan, LaneRates rates) {
    double total = 0;
    for (double share : charged(plan, rates).joules) {
      total += share;
    }
    return total;
  }

  private static EnergyCharge charged(Plan plan, LaneRates rates) {
    ActionCounts counts = rates.actions();
    double throughputTokensPerS = rates.tokensPerS();
    Chiplet chiplet = plan.machine().chiplet();
    Chiplet.VectorUnit vector = chiplet.vector();
    Host host = plan.machine().host();
    double dieS = plan.machine().chiplets() / throughputTokensPerS;
    EnergyCharge charge = new EnergyCharge();
    charge.macros(chiplet.macro(), counts, dieS);
    charge.add(Action.BUFFER, counts.bufferBits() * chiplet.bufferFjPerBit());
    charge.add(Action.VECTOR, vector == null ? 0 : counts.vectorOps() * vector.operationFj());
    Chiplet.AttentionModule module = chiplet.attention();
    if (module != null) {
      charge.add(Action.ATTENTION_COMPUTE, counts.attentionOps() * module.operationFj());
      charge.add(Action.ATTENTION_MEMORY, counts.attentionMemoryBits() * module.memoryFjPerBit());
    }
    double linkFj = linkFj(plan.machine().topology(), rates.loads());
    charge.add(Action.LINK, linkFj - rates.loadHopFj());
    WeightMemory memory = plan.machine().weightMemory();
    if (memory != null && counts.loadedBits() > 0) {
      charge.add(
          Action.WEIGHT_LOADING, loadFj(memory, chiplet) * counts.loadedBits() + rates.loadHopFj());
    }
    charge.add(Action.HOST_COMPUTE, counts.hostOps() * host.operationFj());
    charge.add(Action.HOST_MEMORY, counts.hostMemoryBits() * host.memoryFjPerBit());
    charge.add(Action.LEAKAGE, chiplet.leakageW() * dieS / FJ);
    double hostS = plan.machine().topology().hosts() / throughputTokensPerS;
    charge.add(Action.HOST_IDLE, host.idleW() * hostS / FJ);
    return charge;
  }

  /// Reading a bit of weights, distributing and writing it; the way between left out.
  private static double loadFj(WeightMemory memory, Chiplet chiplet) {
    return memory.readFjPerBit() + chiplet.bufferFjPerBit() + chiplet.macro().writeFjPerBit();
  }

  /// What the macros take, by the kind of their memory.
  ///
  /// @param dieS seconds of all dies together that a token takes up
  private void macros(Macro macro, ActionCounts counts, double dieS) {
    switch (macro) {
      case Macro.Comb comb -> {
        add(Action.MACRO_READ, counts.bitsRead() * comb.readFjPerBit());
        add(Action.MULTIPLY, counts.multiplies() * comb.multiplyFj());
        Macro.ZeroSkipper skipper = comb.skipper();
        if (skipper != null) {
          add(Action.ZERO_SKIPPER, counts.maskDecodes() * (skipper.decodeFj() + skipper.routeFj()));
        }
      }
      case Macro.Dram dram -> {
        add(Action.MACRO_READ, counts.bitsRead() * dram.readFjPerBit());
        add(Action.MULTIPLY, counts.multiplies() * dram.multiplyFj());
        add(Action.ACTIVATE, counts.activations() * dram.activateFj());
        double refreshes = dieS * PER_PS / dram.timing().refreshIntervalPs();
        add(Action.REFRESH, refreshes * dram.refreshFj());
      }
      case Macro.Rram rram -> {
        add(Action.MACRO_READ, counts.bitsRead() * rram.readFjPerBit());
        add(Action.MULTIPLY, counts.multiplies() * rram.multiplyFj());
        add(Action.ACTIVATE, counts.activations() * rram.selectFj());
      }
      case Macro.Crossbar array -> {
        double pulsedCells = counts.multiplies() * array.cellsPerWeight() * array.pulses();
        add(Action.MACRO_READ, pulsedCells * array.cellFj());
        add(Action.MULTIPLY, counts.conversions() * array.shiftAddFj());
        add(Action.DRIVE, counts.drives() * array.columns() * array.driveFj());
        add(Action.CONVERT, counts.conversions() * array.adc().conversionFj());
      }
    }
  }

  private void add(Action action, double fj) {
    joules[action.ordinal()] += fj * FJ;
  }

  private static double linkFj(Topology topology, PackageLoads loads) {
    double fj = 0;
    for (int link = 0; link < topology.links().size(); link++) {
      fj += loads.linkBits()[link] * topology.links().get(link).fjPerBit();
    }
    return fj;
  }
}
