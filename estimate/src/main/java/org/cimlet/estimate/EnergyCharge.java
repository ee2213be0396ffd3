package org.cimlet.estimate;

import java.util.List;
import org.cimlet.estimate.Estimate.ActionCounts;
import org.cimlet.estimate.Estimate.EnergyShare;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Host;
import org.cimlet.plan.Macro;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Topology;

/// Charges energy for counted actions, once, and static power for the time of a token.
final class EnergyCharge {
  private static final double FJ = 1e-15;

  private EnergyCharge() {}

  /// Joules per token of every action, in the order of [Action].
  static List<EnergyShare> charge(Plan plan, LaneRates rates) {
    ActionCounts counts = rates.actions();
    double throughputTokensPerS = rates.tokensPerS();
    Chiplet chiplet = plan.machine().chiplet();
    Macro macro = chiplet.macro();
    Macro.ZeroSkipper skipper = macro.skipper();
    Chiplet.VectorUnit vector = chiplet.vector();
    Chiplet.AttentionModule module = chiplet.attention();
    Host host = plan.machine().host();
    double leakageW = chiplet.leakageW() * plan.machine().chiplets();
    return List.of(
        share(Action.MACRO_READ, counts.bitsRead() * macro.readFjPerBit() * FJ),
        share(Action.MULTIPLY, counts.multiplies() * macro.multiplyFj() * FJ),
        share(
            Action.ZERO_SKIPPER,
            skipper == null
                ? 0
                : counts.maskDecodes() * (skipper.decodeFj() + skipper.routeFj()) * FJ),
        share(Action.BUFFER, counts.bufferBits() * chiplet.bufferFjPerBit() * FJ),
        share(Action.VECTOR, vector == null ? 0 : counts.vectorOps() * vector.operationFj() * FJ),
        share(
            Action.ATTENTION_COMPUTE,
            module == null ? 0 : counts.attentionOps() * module.operationFj() * FJ),
        share(
            Action.ATTENTION_MEMORY,
            module == null ? 0 : counts.attentionMemoryBits() * module.memoryFjPerBit() * FJ),
        share(Action.LINK, linkFj(plan.machine().topology(), rates.loads()) * FJ),
        share(Action.HOST_COMPUTE, counts.hostOps() * host.operationFj() * FJ),
        share(Action.HOST_MEMORY, counts.hostMemoryBits() * host.memoryFjPerBit() * FJ),
        share(Action.LEAKAGE, leakageW / throughputTokensPerS),
        share(
            Action.HOST_IDLE,
            host.idleW() * plan.machine().topology().hosts() / throughputTokensPerS));
  }

  static double total(Plan plan, LaneRates rates) {
    return charge(plan, rates).stream().mapToDouble(EnergyShare::joulesPerToken).sum();
  }

  private static EnergyShare share(Action action, double joules) {
    return new EnergyShare(action, joules);
  }

  private static double linkFj(Topology topology, PackageLoads loads) {
    double fj = 0;
    for (int link = 0; link < topology.links().size(); link++) {
      fj += loads.linkBits()[link] * topology.links().get(link).fjPerBit();
    }
    return fj;
  }
}
