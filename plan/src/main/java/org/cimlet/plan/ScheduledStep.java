package org.cimlet.plan;

import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.program.FollowUp;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Step;

/// A step of a [Schedule], or as much of it as one weight set holds: whose it is, which shards hold
/// it, and where the residual stream is before it.
public final class ScheduledStep {
  private final Schedule schedule;
  private final Placement placement;
  private final int number;
  private final int layer;
  private final Step step;
  private final int firstShard;
  private final int endShard;

  ScheduledStep(Schedule schedule, int number, int layer, Step step) {
    this.schedule = schedule;
    this.placement = schedule.plan().placement();
    this.number = number;
    this.layer = layer;
    this.step = step;
    firstShard = schedule.firstShard(number);
    endShard = schedule.firstShard(number + 1);
  }

  /// How the residual stream comes to a layer's home before a step.
  public enum Residual {
    /// It is where it was: in the middle of a layer, or at the host, which adds it up.
    STAYS,
    /// The dies of the embedding look it up.
    LOOKED_UP,
    /// From the host that serves the rank.
    FROM_HOST,
    /// From the home of the layer before, which may be the same chiplet.
    FROM_HOME_BEFORE
  }

  /// Place in the schedule.
  public int number() {
    return number;
  }

  /// Layer of the step, counted on for the head: an index for homes and attention dies.
  public int layer() {
    return layer;
  }

  /// Whether it is the head.
  public boolean isHead() {
    return schedule.plan().program().isHead(layer);
  }

  /// What is done.
  public Step step() {
    return step;
  }

  /// What follows on its results, once it ends.
  public List<FollowUp> followUps() {
    return schedule.plan().program().followUps(layer, index());
  }

  /// Which of its layer's steps it is.
  public int index() {
    return schedule.index(number);
  }

  boolean is(int ofLayer, int ofIndex) {
    return layer == ofLayer && index() == ofIndex;
  }

  /// Number of the first shard in the placement.
  public int firstShard() {
    return firstShard;
  }

  /// Number after that of the last shard.
  public int endShard() {
    return endShard;
  }

  /// First shard of the whole step, in whichever weight set.
  public int firstShardOfStep() {
    int before = number;
    while (before > 0 && schedule.step(before - 1).is(layer, index())) {
      before--;
    }
    return schedule.firstShard(before);
  }

  /// Number after that of the whole step's last shard.
  public int endShardOfStep() {
    int after = number + 1;
    while (after < schedule.size() && schedule.step(after).is(layer, index())) {
      after++;
    }
    return schedule.firstShard(after);
  }

  /// Whether the step begins here, and not in an earlier weight set.
  public boolean begins() {
    return !placement.isReloaded() || number == 0 || !schedule.step(number - 1).is(layer, index());
  }

  /// Whether the step ends here.
  public boolean ends() {
    return !placement.isReloaded()
        || number == schedule.size() - 1
        || !schedule.step(number + 1).is(layer, index());
  }

  /// Whether this is all of the step.
  public boolean isWhole() {
    return begins() && ends();
  }

  /// Whether the layer begins here.
  public boolean isFirstOfLayer() {
    return index() == 0 && begins();
  }

  /// Number of the last scheduled part of the step before; -1 before the first step.
  public int numberBefore() {
    int before = number - 1;
    while (before >= 0 && schedule.step(before).is(layer, index())) {
      before--;
    }
    return before;
  }

  /// Weight set that holds it; 0 where the package holds the whole network.
  public int weightSet() {
    int set = 0;
    while (set + 1 < placement.weightSets()
        && placement.firstShardOfWeightSet(set + 1) <= firstShard) {
      set++;
    }
    return set;
  }

  /// Whether its weight set must be loaded before it.
  public boolean opensWeightSet() {
    return placement.isReloaded() && placement.firstShardOfWeightSet(weightSet()) == firstShard;
  }

  /// Chiplet that holds the residual stream while its layer runs.
  public int home() {
    return placement.home(schedule.replica(), layer);
  }

  /// How the residual stream comes to the home before this step.
  public Residual residual() {
    return isFirstOfLayer() ? schedule.residual(layer) : Residual.STAYS;
  }

  /// Home of the layer before.
  public int homeBefore() {
    return placement.home(schedule.replica(), layer - 1);
  }

  /// Whether each chiplet has a slice of the inputs and makes partial sums.
  public boolean isInputSliced() {
    return schedule.isInputSliced(number);
  }

  /// How inputs reach the chiplets.
  public CollectiveAlgorithm inputCollective() {
    return schedule.inputCollective(number);
  }

  /// How partial sums are added.
  public CollectiveAlgorithm sumCollective() {
    return schedule.sumCollective(number);
  }

  /// Fused linears of a shard.
  public FusedLinears linears(int shard) {
    return step.fusedLinears().get(placement.fused(shard));
  }

  /// Chiplet of each unit of the whole step's fused linears, in whichever weight set; of linears
  /// whose inputs are sliced, none has all of a unit.
  public int[] chipletOfUnits(int fused) {
    int[] chiplets = new int[step.fusedLinears().get(fused).units()];
    int end = endShardOfStep();
    for (int shard = firstShardOfStep(); shard < end; shard++) {
      if (placement.fused(shard) == fused) {
        int from = isInputSliced() ? 0 : placement.firstUnit(shard);
        Arrays.fill(chiplets, from, from + placement.units(shard), placement.chiplet(shard));
      }
    }
    return chiplets;
  }

  /// @throws IllegalArgumentException where units or inputs of the whole step are left out or
  ///   placed twice
  void requireAllUnits() {
    int end = endShardOfStep();
    for (int fused = 0; fused < step.fusedLinears().size(); fused++) {
      FusedLinears linears = step.fusedLinears().get(fused);
      boolean sliced = isInputSliced();
      int all = sliced ? linears.inputs() : linears.units();
      int placed = 0;
      for (int shard = firstShardOfStep(); shard < end; shard++) {
        if (placement.fused(shard) == fused) {
          placed += sliced ? placement.inputs(shard) : placement.units(shard);
        }
      }
      if (placed != all) {
        throw new IllegalArgumentException(
            "layer %s, %s: all %s %s of linears %s must be placed, got %s"
                .formatted(layer, step.name(), all, sliced ? "inputs" : "units", fused, placed));
      }
    }
  }

  @Override
  public String toString() {
    return "layer %s, %s, shards %s to %s".formatted(layer, step.name(), firstShard, endShard - 1);
  }
}
