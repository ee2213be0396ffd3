package org.cimlet.plan;

import java.util.Arrays;
import org.cimlet.plan.machine.CollectiveAlgorithm;

/// Which weights sit on which chiplet: shards in program order, step by step, as dense arrays.
///
/// A shard is a run of units of [org.cimlet.plan.program.FusedLinears] on one chiplet. A unit is an
/// output channel where the linears have one copy, a whole copy where they have several. Each macro
/// of the chiplet gives the shard the same number of rows, padding included. A shard whose inputs
/// are sliced has all outputs of its linears and a slice of the inputs: its results are partial
/// sums. [Schedule] says which step a shard belongs to.
///
/// A package larger than the network holds it several times: the shards of a replica follow those
/// of the one before. A sequence passes one replica and is served by one host: its [#ranks rank].
/// Sequences are dealt out to the ranks in turn.
///
/// A package smaller than the network holds one weight set after the other: the shards of a weight
/// set are loaded, the whole batch passes them, then those of the next take their place. There is
/// one replica then. A step larger than the package lies in several weight sets.
public final class Placement {
  /// A shard's figures lie side by side: fused linears, chiplet, units, rows, input split, rows of
  /// an output, inputs, first unit or, where inputs are sliced, first input.
  static final int FIGURES = 8;

  /// So do a scheduled step's: first shard, layer, step within the layer, whether inputs are
  /// sliced.
  static final int STEP_FIGURES = 4;

  private static final CollectiveAlgorithm[] COLLECTIVES = CollectiveAlgorithm.values();

  private final String mapping;
  private final int shards;
  private final int[] figures;
  private final int[] firstShard;
  private final int[] firstOfWeightSet;
  private final int[] stepFigures;
  private final int[] collectives;
  private final int[] firstStep;
  private final int[] firstStepOfWeightSet;
  private final int[] home;
  private final int homesOfReplica;
  private final int[][] attentionDies;
  private final long[] bitsUsed;
  private final int[] rankReplica;
  private final int[] rankHost;

  Placement(PlacementBuilder builder) {
    this.mapping = builder.mapping;
    this.shards = builder.shards;
    this.figures = builder.figures;
    this.firstShard = Arrays.copyOf(builder.firstShard, builder.replicas + 1);
    this.firstShard[builder.replicas] = builder.shards;
    this.firstOfWeightSet = Arrays.copyOf(builder.firstOfWeightSet, builder.weightSets + 1);
    this.firstOfWeightSet[builder.weightSets] = builder.shards;
    this.stepFigures = builder.stepFigures;
    this.stepFigures[builder.steps * STEP_FIGURES] = builder.shards;
    this.collectives = builder.collectives;
    this.firstStep = Arrays.copyOf(builder.firstStep, builder.replicas + 1);
    this.firstStep[builder.replicas] = builder.steps;
    this.firstStepOfWeightSet = Arrays.copyOf(builder.firstStepOfWeightSet, builder.weightSets + 1);
    this.firstStepOfWeightSet[builder.weightSets] = builder.steps;
    this.home = builder.home;
    this.homesOfReplica = builder.layers + 1;
    this.attentionDies = builder.attentionDies;
    this.bitsUsed = builder.bitsUsed;
    this.rankReplica = builder.rankReplica;
    this.rankHost = builder.rankHost;
  }

  /// How the network was cut, for people: `pipelined`, `4 chiplets a stage`.
  public String mapping() {
    return mapping;
  }

  /// How often the package holds the network.
  public int replicas() {
    return firstShard.length - 1;
  }

  /// First shard of a replica; of the number of replicas, the number of shards.
  public int firstShard(int replica) {
    return firstShard[replica];
  }

  /// How often the package is loaded anew while a token passes the network; 1 where it holds the
  /// whole network and is loaded once for all.
  public int weightSets() {
    return firstOfWeightSet.length - 1;
  }

  /// Whether the package holds a part of the network at a time.
  public boolean isReloaded() {
    return weightSets() > 1;
  }

  /// First shard of a weight set; of the number of weight sets, the number of shards.
  public int firstShardOfWeightSet(int weightSet) {
    return firstOfWeightSet[weightSet];
  }

  /// First scheduled step of a replica, counted over all replicas; of the number of replicas, the
  /// number of steps. A step in several weight sets is scheduled in each of them.
  int firstStep(int replica) {
    return firstStep[replica];
  }

  /// First scheduled step of a weight set; of the number of weight sets, the number of steps.
  int firstStepOfWeightSet(int weightSet) {
    return firstStepOfWeightSet[weightSet];
  }

