package org.cimlet.report;

import org.cimlet.estimate.Action;
import org.cimlet.estimate.Estimate;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Block;
import org.cimlet.plan.Host;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Macro;
import org.cimlet.plan.Packing;
import org.cimlet.plan.Plan;

/// Sums and ratios of what the plan and the estimate say, which more than one drawing needs.
record RunFacts(Plan plan, Estimate estimate) {

  static RunFacts of(RunReport report) {
    return new RunFacts(report.plan(), report.estimate());
  }

  /// Keys and values one token reads at the scenario's context.
  double cacheBytesPerToken() {
    double elements = 0;
    for (Block block : plan.program().layers()) {
      AttentionWork work = block.attention();
      elements += (double) work.cacheElements() * work.positions(context());
    }
    return elements * host().cacheBits() / 8;
  }

  /// Operations the network asks for per token: linears, head and attention, a multiply-accumulate
  /// being two. Pruned weights count as if they were there.
  double operationsPerToken() {
    double macs = (double) plan.program().activeLinearWeights() + plan.program().headWeights();
    for (Block block : plan.program().layers()) {
      AttentionWork work = block.attention();
      macs += (double) work.macsPerPosition() * work.positions(context());
    }
    return 2 * macs;
  }

  /// Share of time the host's memory is busy at a throughput.
  double hostMemoryBusy(double tokensPerS) {
    return estimate.actions().hostMemoryBits() / 8 / host().achievedMemoryBytesPerS() * tokensPerS;
  }

  /// Share of time the host computes at a throughput.
  double hostComputeBusy(double tokensPerS) {
    return estimate.actions().hostOps() / host().achievedOpsPerS() * tokensPerS;
  }

  /// Bytes of keys and values the host keeps for the scenario's streams.
  double cacheBytesKept() {
    return (double) plan.program().cacheElementsPerToken()
        * host().cacheBits()
        / 8
        * context()
        * plan.scenario().batch();
  }

  /// Bytes that all macros read a second when none waits: values, and masks where packed.
  double macroBytesPerS() {
    Machine machine = plan.machine();
    Macro macro = machine.chiplet().macro();
    double maskBits = packing().isDense() ? 0 : (double) packing().group() / packing().kept();
    double rowBits = macro.columns() * (macro.weightBits() + maskBits);
    double macros = (double) machine.chiplets() * machine.chiplet().macros();
    return macros * rowBits / 8 / macro.rowS();
  }

  /// Energy of a token at saturation: what is charged per action stays, static power is spread over
  /// more tokens.
  double saturatedEnergyPerTokenJ() {
    Estimate.Decode decode = estimate.decode();
    double joules = 0;
    for (Estimate.EnergyShare share : estimate.energy()) {
      boolean isStatic = share.action() == Action.LEAKAGE || share.action() == Action.HOST_IDLE;
      double spread = isStatic ? decode.throughputTokensPerS() / decode.saturatedTokensPerS() : 1;
      joules += share.joulesPerToken() * spread;
    }
    return joules;
  }

  /// Time between two tokens of a stream when just enough streams are in flight to saturate.
  double saturatedTimePerTokenS() {
    Estimate.Decode decode = estimate.decode();
    return decode.streamsToSaturate() / decode.saturatedTokensPerS();
  }

  /// Utilisation of the busiest chiplet at saturation.
  double busiestChipletAtSaturation() {
    return estimate.chiplets().stream()
        .mapToDouble(Estimate.ChipletLoad::saturatedUtilisation)
        .max()
        .orElse(0);
  }

  /// How the layers' weights are stored.
  Packing packing() {
    return plan.program().layers().getFirst().steps().getFirst().stacks().getFirst().packing();
  }

  Host host() {
    return plan.machine().host();
  }

  int context() {
    return plan.scenario().contextTokens();
  }
}
