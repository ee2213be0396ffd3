package org.cimlet.estimate.rate;

import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;

/// Charges energy for counted actions, once, and static power for the time of a token.
///
/// An array by ordinal: this is the inner loop of a sweep, and nothing outside sees the order.
@SuppressWarnings("EnumOrdinal")
public final class EnergyCharge {
  private static final double FJ = 1e-15;
  private static final double PER_PS = 1e12;

  private final double[] joules = new double[Action.values().length];

  private final ActionCounts counts;

  private EnergyCharge(ActionCounts counts) {
    this.counts = counts;
  }

  /// Joules a token takes for an action.
  public double of(Action action) {
    return joules[action.ordinal()];
  }

  /// Joules a token takes for all of them.
  public double total() {
    double total = 0;
    for (double share : joules) {
      total += share;
    }
    return total;
  }

  /// Charges what an average token does.
  public static EnergyCharge of(Plan plan, RankRates rates) {
    ActionCounts counts = rates.actions();
    double throughputTokensPerS = rates.tokensPerS();
    Dies dies = plan.machine().dies();
    Chiplet.VectorUnit vector = plan.machine().chiplet().vector();
    Host host = plan.machine().host();
    EnergyCharge charge = new EnergyCharge(counts);
    for (int i = 0; i < dies.kinds().size(); i++) {
      charge.dies(dies.kinds().get(i), i, throughputTokensPerS);
    }
    charge.add(Action.VECTOR, vector == null ? 0 : counts.of(Action.VECTOR) * vector.operationFj());
    DieKind attends = dies.attending();
    if (attends != null) {
      charge.attention(attends.chiplet());
    }
    double linkFj = linkFj(plan.machine().topology(), rates.loads());
    charge.add(Action.LINK, linkFj - rates.loadHopFj());
    WeightMemory memory = plan.machine().weightMemory();
    if (memory != null && counts.of(Action.WEIGHT_LOADING) > 0) {
      charge.add(
          Action.WEIGHT_LOADING,
          loadFj(memory, plan.machine().chiplet()) * counts.of(Action.WEIGHT_LOADING)
              + rates.loadHopFj());
    }
    charge.add(Action.HOST_COMPUTE, counts.of(Action.HOST_COMPUTE) * host.operationFj());
    charge.add(Action.HOST_MEMORY, counts.of(Action.HOST_MEMORY) * host.memoryFjPerBit());
    double hostS = plan.machine().topology().hosts() / throughputTokensPerS;
    charge.add(Action.HOST_IDLE, host.idleW() * hostS / FJ);
    return charge;
  }

  /// Reading a bit of weights, distributing and writing it; the way between left out.
  private static double loadFj(WeightMemory memory, Chiplet chiplet) {
    return memory.readFjPerBit() + chiplet.bufferFjPerBit() + chiplet.macro().writeFjPerBit();
  }

  /// What the dies of a kind take.
  private void dies(DieKind dies, int kind, double tokensPerS) {
    Chiplet chiplet = dies.chiplet();
    double dieS = dies.count() / tokensPerS;
    switch (dies.use()) {
      case KV_CACHE -> banks(chiplet.macro(), kind, dieS);
      case LINEARS, EMBEDDING_HEAD -> macros(chiplet.macro(), kind, dieS);
    }
    add(Action.BUFFER, counts.of(Action.BUFFER, kind) * chiplet.bufferFjPerBit());
    add(Action.LEAKAGE, chiplet.leakageW() * dieS / FJ);
  }

  /// What banks take that hold keys and values: all of it is attention's.
  private void banks(Macro macro, int kind, double dieS) {
    switch (macro) {
      case Macro.DramBank dram -> {
        add(Action.ATTENTION_MEMORY, counts.of(Action.MACRO_READ, kind) * dram.readFjPerBit());
        add(Action.ATTENTION_MEMORY, counts.of(Action.ACTIVATE, kind) * dram.activateFj());
        add(Action.ATTENTION_COMPUTE, counts.of(Action.MULTIPLY, kind) * dram.multiplyFj());
        refresh(dram, dieS);
      }
      case Macro.DigitalSram _, Macro.DigitalNvm _, Macro.AnalogCrossbar _ -> {
        // the cache lies in the memory of an attention module: the arrays do nothing
      }
    }
  }

  private void attention(Chiplet chiplet) {
    switch (chiplet.attention()) {
      case Attention.Module module -> {
        add(Action.ATTENTION_COMPUTE, counts.of(Action.ATTENTION_COMPUTE) * module.operationFj());
        add(Action.ATTENTION_MEMORY, counts.of(Action.ATTENTION_MEMORY) * module.memoryFjPerBit());
      }
      case Attention.InBanks unit ->
          add(Action.ATTENTION_COMPUTE, counts.of(Action.ATTENTION_COMPUTE) * unit.operationFj());
      case null -> {
        // nothing counted
      }
    }
  }

  private void refresh(Macro.DramBank dram, double dieS) {
    add(Action.REFRESH, dieS * PER_PS / dram.timing().refreshIntervalPs() * dram.refreshFj());
  }

  /// What the macros take, by the kind of their memory.
  ///
  /// @param dieS seconds of all dies together that a token takes up
  private void macros(Macro macro, int kind, double dieS) {
    switch (macro) {
      case Macro.DigitalSram comb -> {
        add(Action.MACRO_READ, counts.of(Action.MACRO_READ, kind) * comb.readFjPerBit());
        add(Action.MULTIPLY, counts.of(Action.MULTIPLY, kind) * comb.multiplyFj());
        Macro.ZeroSkipper skipper = comb.skipper();
        if (skipper != null) {
          add(
              Action.ZERO_SKIPPER,
              counts.of(Action.ZERO_SKIPPER, kind) * (skipper.decodeFj() + skipper.routeFj()));
        }
      }
      case Macro.DramBank dram -> {
        add(Action.MACRO_READ, counts.of(Action.MACRO_READ, kind) * dram.readFjPerBit());
        add(Action.MULTIPLY, counts.of(Action.MULTIPLY, kind) * dram.multiplyFj());
        add(Action.ACTIVATE, counts.of(Action.ACTIVATE, kind) * dram.activateFj());
        refresh(dram, dieS);
      }
      case Macro.DigitalNvm rram -> {
        add(Action.MACRO_READ, counts.of(Action.MACRO_READ, kind) * rram.readFjPerBit());
        add(Action.MULTIPLY, counts.of(Action.MULTIPLY, kind) * rram.multiplyFj());
        add(Action.ACTIVATE, counts.of(Action.ACTIVATE, kind) * rram.selectFj());
      }
      case Macro.AnalogCrossbar array -> {
        double pulsedCells =
            counts.of(Action.MULTIPLY, kind) * array.cellsPerWeight() * array.pulses();
        add(Action.MACRO_READ, pulsedCells * array.cellFj());
        add(Action.MULTIPLY, counts.of(Action.CONVERT, kind) * array.shiftAddFj());
        add(Action.DRIVE, counts.of(Action.DRIVE, kind) * array.inputsPerRow() * array.driveFj());
        add(Action.CONVERT, counts.of(Action.CONVERT, kind) * array.adc().conversionFj());
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