  /// First shard of a scheduled step; of the number of steps, the number of shards.
  int firstShardOfStep(int step) {
    return stepFigures[step * STEP_FIGURES];
  }

  /// Layer of a scheduled step; the number of layers for the head.
  int layerOfStep(int step) {
    return stepFigures[step * STEP_FIGURES + 1];
  }

  /// Which of its layer's steps a scheduled step is.
  int indexOfStep(int step) {
    return stepFigures[step * STEP_FIGURES + 2];
  }

  /// Whether each shard of a scheduled step has a slice of the inputs and all outputs.
  boolean isInputSliced(int step) {
    return stepFigures[step * STEP_FIGURES + 3] != 0;
  }

  /// How the inputs of a scheduled step reach its chiplets.
  CollectiveAlgorithm inputCollective(int step) {
    return collective(2 * step);
  }

  /// How partial sums of a scheduled step are added, where its inputs are sliced.
  CollectiveAlgorithm sumCollective(int step) {
    return collective(2 * step + 1);
  }

  private CollectiveAlgorithm collective(int at) {
    return at < collectives.length ? COLLECTIVES[collectives[at]] : CollectiveAlgorithm.DIRECT;
  }

  /// Scheduled step of a shard, counted over all replicas.
  int stepOfShard(int shard) {
    int low = 0;
    int high = firstStep[replicas()] - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstShardOfStep(middle) <= shard) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /// Pairs of a replica and a host. A sequence's rank is its number modulo this.
  public int ranks() {
    return rankReplica.length;
  }

  /// Replica that a rank's sequences pass.
  public int rankReplica(int rank) {
    return rankReplica[rank];
  }

  /// Host that serves a rank's sequences and keeps their keys and values.
  public int rankHost(int rank) {
    return rankHost[rank];
  }

  /// Shards placed.
  public int shards() {
    return shards;
  }

  /// Layer of a shard; the number of layers for the head, which [ScheduledStep#isHead] tells.
  public int layer(int shard) {
    return layerOfStep(stepOfShard(shard));
  }

  /// Step of a shard within its layer.
  public int step(int shard) {
    return indexOfStep(stepOfShard(shard));
  }

  /// Which of its step's fused linears a shard is of.
  public int fused(int shard) {
    return figures[shard * FIGURES];
  }

  /// Chiplet a shard sits on.
  public int chiplet(int shard) {
    return figures[shard * FIGURES + 1];
  }

  /// Output channels, or copies, of a shard.
  public int units(int shard) {
    return figures[shard * FIGURES + 2];
  }

  /// Rows each macro reads for one pass through the shard: all its copies together.
  public int rows(int shard) {
    return figures[shard * FIGURES + 3];
  }

  /// Macros that share one output channel and add their partial sums.
  public int inputSplit(int shard) {
    return figures[shard * FIGURES + 4];
  }

  /// Rows that hold one output channel, on all the macros that share it.
  public int rowsPerOutput(int shard) {
    return figures[shard * FIGURES + 5];
  }

  /// Input channels of a shard: all of the fused linears', or the slice it holds.
  public int inputs(int shard) {
    return figures[shard * FIGURES + 6];
  }

  /// First unit of a shard within its linears, where it has all inputs.
  public int firstUnit(int shard) {
    return figures[shard * FIGURES + 7];
  }

  /// First input of a shard within its linears, where it has a slice of them.
  public int firstInput(int shard) {
    return figures[shard * FIGURES + 7];
  }

  /// Chiplet that holds the residual stream while a layer runs; the last layer is the head. What
  /// attends gets queries, keys and values from there and sends its results back.
  public int home(int replica, int layer) {
    return home[at(replica, layer)];
  }

  /// Chiplets that share a layer's attention; none where the host attends.
  public int attentionDies(int replica, int layer) {
    return attentionDies[at(replica, layer)].length;
  }

  /// One of them. Of the layer's [org.cimlet.plan.program.AttentionWork] it has part `index` of
  /// [#attentionDies].
  public int attentionDie(int replica, int layer, int index) {
    return attentionDies[at(replica, layer)][index];
  }

  private int at(int replica, int layer) {
    return replica * homesOfReplica + layer;
  }

  /// Bits of each macro that hold values and masks of a chiplet, row padding included; in
  /// weightSets, when they hold most.
  public long bitsUsedPerMacro(int chiplet) {
    return bitsUsed[chiplet];
  }

  /// Chiplets that hold anything.
  public int chipletsUsed() {
    int used = 0;
    for (long bits : bitsUsed) {
      used += bits > 0 ? 1 : 0;
    }
    return used;
  }
}
