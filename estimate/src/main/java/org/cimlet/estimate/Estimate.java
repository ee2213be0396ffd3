package org.cimlet.estimate;

import java.util.List;

/// What a machine does with a network in a scenario, in closed form.
///
/// One stream's latency and many streams' throughput are kept apart: [Decode] has both.
///
/// @param time where a lone stream's time per token goes, every part once, in the order of [Part]
/// @param energy where the energy of a token goes at the scenario's batch, every action once
/// @param chiplets every chiplet's load
/// @param links every directed link's load
/// @param actions how often a token does what
/// @param layerMacros what the macros do for a token that is not scored: everything but the head
/// @param programming what bringing the weights takes, once
public record Estimate(
    Prefill prefill,
    Decode decode,
    List<TimeShare> time,
    List<EnergyShare> energy,
    List<ChipletLoad> chiplets,
    List<LinkLoad> links,
    ActionCounts actions,
    MacroCounts layerMacros,
    Programming programming) {
  /// Copies the lists.
  public Estimate {
    time = List.copyOf(time);
    energy = List.copyOf(energy);
    chiplets = List.copyOf(chiplets);
    links = List.copyOf(links);
  }

  /// Reading the prompt.
  ///
  /// @param tokens tokens of the prompt
  /// @param timeToFirstTokenS from the prompt's arrival to the first token of the answer
  /// @param bottleneck the busiest resource
  public record Prefill(int tokens, double timeToFirstTokenS, Bottleneck bottleneck) {}

  /// Writing the answer.
  ///
  /// @param batch streams in flight
  /// @param context tokens cached by each
  /// @param timePerTokenS between two tokens of one stream, with `batch` streams in flight
  /// @param throughputTokensPerS of all streams together
  /// @param energyPerTokenJ package and host together
  /// @param bottleneck what limits this batch
  /// @param streamTimePerTokenS between two tokens of a lone stream
  /// @param saturatedTokensPerS throughput with streams enough to keep the busiest resource busy
  /// @param streamsToSaturate how many that takes
  /// @param saturatedBottleneck that resource
  public record Decode(
      int batch,
      int context,
      double timePerTokenS,
      double throughputTokensPerS,
      double energyPerTokenJ,
      Bottleneck bottleneck,
      double streamTimePerTokenS,
      double saturatedTokensPerS,
      long streamsToSaturate,
      Bottleneck saturatedBottleneck) {}

  /// What limits a figure.
  ///
  /// @param part the kind of resource
  /// @param name which one: `chiplet12`, `chiplet0>host`, `host`
  /// @param saturated true where the resource is busy all the time; false where a stream waits for
  ///   its own steps, and `part` is the largest share of them
  /// @param share busy time of the resource over the time of a token
  public record Bottleneck(Part part, String name, boolean saturated, double share) {}

  /// Time of a lone stream's token spent on one part.
  public record TimeShare(Part part, double seconds) {}

  /// Energy of one token spent on one action.
  public record EnergyShare(Action action, double joulesPerToken) {}

  /// A chiplet's load.
  ///
  /// @param busyS macro time of one token
  /// @param utilisation share of time busy at the scenario's batch
  /// @param saturatedUtilisation the same at saturation
  /// @param bytesUsed of its arrays, row padding included
  public record ChipletLoad(
      int chiplet, double busyS, double utilisation, double saturatedUtilisation, long bytesUsed) {}

  /// A directed link's load.
  ///
  /// @param bitsPerToken traffic of one token
  /// @param utilisation share of bandwidth used at the scenario's batch
  /// @param saturatedUtilisation the same at saturation
  public record LinkLoad(
      String name, double bitsPerToken, double utilisation, double saturatedUtilisation) {}

  /// How often one token does what, routed experts by their expected share.
  ///
  /// @param rowReads rows read in all macros
  /// @param bitsRead stored bits read, masks included
  /// @param multiplies multiplies issued
  /// @param skippedWeights weights that are not stored, and so not multiplied
  /// @param maskDecodes masks decoded, one per group
  /// @param activations pages or word lines opened, one for each macro
  /// @param conversions analog sums converted
  /// @param drives pulses that drove all word lines of a macro
  /// @param bufferBits activation bits through edge buffers
  /// @param vectorOps element-wise operations on chiplets
  /// @param attentionOps operations of attention modules
  /// @param attentionMemoryBits bits read and written in their memory
  /// @param linkBits bits times links crossed
  /// @param hostOps operations of the host
  /// @param hostMemoryBits bits read and written in the host's memory
  public record ActionCounts(
      double rowReads,
      double bitsRead,
      double multiplies,
      double skippedWeights,
      double maskDecodes,
      double activations,
      double conversions,
      double drives,
      double bufferBits,
      double vectorOps,
      double attentionOps,
      double attentionMemoryBits,
      double linkBits,
      double hostOps,
      double hostMemoryBits) {

    /// The same, `times` over.
    ActionCounts times(double times) {
      return new ActionCounts(
          rowReads * times,
          bitsRead * times,
          multiplies * times,
          skippedWeights * times,
          maskDecodes * times,
          activations * times,
          conversions * times,
          drives * times,
          bufferBits * times,
          vectorOps * times,
          attentionOps * times,
          attentionMemoryBits * times,
          linkBits * times,
          hostOps * times,
          hostMemoryBits * times);
    }

    /// The same for one of so many.
    ActionCounts over(double count) {
      return new ActionCounts(
          rowReads / count,
          bitsRead / count,
          multiplies / count,
          skippedWeights / count,
          maskDecodes / count,
          activations / count,
          conversions / count,
          drives / count,
          bufferBits / count,
          vectorOps / count,
          attentionOps / count,
          attentionMemoryBits / count,
          linkBits / count,
          hostOps / count,
          hostMemoryBits / count);
    }

    /// This and another together.
    ActionCounts plus(ActionCounts other) {
      return new ActionCounts(
          rowReads + other.rowReads,
          bitsRead + other.bitsRead,
          multiplies + other.multiplies,
          skippedWeights + other.skippedWeights,
          maskDecodes + other.maskDecodes,
          activations + other.activations,
          conversions + other.conversions,
          drives + other.drives,
          bufferBits + other.bufferBits,
          vectorOps + other.vectorOps,
          attentionOps + other.attentionOps,
          attentionMemoryBits + other.attentionMemoryBits,
          linkBits + other.linkBits,
          hostOps + other.hostOps,
          hostMemoryBits + other.hostMemoryBits);
    }

    /// The macros' part.
    public MacroCounts macros() {
      return new MacroCounts(rowReads, bitsRead, multiplies, skippedWeights, maskDecodes);
    }
  }

  /// How often macros do what; see [ActionCounts].
  public record MacroCounts(
      double rowReads,
      double bitsRead,
      double multiplies,
      double skippedWeights,
      double maskDecodes) {
    static final MacroCounts NONE = new MacroCounts(0, 0, 0, 0, 0);
  }
}
