package org.cimlet.plan;

import java.util.Arrays;
import org.cimlet.plan.machine.CollectiveAlgorithm;

/// Collects shards in program order, replica after replica; good for one placement.
@SuppressWarnings("EnumOrdinal") // stored side by side with counts, read back by the same order
public final class PlacementBuilder {
  String mapping;
  final int layers;
  int shards;
  int[] figures = new int[256 * Placement.FIGURES];
  int replicas;
  int[] firstShard = new int[2];
  int weightSets = 1;
  int[] firstOfWeightSet = new int[2];
  int[] firstOfStep = new int[64];
  int steps;
  int[] firstStep = new int[2];
  int[] firstStepOfWeightSet = new int[2];
  private boolean begins = true;
  private int[] nextUnit = new int[2];
  private int nextInput;
  int[] home;
  int[][] attentionDies = new int[0][];
  final long[] bitsUsed;
  private final long[] bitsHere;
  int[] rankReplica = new int[1];
  int[] rankHost = new int[1];

  /// @param mapping how the network was cut, for people
  /// @param chiplets dies in the package
  /// @param layers layers of the program
  public PlacementBuilder(String mapping, int chiplets, int layers) {
    this.mapping = mapping;
    this.layers = layers;
    this.home = new int[layers + 1];
    this.bitsUsed = new long[chiplets];
    this.bitsHere = new long[chiplets];
  }

  /// Says anew how the network was cut.
  public void mapping(String words) {
    mapping = words;
  }

  /// Shards from now on are those of the next weight set, in empty chiplets.
  public void beginWeightSet() {
    if (weightSets + 1 == firstOfWeightSet.length) {
      firstOfWeightSet = Arrays.copyOf(firstOfWeightSet, 2 * firstOfWeightSet.length);
      firstStepOfWeightSet = Arrays.copyOf(firstStepOfWeightSet, firstOfWeightSet.length);
    }
    firstOfWeightSet[weightSets] = shards;
    firstStepOfWeightSet[weightSets++] = steps;
    begins = true;
    Arrays.fill(bitsHere, 0);
  }

  /// Weight sets begun.
  public int weightSets() {
    return weightSets;
  }

  /// Shards and homes from now on are those of the next replica.
  public void beginReplica() {
    if (replicas + 1 == firstShard.length) {
      firstShard = Arrays.copyOf(firstShard, 2 * firstShard.length);
      firstStep = Arrays.copyOf(firstStep, firstShard.length);
    }
    firstShard[replicas] = shards;
    firstStep[replicas++] = steps;
    begins = true;
    beginStep();
    home = Arrays.copyOf(home, replicas * (layers + 1));
    int before = attentionDies.length;
    attentionDies = Arrays.copyOf(attentionDies, replicas * (layers + 1));
    Arrays.fill(attentionDies, before, attentionDies.length, new int[0]);
  }

  /// Adds the next shard, with whole inputs that are sent directly.
  ///
  /// @param fused which of the step's fused linears
  /// @param bitsPerMacro of its chiplet's macros that are taken
  public void add(
      int layer,
      int step,
      int fused,
      int chiplet,
      int units,
      int rows,
      int inputSplit,
      int rowsPerOutput,
      int inputs,
      long bitsPerMacro) {
    int at = append(layer, step, fused, chiplet, units, rows, inputSplit, rowsPerOutput, inputs);
    if (fused >= nextUnit.length) {
      nextUnit = Arrays.copyOf(nextUnit, 2 * fused);
    }
    figures[at + 11] = nextUnit[fused];
    nextUnit[fused] += units;
    take(chiplet, bitsPerMacro);
  }

  /// Adds the next shard, with a slice of the inputs: those after the slice before.
  ///
  /// @param outputs all of its linears
  /// @param bitsPerMacro of its chiplet's macros that are taken
  public void addSlice(
      int layer,
      int step,
      int fused,
      int chiplet,
      int outputs,
      int rows,
      int inputSplit,
      int rowsPerOutput,
      int inputs,
      long bitsPerMacro) {
    int at = append(layer, step, fused, chiplet, outputs, rows, inputSplit, rowsPerOutput, inputs);
    figures[at + 12] = nextInput;
    figures[at + 13] = 1;
    nextInput += inputs;
    take(chiplet, bitsPerMacro);
  }

  private int append(
      int layer,
      int step,
      int fused,
      int chiplet,
      int units,
      int rows,
      int inputSplit,
      int rowsPerOutput,
      int inputs) {
    int at = shards * Placement.FIGURES;
    if (at == figures.length) {
      figures = Arrays.copyOf(figures, 2 * at);
    }
    boolean same =
        shards > firstShard[Math.max(0, replicas - 1)]
            && figures[at - Placement.FIGURES] == layer
            && figures[at - Placement.FIGURES + 1] == step;
    if (!same) {
      beginStep();
    }
    if (!same || begins) {
      schedule();
    }
    figures[at] = layer;
    figures[at + 1] = step;
    figures[at + 2] = fused;
    figures[at + 3] = chiplet;
    figures[at + 4] = units;
    figures[at + 5] = rows;
    figures[at + 6] = inputSplit;
    figures[at + 7] = rowsPerOutput;
    figures[at + 8] = inputs;
    return at;
  }

  private void take(int chiplet, long bitsPerMacro) {
    bitsHere[chiplet] += bitsPerMacro;
    bitsUsed[chiplet] = Math.max(bitsUsed[chiplet], bitsHere[chiplet]);
    shards++;
  }

  private void beginStep() {
    Arrays.fill(nextUnit, 0);
    nextInput = 0;
  }

  private void schedule() {
    if (steps + 1 == firstOfStep.length) {
      firstOfStep = Arrays.copyOf(firstOfStep, 2 * firstOfStep.length);
    }
    firstOfStep[steps++] = shards;
    begins = false;
  }

  /// Says how inputs reach the chiplets of the shards from `from` on, and how their sums are added.
  public void collectives(int from, CollectiveAlgorithm inputs, CollectiveAlgorithm sums) {
    for (int shard = from; shard < shards; shard++) {
      figures[shard * Placement.FIGURES + 9] = inputs.ordinal();
      figures[shard * Placement.FIGURES + 10] = sums.ordinal();
    }
  }

  /// Shards added so far.
  public int shards() {
    return shards;
  }

  /// Says where a layer's residual stream of the current replica lives.
  public void home(int layer, int chiplet) {
    home[(replicas - 1) * (layers + 1) + layer] = chiplet;
  }

  /// Says which chiplets share a layer's attention; without it the host attends.
  public void attentionDies(int layer, int... chiplets) {
    attentionDies[(replicas - 1) * (layers + 1) + layer] = chiplets.clone();
  }

  /// Says which replica and which host sequences pass; without it, the first of both.
  public void ranks(int[] replicaOfRank, int[] hostOfRank) {
    rankReplica = replicaOfRank.clone();
    rankHost = hostOfRank.clone();
  }

  /// The finished placement, which takes the builder's arrays: the builder must not be used again.
  public Placement build() {
    return new Placement(this);
  }
}
