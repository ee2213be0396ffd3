package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.Resource;
import org.jspecify.annotations.Nullable;

/// What a machine does with a network in a scenario, in closed form.
///
/// One stream's latency and many streams' throughput are kept apart: [Decode] has both.
///
/// @param time where a lone stream's time per token goes, every part once, in the order of
///   [Resource]
/// @param energy where the energy of a token goes at the scenario's batch, every action once
/// @param chiplets every chiplet's load
/// @param links every directed link's load
/// @param actions how often a token does what
/// @param layerMacros what the macros do for a token that is not scored: everything but the head
/// @param programming what bringing the weights takes, once; null where they are loaded in rounds
/// @param reload what loading one weight set after the other takes; null where the weights are at
///   rest
public record Estimate(
    Prefill prefill,
    Decode decode,
    List<TimeShare> time,
    List<EnergyShare> energy,
    List<ChipletLoad> chiplets,
    List<LinkLoad> links,
    ActionCounts actions,
    MacroCounts layerMacros,
    @Nullable Programming programming,
    @Nullable Reload reload) {
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
  /// @param ttftS from the prompt's arrival to the first token of the answer
  /// @param bottleneck the busiest resource
  public record Prefill(int tokens, double ttftS, Bottleneck bottleneck) {}

  /// Writing the answer.
  ///
  /// @param batch streams in flight
  /// @param context tokens cached by each
  /// @param tpotS between two tokens of one stream, with `batch` streams in flight
  /// @param throughputTokensPerS of all streams together
  /// @param energyPerTokenJ package and host together
  /// @param bottleneck what limits this batch
  /// @param tpotBatch1S between two tokens of a lone stream
  /// @param peakThroughputTokensPerS throughput with streams enough to keep the busiest resource
  ///   busy; in rounds, to keep it busy nine tenths of the time
  /// @param saturatingBatch how many that takes
  /// @param peakBottleneck that resource
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
      Bottleneck peakBottleneck) {}

  /// Loading the package round after round, while a batch of streams, each with one token, or a
  /// whole prompt passes the network.
  ///
  /// @param weightSets loaded one after the other
  /// @param bits of weights and masks
  /// @param seconds of all rounds together, in which nothing else happens
  /// @param slowest what loading waits for, and its share of that time
  /// @param share of the time of the scenario's batch
  /// @param shareAtPeak the same with so many streams that throughput hardly grows any more
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
  /// @param part the kind of resource
  /// @param name which one: `chiplet12`, `chiplet0>host`, `host`
  /// @param saturated true where the resource is busy all the time; false where a stream waits for
  ///   its own steps, and `part` is the largest share of them
  /// @param share busy time of the resource over the time of a token
  public record Bottleneck(Resource part, String name, boolean saturated, double share) {}

  /// Time of a lone stream's token spent on one part.
  public record TimeShare(Resource part, double seconds) {}

  /// Energy of one token spent on one action.
  public record EnergyShare(Action action, double joulesPerToken) {}

  /// A chiplet's load.
  ///
  /// @param busyS macro time of one token; where keys and values are kept, time of attention
  /// @param utilisation share of time busy at the scenario's batch
  /// @param utilisationAtPeak the same at saturation
  /// @param bytesUsed of its arrays, row padding included; keys and values of the scenario's
  ///   streams
  public record ChipletLoad(
      int chiplet, double busyS, double utilisation, double utilisationAtPeak, long bytesUsed) {}

  /// A directed link's load.
  ///
  /// @param bitsPerToken traffic of one token
  /// @param utilisation share of bandwidth used at the scenario's batch
  /// @param utilisationAtPeak the same at saturation
  public record LinkLoad(
      String name, double bitsPerToken, double utilisation, double utilisationAtPeak) {}

  /// How often one token does what, routed experts by their expected share.
  ///
  /// @param kinds what the dies of each kind do, in the order of
  ///   [org.cimlet.plan.machine.Dies#kinds]
  /// @param vectorOps element-wise operations on chiplets
  /// @param attentionOps operations of attention on dies; of attention in banks softmax alone
  /// @param attentionMemoryBits bits read and written in the memory of attention modules
  /// @param linkBits bits times links crossed
  /// @param hostOps operations of the host
  /// @param hostMemoryBits bits read and written in the host's memory
  /// @param loadedBits bits of weights and masks loaded into the chiplets, a token's share of what
  ///   its batch shares
  public record ActionCounts(
      List<KindActions> kinds,
      double vectorOps,
      double attentionOps,
      double attentionMemoryBits,
      double linkBits,
      double hostOps,
      double hostMemoryBits,
      double loadedBits) {
    /// Copies the list.
    public ActionCounts {
      kinds = List.copyOf(kinds);
    }

    /// The same, `times` over.
    ActionCounts times(double times) {
      return new ActionCounts(
          kinds.stream().map(kind -> kind.times(times)).toList(),
          vectorOps * times,
          attentionOps * times,
          attentionMemoryBits * times,
          linkBits * times,
          hostOps * times,
          hostMemoryBits * times,
          loadedBits * times);
    }

    /// The same for one of so many.
    ActionCounts over(double count) {
      return new ActionCounts(
          kinds.stream().map(kind -> kind.over(count)).toList(),
          vectorOps / count,
          attentionOps / count,
          attentionMemoryBits / count,
          linkBits / count,
          hostOps / count,
          hostMemoryBits / count,
          loadedBits / count);
    }

    /// This and another together.
    ActionCounts plus(ActionCounts other) {
      List<KindActions> both = new ArrayList<>();
      for (int kind = 0; kind < kinds.size(); kind++) {
        both.add(kinds.get(kind).plus(other.kinds.get(kind)));
      }
      return new ActionCounts(
          both,
          vectorOps + other.vectorOps,
          attentionOps + other.attentionOps,
          attentionMemoryBits + other.attentionMemoryBits,
          linkBits + other.linkBits,
          hostOps + other.hostOps,
          hostMemoryBits + other.hostMemoryBits,
          loadedBits + other.loadedBits);
    }

    /// The same with what loading weights takes besides.
    ActionCounts loading(double bits, double bitsOverLinks) {
      return new ActionCounts(
          kinds,
          vectorOps,
          attentionOps,
          attentionMemoryBits,
          linkBits + bitsOverLinks,
          hostOps,
          hostMemoryBits,
          loadedBits + bits);
    }

    /// What dies of all kinds do together.
    public KindActions all() {
      return kinds.stream().reduce(KindActions::plus).orElseThrow();
    }

    /// Rows read in all macros.
    public double rowReads() {
      return all().rowReads();
    }

    /// Bits read in arrays.
    public double bitsRead() {
      return all().bitsRead();
    }

    /// Multiplies issued.
    public double multiplies() {
      return all().multiplies();
    }

    /// Weights that are not stored.
    public double skippedWeights() {
      return all().skippedWeights();
    }

    /// Masks decoded.
    public double maskDecodes() {
      return all().maskDecodes();
    }

    /// Pages or word lines opened.
    public double activations() {
      return all().activations();
    }

    /// Analog sums converted.
    public double conversions() {
      return all().conversions();
    }

    /// Pulses that drove all word lines of a macro.
    public double drives() {
      return all().drives();
    }

    /// Activation bits through edge buffers.
    public double bufferBits() {
      return all().bufferBits();
    }

    /// The part of the macros that hold weights.
    public MacroCounts macros() {
      KindActions linears = kinds.getFirst();
      return new MacroCounts(
          linears.rowReads,
          linears.bitsRead,
          linears.multiplies,
          linears.skippedWeights,
          linears.maskDecodes);
    }
  }

  /// How often the dies of one kind do what for a token.
  ///
  /// @param rowReads rows read in all macros
  /// @param bitsRead stored bits read, masks included; of keys and values also those written
  /// @param multiplies multiplies issued
  /// @param skippedWeights weights that are not stored, and so not multiplied
  /// @param maskDecodes masks decoded, one per group
  /// @param activations pages or word lines opened, one for each macro
  /// @param conversions analog sums converted
  /// @param drives pulses that drove all word lines of a macro
  /// @param bufferBits activation bits through edge buffers
  public record KindActions(
      double rowReads,
      double bitsRead,
      double multiplies,
      double skippedWeights,
      double maskDecodes,
      double activations,
      double conversions,
      double drives,
      double bufferBits) {
    KindActions times(double times) {
      return new KindActions(
          rowReads * times,
          bitsRead * times,
          multiplies * times,
          skippedWeights * times,
          maskDecodes * times,
          activations * times,
          conversions * times,
          drives * times,
          bufferBits * times);
    }

    KindActions over(double count) {
      return new KindActions(
          rowReads / count,
          bitsRead / count,
          multiplies / count,
          skippedWeights / count,
          maskDecodes / count,
          activations / count,
          conversions / count,
          drives / count,
          bufferBits / count);
    }

    KindActions plus(KindActions other) {
      return new KindActions(
          rowReads + other.rowReads,
          bitsRead + other.bitsRead,
          multiplies + other.multiplies,
          skippedWeights + other.skippedWeights,
          maskDecodes + other.maskDecodes,
          activations + other.activations,
          conversions + other.conversions,
          drives + other.drives,
          bufferBits + other.bufferBits);
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

    /// This and another together.
    MacroCounts plus(MacroCounts other) {
      return new MacroCounts(
          rowReads + other.rowReads,
          bitsRead + other.bitsRead,
          multiplies + other.multiplies,
          skippedWeights + other.skippedWeights,
          maskDecodes + other.maskDecodes);
    }
  }
}
