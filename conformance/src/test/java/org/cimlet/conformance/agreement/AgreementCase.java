package org.cimlet.conformance.agreement;

import java.util.Locale;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Contention;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.jspecify.annotations.Nullable;

/// One machine, network and scenario, answered by both engines.
///
/// @param label what is special about the machine
/// @param mapping how the network is cut over the package, with `x3` for three replicas
/// @param packed 8:32, or every weight stored
/// @param microBatch sequences of the batch that pass together
/// @param prompt tokens of the prompt; 0 where prefill is left out
/// @param decodeGap why the times per token may differ by more than 5 %
/// @param prefillGap why the times to the first token may
/// @param words of weights; null for the macros' own
record AgreementCase(
    String label,
    MachineSpec machine,
    NetworkSpec network,
    String mapping,
    boolean packed,
    int context,
    int batch,
    int microBatch,
    int prompt,
    Gap decodeGap,
    Gap prefillGap,
    @Nullable WeightStorage words) {

  /// Sequences that each pass by themselves.
  AgreementCase(
      String label,
      MachineSpec machine,
      NetworkSpec network,
      String mapping,
      boolean packed,
      int context,
      int batch,
      int prompt,
      Gap decodeGap,
      Gap prefillGap) {
    this(
        label,
        machine,
        network,
        mapping,
        packed,
        context,
        batch,
        1,
        prompt,
        decodeGap,
        prefillGap,
        null);
  }

  /// Why the closed form and the events differ, and how far: simulated over estimated time.
  enum Gap {
    /// They agree within 5 %.
    NONE(0.95, 1.05, ""),
    /// Streams are nearly enough to keep a part busy. They meet at it at every step and wait for
    /// each other, where the two bounds of the estimate let them pass.
    KNEE(1.05, 1.35, "knee"),
    /// Chance puts several of a token's experts on one chiplet; the estimate spreads them as evenly
    /// as they can be.
    ROUTING(1.05, 1.20, "routing"),
    /// More vectors are on the way than buffers hold. Packets to a busy link fill buffers that
    /// others need, and the links before it idle; deeper buffers or fewer sequences mend it.
    CONGESTION(1.05, 1.60, "congestion"),
    /// Links serve in order of arrival, all else the older chunk first; the estimate takes that for
    /// links too. Younger chunks hold up the older on links that many share: a busy link is then
    /// idle later, but their own attention begins earlier, and the host is idle less.
    LINK_ORDER(0.88, 1.10, "link order");

    private final double from;
    private final double to;
    private final String label;

    Gap(double from, double to, String label) {
      this.from = from;
      this.to = to;
      this.label = label;
    }

    boolean allows(double ratio) {
      return ratio >= from && ratio <= to;
    }
  }

  AgreementCase differs(Gap decode, Gap prefill) {
    return new AgreementCase(
        label,
        machine,
        network,
        mapping,
        packed,
        context,
        batch,
        microBatch,
        prompt,
        decode,
        prefill,
        words);
  }

  /// The same in micro-batches.
  AgreementCase together(int sequences) {
    return new AgreementCase(
        label,
        machine,
        network,
        mapping,
        packed,
        context,
        batch,
        sequences,
        prompt,
        decodeGap,
        prefillGap,
        words);
  }

  /// The same in other words than the macros' own.
  AgreementCase in(WeightStorage others) {
    return new AgreementCase(
        label,
        machine,
        network,
        mapping,
        packed,
        context,
        batch,
        microBatch,
        prompt,
        decodeGap,
        prefillGap,
        others);
  }

  private int replicas() {
    int at = mapping.lastIndexOf('x');
    String digits = mapping.substring(at + 1);
    return at > 0 && digits.matches("\\d+") ? Integer.parseInt(digits) : 0;
  }

  boolean isRouted() {
    return network.layers().stream()
        .anyMatch(layer -> layer.feedForward() instanceof NetworkSpec.FeedForward.Experts);
  }

  /// What both found.
  ///
  /// @param chiplets dies in the package
  /// @param ranks of the placement
  /// @param knee busy time of the busiest part for the whole batch over a single sequence's time:
  ///   near 1 both bounds of the estimate are close
  /// @param estimateS time per token
  /// @param simulationS time per token
  /// @param queued simulated time per token over what the queues on a token's way say, where a knee
  ///   is to be explained; 1 elsewhere
  /// @param prefill simulated over estimated time to first token; 1 where prefill is left out
  /// @param actions of the measured tokens
  /// @param closedActions of one token
  record Answer(
      AgreementCase of,
      int chiplets,
      int ranks,
      double knee,
      double estimateS,
      double simulationS,
      String estimateLimit,
      String simulationBusiest,
      double queued,
      double prefill,
      long tokens,
      ActionCounts actions,
      ActionCounts closedActions) {

    double decode() {
      return simulationS / estimateS;
    }

    String row() {
      return String.format(
              Locale.ROOT,
              "%-22s %-16s %3d %5d %4d %6.2f %11.5g %11.5g %6.3f %8s  %-13s %-13s %s %s",
              of.label,
              of.network.name() + (of.packed ? " 8:32" : ""),
              chiplets,
              of.context,
              of.batch,
              knee,
              estimateS * 1e6,
              simulationS * 1e6,
              decode(),
              of.prompt == 0 ? "-" : String.format(Locale.ROOT, "%.3f", prefill),
              estimateLimit,
              simulationBusiest,
              of.decodeGap.label,
              of.prefillGap.label)
          .stripTrailing();
    }
  }

  static String header() {
    return String.format(
        Locale.ROOT,
        "%-22s %-16s %3s %5s %4s %6s %11s %11s %6s %8s  %-13s %-13s %s",
        "machine",
        "network",
        "n",
        "ctx",
        "B",
        "knee",
        "est us",
        "sim us",
        "ratio",
        "prefill",
        "est limit",
        "sim busiest",
        "gap");
  }

  Answer answer() {
    Macro macro = Compiler.machine(machine).chiplet().macro();
    int bits = macro.weightBits();
    WeightStorage own =
        packed
            ? new WeightStorage(new Packing(bits, 8, 32), Packing.dense(bits))
            : WeightStorage.dense(macro.format(), bits);
    WeightStorage storage = words == null ? own : words;
    Plan plan =
        new Compiler(network, storage)
            .compile(
                machine,
                new Scenario(Math.max(1, prompt), context, batch, 128, microBatch),
                Parallelism.parse(mapping.replaceFirst("x\\d+", ""), replicas()),
                Runner::merit);
    Estimate estimate = Estimator.estimate(plan);
    SimulationOptions options =
        SimulationOptions.measuring(Math.max(4, Math.ceilDiv(200, batch)) * batch);
    Simulation.Decode decode = Simulator.decode(plan, options, Simulator.Progress.NONE);
    Estimate.Decode closed = estimate.decode();
    return new Answer(
        this,
        plan.machine().chiplets(),
        plan.placement().ranks(),
        batch / closed.peakThroughputTokensPerS() / closed.tpotBatch1S(),
        closed.tpotS(),
        decode.times().meanPs() / 1e12,
        closed.bottleneck().resource().name(),
        decode.bottleneck().resource().name(),
        decodeGap == Gap.KNEE ? decode.times().meanPs() / 1e12 / queuedS(plan, closed) : 1,
        prompt == 0 ? 1 : prefill(plan, options, estimate),
        decode.tokens(),
        decode.actions(),
        estimate.actions());
  }

  private static double queuedS(Plan plan, Estimate.Decode closed) {
    int sequences = Math.ceilDiv(plan.scenario().batch(), plan.placement().ranks());
    return closed.tpotS() + Contention.of(plan).excessS(sequences);
  }

  private static double prefill(Plan plan, SimulationOptions options, Estimate estimate) {
    Simulation.Prefill prefill = Simulator.prefill(plan, options, Simulator.Progress.NONE);
    return prefill.timeToFirstTokenPs() / 1e12 / estimate.prefill().ttftS();
  }
}
