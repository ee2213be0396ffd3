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
import org.cimlet.plan.machine.MacroEnergies;
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
    macros(chiplet.macro(), kind, dies.use() == DieKind.Use.KV_CACHE);
    refresh(chiplet.macro(), dieS);
    add(Action.BUFFER, counts.of(Action.BUFFER, kind) * chiplet.bufferFjPerBit());
    add(Action.LEAKAGE, chiplet.leakageW() * dieS / FJ);
  }

  /// What the macros take.
  ///
  /// @param attend whether they hold keys and values: all that they do is attention's
  private void macros(Macro macro, int kind, boolean attend) {
    MacroEnergies energies = macro.energies();
    add(
        attend ? Action.ATTENTION_MEMORY : Action.MACRO_READ,
        counts.of(Action.MACRO_READ, kind) * energies.readFjPerBit());
    add(
        attend ? Action.ATTENTION_MEMORY : Action.ACTIVATE,
        counts.of(Action.ACTIVATE, kind) * energies.openFj());
    add(
        attend ? Action.ATTENTION_COMPUTE : Action.MULTIPLY,
        counts.of(Action.MULTIPLY, kind) * energies.multiplyFj());
    add(Action.DRIVE, counts.of(Action.DRIVE, kind) * energies.driveFj());
    add(Action.CONVERT, counts.of(Action.CONVERT, kind) * energies.conversionFj());
    macro
        .zeroSkipper()
        .ifPresent(skipper ->
            add(
                Action.ZERO_SKIPPER,
                counts.of(Action.ZERO_SKIPPER, kind) * (skipper.decodeFj() + skipper.routeFj())));
  }

  /// @param dieS seconds of all dies together that a token takes up
  private void refresh(Macro macro, double dieS) {
    macro
        .refresh()
        .ifPresent(
            refresh -> add(Action.REFRESH, dieS * PER_PS / refresh.everyPs() * refresh.dieFj()));
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
