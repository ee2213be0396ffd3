package org.cimlet.estimate.rate;

import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Board;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.MacroEnergies;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;

/// Charges energy for counted actions, once, control on top of what dies do, static power for the
/// time of a token, and on all that what regulators lose.
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
    for (int i = 0; i < dies.tallied().size(); i++) {
      charge.dies(dies.tallied().get(i), i, throughputTokensPerS);
    }
    if (vector != null) {
      double vectorFj = counts.of(Action.VECTOR) * vector.operationFj();
      charge.controlled(Action.VECTOR, vectorFj, plan.machine().chiplet());
    }
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
    charge.boards(plan.machine().board(), throughputTokensPerS);
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
    macros(chiplet, kind, dies.use() == DieKind.Use.KV_CACHE);
    refresh(chiplet.macro(), dieS);
    add(Action.BUFFER, counts.of(Action.BUFFER, kind) * chiplet.bufferFjPerBit());
    add(Action.CLOCK, chiplet.losses().clockW() * dieS / FJ);
    add(Action.LEAKAGE, chiplet.leakageW() * dieS / FJ);
  }

  /// What the macros take.
  ///
  /// @param attend whether they hold keys and values: all that they do is attention's
  private void macros(Chiplet chiplet, int kind, boolean attend) {
    Macro macro = chiplet.macro();
    MacroEnergies energies = macro.energies();
    controlled(
        attend ? Action.ATTENTION_MEMORY : Action.MACRO_READ,
        counts.of(Action.MACRO_READ, kind) * energies.readFjPerBit(),
        chiplet);
    controlled(
        attend ? Action.ATTENTION_MEMORY : Action.ACTIVATE,
        counts.of(Action.ACTIVATE, kind) * energies.openFj(),
        chiplet);
    controlled(
        attend ? Action.ATTENTION_COMPUTE : Action.MULTIPLY,
        counts.of(Action.MULTIPLY, kind) * energies.multiplyFj(),
        chiplet);
    controlled(Action.DRIVE, counts.of(Action.DRIVE, kind) * energies.driveFj(), chiplet);
    controlled(Action.CONVERT, counts.of(Action.CONVERT, kind) * energies.conversionFj(), chiplet);
    macro
        .zeroSkipper()
        .ifPresent(skipper ->
            controlled(
                Action.ZERO_SKIPPER,
                counts.of(Action.ZERO_SKIPPER, kind) * (skipper.decodeFj() + skipper.routeFj()),
                chiplet));
  }

  /// What dies do under control, which takes its share on top.
  private void controlled(Action action, double fj, Chiplet chiplet) {
    add(action, fj);
    add(Action.CONTROL, fj * chiplet.losses().controlEnergyShare());
  }

  /// What boards take themselves, and lose of what they pass on.
  private void boards(Board board, double tokensPerS) {
    double fed = 0;
    for (Action action : Action.charged()) {
      fed += action.isFedByBoards() ? of(action) : 0;
    }
    add(Action.CONVERSION, fed * (1 / board.conversionEfficiency() - 1) / FJ);
    add(Action.BOARD, board.fixedW() / tokensPerS / FJ);
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
        double opsFj = counts.of(Action.ATTENTION_COMPUTE) * module.operationFj();
        double bitsFj = counts.of(Action.ATTENTION_MEMORY) * module.memoryFjPerBit();
        controlled(Action.ATTENTION_COMPUTE, opsFj, chiplet);
        controlled(Action.ATTENTION_MEMORY, bitsFj, chiplet);
      }
      case Attention.InBanks unit -> {
        double opsFj = counts.of(Action.ATTENTION_COMPUTE) * unit.operationFj();
        controlled(Action.ATTENTION_COMPUTE, opsFj, chiplet);
      }
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
    for (int link = 0; link < topology.linkCount(); link++) {
      fj += loads.linkBits()[link] * topology.fjPerBit(link);
    }
    return fj;
  }
}
