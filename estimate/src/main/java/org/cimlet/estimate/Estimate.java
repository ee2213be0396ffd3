package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Resource;
import org.jspecify.annotations.Nullable;

/// What a machine does with a network in a scenario, in closed form.
///
/// One sequence's latency and many sequences' throughput are kept apart: [Decode] has both.
///
/// @param time where a single sequence's time per token goes, every part once, in the order of
///   [Resource]
/// @param energy where the energy of a token goes at the scenario's batch, every action once
/// @param chiplets every chiplet's load
/// @param links every directed link's load
/// @param ceilings what each kind of resource alone would allow, the lowest first
/// @param actions how often a token does what, routed experts by their expected share; of what a
///   batch shares, its share
/// @param layerActions what dies do for a token that is not scored: everything but the head
/// @param programming what bringing the weights takes, once; null where they are reloaded
/// @param reload what loading one weight set after the other takes; null where the weights are at
///   rest
public record Estimate(
    Prefill prefill,
    Decode decode,
    List<TimeShare> time,
    List<EnergyShare> energy,
    List<ChipletLoad> chiplets,
    List<LinkLoad> links,
    List<Ceiling> ceilings,
    ActionCounts actions,
    ActionCounts layerActions,
    @Nullable Programming programming,
    @Nullable Reload reload) {
  /// Copies the lists.
  public Estimate {
    time = List.copyOf(time);
    energy = List.copyOf(energy);
    chiplets = List.copyOf(chiplets);
    links = List.copyOf(links);
    ceilings = List.copyOf(ceilings);
  }

  /// Joules of all actions, added in their order.
  public static double joules(List<EnergyShare> energy) {
    double joules = 0;
    for (EnergyShare share : energy) {
      joules += share.joulesPerToken();
    }
    return joules;
  }

  /// The throughput at which a resource has no time left, whatever the others have.
  ///
  /// @param name the busiest of its kind: `chiplet12`, `chiplet0>host`, `host`
  public record Ceiling(Resource resource, String name, double tokensPerS) {}

  /// Reading the prompt.
  ///
  /// @param tokens tokens of the prompt
  /// @param ttftS from the prompt's arrival to the first token of the answer
  /// @param bottleneck the busiest resource
  public record Prefill(int tokens, double ttftS, Bottleneck bottleneck) {}

  /// Writing the answer.
  ///
  /// @param batch sequences in flight
  /// @param context tokens cached by each
  /// @param tpotS between two tokens of one sequence, with `batch` sequences in flight
  /// @param throughputTokensPerS of all sequences together
  /// @param energyPerTokenJ package and host together
  /// @param bottleneck what limits this batch
  /// @param tpotBatch1S between two tokens of a single sequence
  /// @param peakThroughputTokensPerS throughput with sequences enough to keep the busiest resource
  ///   busy, or with as many as memory holds where those are fewer; where weights are reloaded, to
  ///   keep it busy nine tenths of the time
  /// @param saturatingBatch how many that takes
  /// @param sequencesHeld what there is room for where keys, values and states are kept;
  ///   [Long#MAX_VALUE] where sequences keep nothing
  /// @param peakBottleneck the busiest resource at the peak
  public record Decode(
      int batch,
      int context,
      double tpotS,
      double throughputTokensPerS,
      double energyPerTokenJ,
      Bottleneck bottleneck,
      double tpotBatch1S,
      double peakThroughputTokensPerS,
      long saturatingBatch,
      long sequencesHeld,
      Bottleneck peakBottleneck) {
    /// Whether the peak is what memory holds, and nothing is busy all the time.
    public boolean isPeakHeld() {
      return !peakBottleneck.saturated();
    }

    /// Energy of a token at another rate and batch: what is charged per action stays, static power
    /// is spread over the tokens of a second, and what a batch shares over the batch.
    ///
    /// @param here the energy at this rate and batch
    /// @param otherTokensPerS of all sequences together
    /// @param otherBatch sequences decoded together
    public List<EnergyShare> energy(
        List<EnergyShare> here, double otherTokensPerS, long otherBatch) {
      List<EnergyShare> energy = new ArrayList<>();
      double fed = 0;
      double fedThere = 0;
      for (EnergyShare share : here) {
        double spread = 1;
        if (share.action().isStatic()) {
          spread = throughputTokensPerS / otherTokensPerS;
        } else if (share.action().isShared()) {
          spread = (double) batch / otherBatch;
        } else if (share.action() == Action.CONVERSION) {
          spread = fed == 0 ? 1 : fedThere / fed; // what feeds the package comes before it
        }
        EnergyShare there = new EnergyShare(share.action(), share.joulesPerToken() * spread);
        if (share.action().isFedByBoards()) {
          fed += share.joulesPerToken();
          fedThere += there.joulesPerToken();
        }
        energy.add(there);
      }
      return energy;
    }

    /// Joules of a token at peak throughput.
    ///
    /// @param here the energy at this rate and batch
    double peakEnergyPerTokenJ(List<EnergyShare> here) {
      return joules(energy(here, peakThroughputTokensPerS, saturatingBatch));
    }
  }

  /// Loading the package one weight set after another, while a batch of sequences, each with one
  /// token, or a whole prompt passes the network.
  ///
  /// @param weightSets loaded one after the other
  /// @param bits of weights and masks
  /// @param seconds of all weight sets together, in which nothing else happens
  /// @param slowest what loading waits for, and its share of that time
  /// @param share of the time of the scenario's batch
  /// @param shareAtPeak the same with so many sequences that throughput hardly grows any more
  /// @param writesPerCellPerS how often the most used cell is written at the scenario's batch
  public record Reload(
      int weightSets,
      double bits,
      double seconds,
      Bottleneck slowest,
      double share,
      double shareAtPeak,
      double writesPerCellPerS) {}

  /// What limits a figure.
  ///
  /// @param resource of which kind
  /// @param name which one: `chiplet12`, `chiplet0>host`, `host`
  /// @param saturated true where the resource is busy all the time; false where a sequence waits
  ///   for its own steps, and `resource` is the largest share of them
  /// @param share busy time of the resource over the time of a token
  public record Bottleneck(Resource resource, String name, boolean saturated, double share) {}

  /// Time of a single sequence's token spent on one part.
  public record TimeShare(Resource resource, double seconds) {}

  /// Energy of one token spent on one action.
  public record EnergyShare(Action action, double joulesPerToken) {}

  /// A chiplet's load.
  ///
  /// @param busyS macro time of one token; where keys and values are kept, time of attention
  /// @param utilisation share of time busy at the scenario's batch
  /// @param utilisationAtPeak the same at saturation
  /// @param bytesUsed of its arrays, row padding included; keys and values of the scenario's
  ///   sequences
  public record ChipletLoad(
      int chiplet, double busyS, double utilisation, double utilisationAtPeak, long bytesUsed) {}

  /// A directed link's load.
  ///
  /// @param bitsPerToken traffic of one token
  /// @param utilisation share of bandwidth used at the scenario's batch
  /// @param utilisationAtPeak the same at saturation
  public record LinkLoad(
      String name, double bitsPerToken, double utilisation, double utilisationAtPeak) {}
}
