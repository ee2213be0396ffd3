package org.cimlet.run;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.Ceiling;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.Estimate.EnergyShare;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;

/// What one engine says of a job. Both engines answer in the same terms, so that reports show
/// whichever was asked for.
///
/// @param prefill reading the prompt
/// @param decode writing the answer
/// @param energy of one token at the job's batch, every action once; adds up to
///   `decode.energyPerTokenJ`
/// @param chiplets every die's load, in the order of their numbers
/// @param links the load of each direction of every link, in the topology's order
/// @param ceilings what each kind of resource alone would allow, the lowest first
/// @param actions of an average token at the job's batch
public record Answer(
    Prefill prefill,
    Decode decode,
    List<EnergyShare> energy,
    List<ChipletLoad> chiplets,
    List<LinkLoad> links,
    List<Ceiling> ceilings,
    ActionCounts actions) {
  private static final double PS = 1e-12;

  /// Share of the peak from which a simulated batch counts as saturated.
  private static final double SATURATED = 0.98;

  /// Copies the lists.
  public Answer {
    energy = List.copyOf(energy);
    chiplets = List.copyOf(chiplets);
    links = List.copyOf(links);
    ceilings = List.copyOf(ceilings);
  }

  /// Largest of a figure among the dies of a kind.
  public double busiest(DieKind kind, ToDoubleFunction<ChipletLoad> figure) {
    return kind.at().stream().map(chiplets::get).mapToDouble(figure).max().orElse(0);
  }

  /// Busy time of an average die of a kind over that of the busiest, at peak throughput: 1 where
  /// all do the same.
  public double balance(DieKind kind) {
    double all = 0;
    for (int die : kind.at()) {
      all += chiplets.get(die).utilisationAtPeak();
    }
    return all / kind.count() / busiest(kind, ChipletLoad::utilisationAtPeak);
  }

  /// What is busiest.
  ///
  /// @param resource its kind
  /// @param name which one: `chiplet12`, `chiplet0>host`, `host`
  /// @param share of the time it is busy; in closed form at a batch that saturates nothing, the
  ///   share of a token's time spent on it
  public record Bottleneck(Resource resource, String name, double share) {
    private static Bottleneck of(Estimate.Bottleneck estimated) {
      return new Bottleneck(estimated.resource(), estimated.name(), estimated.share());
    }

    private static Bottleneck of(Load busiest) {
      return new Bottleneck(busiest.resource(), busiest.name(), busiest.utilisation());
    }
  }

  /// Reading the prompt.
  ///
  /// @param tokens of the prompt
  /// @param ttftS time to first token: from the prompt's arrival to the first token of the answer
  /// @param bottleneck what is busiest meanwhile
  public record Prefill(int tokens, double ttftS, Bottleneck bottleneck) {}

  /// Writing the answer.
  ///
  /// @param batch sequences decoded together
  /// @param context tokens in the KV cache of each
  /// @param tpotS time per output token: between two tokens of one sequence, at this batch
  /// @param tpotBatch1S the same at batch 1
  /// @param throughputTokensPerS of all sequences together
  /// @param peakThroughputTokensPerS with sequences enough to keep the busiest resource busy; where
  ///   weights are reloaded, busy nine tenths of the time
  /// @param saturatingBatch sequences that takes: TPOT at batch 1 times the peak, rounded up; where
  ///   weights are reloaded, the batch at which the peak is taken; no more than memory holds
  /// @param peakHeld whether the peak is that of all sequences memory holds, too few to keep a
  ///   resource busy
  /// @param energyPerTokenJ of package and host together, at this batch
  /// @param peakEnergyPerTokenJ the same at peak throughput
  /// @param saturated whether this batch reaches the peak
  /// @param bottleneck what is busiest at this batch
  /// @param peakBottleneck what is busiest at peak throughput
  public record Decode(
      int batch,
      int context,
      double tpotS,
      double tpotBatch1S,
      double throughputTokensPerS,
      double peakThroughputTokensPerS,
      long saturatingBatch,
      boolean peakHeld,
      double energyPerTokenJ,
      double peakEnergyPerTokenJ,
      boolean saturated,
      Bottleneck bottleneck,
      Bottleneck peakBottleneck) {

    /// TPOT at the saturating batch.
    public double peakTpotS() {
      return saturatingBatch / peakThroughputTokensPerS;
    }
  }

  /// The closed form's.
  static Answer of(Figures figures) {
    Estimate.Decode decode = figures.estimate().decode();
    Estimate.Prefill prefill = figures.estimate().prefill();
    return new Answer(
        new Prefill(prefill.tokens(), prefill.ttftS(), Bottleneck.of(prefill.bottleneck())),
        new Decode(
            decode.batch(),
            decode.context(),
            decode.tpotS(),
            decode.tpotBatch1S(),
            decode.throughputTokensPerS(),
            decode.peakThroughputTokensPerS(),
            decode.saturatingBatch(),
            decode.isPeakHeld(),
            decode.energyPerTokenJ(),
            figures.energyPerTokenJ(decode.peakThroughputTokensPerS(), decode.saturatingBatch()),
            decode.bottleneck().saturated(),
            Bottleneck.of(decode.bottleneck()),
            Bottleneck.of(decode.peakBottleneck())),
        figures.estimate().energy(),
        figures.estimate().chiplets(),
        figures.estimate().links(),
        figures.estimate().ceilings(),
        figures.estimate().actions());
  }

  /// The simulation's. Energy is charged for the actions of the closed form (the engines count
  /// alike to the last one); its static power is spread over the tokens simulated.
  ///
  /// @param peak the batch at which throughput is at its peak
  static Answer of(Figures figures, Simulation simulation, Simulation.Decode peak) {
    Simulation.Decode decode = simulation.decode();
    Simulation.Prefill prefill = simulation.prefill();
    double tpotBatch1S = simulation.batch1().times().meanPs() * PS;
    Simulation.Decode fastest = peak.tokensPerS() < decode.tokensPerS() ? decode : peak;
    double peakTokensPerS = fastest.tokensPerS();
    Estimate.Decode closed = figures.estimate().decode();
    long saturating =
        figures.estimate().reload() == null
            ? (long) Math.ceil(tpotBatch1S * peakTokensPerS)
            : peak.batch();
    List<EnergyShare> energy = figures.energy(decode.tokensPerS(), decode.batch());
    return new Answer(
        new Prefill(
            prefill.tokens(),
            prefill.timeToFirstTokenPs() * PS,
            Bottleneck.of(prefill.bottleneck())),
        new Decode(
            decode.batch(),
            decode.context(),
            decode.times().meanPs() * PS,
            tpotBatch1S,
            decode.tokensPerS(),
            peakTokensPerS,
            Math.min(saturating, closed.sequencesHeld()),
            closed.isPeakHeld(),
            Estimate.joules(energy),
            figures.energyPerTokenJ(peakTokensPerS, saturating),
            decode.tokensPerS() > SATURATED * peakTokensPerS,
            Bottleneck.of(decode.bottleneck()),
            Bottleneck.of(fastest.bottleneck())),
        energy,
        SimulatedLoads.chiplets(figures, decode, fastest),
        SimulatedLoads.links(decode, fastest),
        SimulatedLoads.ceilings(fastest),
        decode.actions().over((double) decode.tokens()));
  }
}
