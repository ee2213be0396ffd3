package org.cimlet.plan;

import java.util.Arrays;
import org.cimlet.plan.machine.CollectiveAlgorithm;

/// Collects shards in program order, replica after replica; good for one placement.
@SuppressWarnings("EnumOrdinal") // stored side by side with counts, read back by the same order
public final class PlacementBuilder {
  String mapping;
  final int layers;
  int shards;
  int[] figures;
  int replicas;
  int[] firstShard = new int[2];
  int weightSets = 1;
  int[] firstOfWeightSet = new int[2];
  int[] stepFigures;
  int[] collectives = new int[0];
  int steps;
  int[] firstStep = new int[2];
  int[] firstStepOfWeightSet = new int[2];
  private boolean begins;
  private int lastLayer = -1;
  private int lastStep;
  private int lastFused;
  private int next;
  int[] home = new int[0];
  int[][] attentionDies = new int[0][];
  final long[] bitsUsed;
  private final long[] bitsHere;
  int[] rankReplica = new int[1];
  int[] rankHost = new int[1];

  /// @param mapping how the network was cut, for people
  /// @param chiplets dies in the package
  /// @param layers layers of the program
  /// @param expectedSteps steps there is room for at first
  /// @param expectedShards shards there is room for at first
  public PlacementBuilder(
      String mapping, int chiplets, int layers, int expectedSteps, int expectedShards) {
    this.mapping = mapping;
    this.layers = layers;
    this.stepFigures = new int[(expectedSteps + 1) * Placement.STEP_FIGURES];
    this.figures = new int[Math.max(1, expectedShards) * Placement.FIGURES];
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
    countBits();
  }

  /// A chiplet is as full as it is in the weight set that fills it most.
  private void countBits() {
    for (int chiplet = 0; chiplet < bitsUsed.length; chiplet++) {
      bitsUsed[chiplet] = Math.max(bitsUsed[chiplet], bitsHere[chiplet]);
    }
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
    lastLayer = -1;
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
    add(
        false,
        layer,
        step,
        fused,
        chiplet,
        units,
        rows,
        inputSplit,
        rowsPerOutput,
        inputs,
        bitsPerMacro);
  }

  /// Adds the next shard.
  ///
  /// @param sliced whether it has a slice of the inputs, those after the slice before, and all
  ///   outputs; otherwise it has whole inputs, and the outputs after those of the shard before
  public void add(
      boolean sliced,
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
    enter(layer, step, fused, sliced ? 1 : 0);
    int at = shards++ * Placement.FIGURES;
    if (at == figures.length) {
      figures = Arrays.copyOf(figures, 2 * at);
    }
    figures[at] = fused;
    figures[at + 1] = chiplet;
    figures[at + 2] = units;
    figures[at + 3] = rows;
    figures[at + 4] = inputSplit;
    figures[at + 5] = rowsPerOutput;
    figures[at + 6] = inputs;
    figures[at + 7] = next;
    next += sliced ? inputs : units;
    bitsHere[chiplet] += bitsPerMacro;
  }

  /// The next shard is of these linears.
  private void enter(int layer, int step, int fused, int sliced) {
    boolean isSame = layer == lastLayer && step == lastStep;
    if (!isSame || begins) {
      schedule(layer, step, sliced);
    }
    if (isSame && fused < lastFused) {
      throw new IllegalArgumentException(
          "shards must come in program order, got linears %s after %s".formatted(fused, lastFused));
    }
    if (!isSame || fused != lastFused) {
      next = 0;
    }
    lastLayer = layer;
    lastStep = step;
    lastFused = fused;
  }

  private void schedule(int layer, int step, int sliced) {
    int at = steps++ * Placement.STEP_FIGURES;
    if (at + Placement.STEP_FIGURES == stepFigures.length) {
      stepFigures = Arrays.copyOf(stepFigures, 2 * stepFigures.length);
    }
    stepFigures[at] = shards;
    stepFigures[at + 1] = layer;
    stepFigures[at + 2] = step;
    stepFigures[at + 3] = sliced;
    begins = false;
  }

  /// Says how the inputs of the step added last reach its chiplets, and how its sums are added;
  /// without it, both directly.
  public void collectives(CollectiveAlgorithm inputs, CollectiveAlgorithm sums) {
    collectives = Arrays.copyOf(collectives, Math.max(collectives.length, 2 * steps));
    collectives[2 * steps - 2] = inputs.ordinal();
    collectives[2 * steps - 1] = sums.ordinal();
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
    countBits();
    return new Placement(this);
  }
}
