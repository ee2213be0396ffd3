package org.cimlet.run;

import java.util.List;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.EnergyShare;
import org.cimlet.plan.Action;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Packing;

/// What follows from a plan and its estimate: sums and ratios that more than one report needs.
///
/// @param plan the network as it was placed
/// @param estimate the answer in closed form
public record Figures(Plan plan, Estimate estimate) {

  /// Bytes of KV cache one token reads at the scenario's context.
  public double cacheBytesPerToken() {
    double elements = 0;
    for (Block block : plan.program().layers()) {
      elements += block.attention().readElements(context());
    }
    return elements * plan.machine().cacheBits() / 8;
  }

  /// Operations the network asks for per token: linears, head, attention and recurrent updates, a
  /// multiply-accumulate being two. Pruned weights count as if they were there.
  public double operationsPerToken() {
    double others = 0;
    double macs = (double) plan.program().activeLinearWeights() + plan.program().headWeights();
    for (Block block : plan.program().layers()) {
      macs += block.attention().macs(context());
      for (LocalWork work : block.localWork()) {
        others += work.operations();
      }
    }
    return 2 * macs + others;
  }

  /// Share of time the hosts' memories are busy at a throughput.
  public double hostMemoryBusy(double tokensPerS) {
    return estimate.actions().of(Action.HOST_MEMORY)
        / 8
        / host().achievedMemoryBytesPerS()
        / hosts()
        * tokensPerS;
  }

  /// Operations of the hosts for a token.
  public double hostOpsPerToken() {
    return estimate.actions().of(Action.HOST_COMPUTE);
  }

  /// Share of time the hosts compute at a throughput.
  public double hostComputeBusy(double tokensPerS) {
    return estimate.actions().of(Action.HOST_COMPUTE)
        / host().achievedOpsPerS()
        / hosts()
        * tokensPerS;
  }

  /// Bytes of KV cache of the scenario's batch.
  public double cacheBytesKept() {
    return (double) plan.program().cachedElements(context())
        * plan.machine().cacheBits()
        / 8
        * plan.scenario().batch();
  }

  /// Bytes that all macros read a second when none waits: values, and masks where packed.
  public double macroBytesPerS() {
    DieKind linears = plan.machine().dies().linears();
    Macro macro = linears.chiplet().macro();
    double maskBits = packing().isDense() ? 0 : (double) packing().group() / packing().kept();
    double rowBits = macro.inputsPerRow() * (macro.weightBits() + maskBits);
    double macros = (double) linears.count() * linears.chiplet().macros();
    return macros * rowBits / 8 / macro.rowS();
  }

  /// Bytes of weights loaded a second while they are loaded; 0 where they are at rest.
  public double loadedBytesPerS() {
    Estimate.Reload loading = estimate.reload();
    return loading == null ? 0 : loading.bits() / 8 / loading.seconds();
  }

  /// Energy of a token at another rate and batch: what is charged per action stays, static power is
  /// spread over the tokens of a second, and what a batch shares over the batch.
  ///
  /// @param tokensPerS of all sequences together
  /// @param batch sequences decoded together
  public List<EnergyShare> energy(double tokensPerS, long batch) {
    return estimate.decode().energy(estimate.energy(), tokensPerS, batch);
  }

  /// The same, all of it.
  public double energyPerTokenJ(double tokensPerS, long batch) {
    return Estimate.joules(energy(tokensPerS, batch));
  }

  /// Bytes of weights that the layers' chiplets hold: the head's too where no other dies have it.
  public long storedOnChiplets() {
    boolean apart = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD) != null;
    return apart ? plan.program().storedLayerBytes() : plan.program().storedBytes();
  }

  /// Chiplets that hold weights of layers.
  public long chipletsUsed() {
    Placement placement = plan.placement();
    return linears().at().stream().filter(c -> placement.bitsUsedPerMacro(c) > 0).count();
  }

  /// The dies that hold the layers' weights.
  public DieKind linears() {
    return plan.machine().dies().linears();
  }

  /// How the layers' weights are stored.
  public Packing packing() {
    return plan.program()
        .layers()
        .getFirst()
        .steps()
        .getFirst()
        .fusedLinears()
        .getFirst()
        .packing();
  }

  /// How the head is stored.
  public Packing headPacking() {
    return plan.program().head().fusedLinears().getFirst().packing();
  }

  /// Whether dies of the package keep the KV cache and attend, not the hosts.
  public boolean diesAttend() {
    return plan.machine().dies().attending() != null;
  }

  /// Equal hosts of the package.
  public int hosts() {
    return plan.machine().topology().hosts();
  }

  /// Each of them.
  public Host host() {
    return plan.machine().host();
  }

  /// Tokens in the KV cache of each sequence.
  public int context() {
    return plan.scenario().contextTokens();
  }
}
