package org.cimlet.plan;

import java.util.AbstractList;
import java.util.List;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// The order in which a token passes the steps of one replica: every step of every layer, then the
/// head. Where a package smaller than the network is reloaded, weight set after weight set; a step
/// that lies in several of them is scheduled once in each.
///
/// This is the one place that says which step comes when and who holds how much of it. Steps are
/// views over the [Placement]'s arrays: making one allocates one small object, asking it nothing.
public final class Schedule {
  private final Plan plan;
  private final Program program;
  private final Placement placement;
  private final int replica;
  private final int first;
  private final int size;
  private final boolean looksUp;
  private final boolean hasVectorUnit;

  Schedule(Plan plan, int replica) {
    this.plan = plan;
    this.program = plan.program();
    this.placement = plan.placement();
    this.replica = replica;
    this.first = placement.firstStep(replica);
    this.size = placement.firstStep(replica + 1) - first;
    this.looksUp = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD) != null;
    this.hasVectorUnit = plan.machine().chiplet().vector() != null;
  }

  /// Steps, the head included; a step in several weight sets counts in each of them.
  public int size() {
    return size;
  }

  /// A step.
  ///
  /// @param number from 0, in the order a token passes them
  public ScheduledStep step(int number) {
    int layer = layer(number);
    return new ScheduledStep(this, number, layer, program.step(layer, index(number)));
  }

  /// All steps, each made anew whenever it is asked for.
  public List<ScheduledStep> steps() {
    return new AbstractList<>() {
      @Override
      public ScheduledStep get(int number) {
        return step(number);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /// First step of a weight set; of the number of weight sets, the number of steps.
  public int firstStepOfWeightSet(int weightSet) {
    return placement.firstStepOfWeightSet(weightSet) - first;
  }

  /// How the residual stream comes to a layer's home before its first step.
  public ScheduledStep.Residual residual(int layer) {
    if (layer == 0 && looksUp) {
      return ScheduledStep.Residual.LOOKED_UP;
    }
    if (!hasVectorUnit) {
      return ScheduledStep.Residual.STAYS;
    }
    return layer == 0 ? ScheduledStep.Residual.FROM_HOST : ScheduledStep.Residual.FROM_HOME_BEFORE;
  }

  /// Bits of weights and masks that loading a weight set brings to each chiplet, row padding left
  /// out.
  public long[] bitsOfChiplets(int weightSet) {
    long[] bits = new long[plan.machine().chiplets()];
    int end = placement.firstShardOfWeightSet(weightSet + 1);
    for (int shard = placement.firstShardOfWeightSet(weightSet); shard < end; shard++) {
      FusedLinears fused = linearsOf(shard);
      long rows = fused.copies() > 1 ? fused.outputs() : 1;
      bits[placement.chiplet(shard)] +=
          rows * placement.units(shard) * fused.packing().bitsPerRow(placement.inputs(shard));
    }
    return bits;
  }

  /// The fused linears a shard holds units of.
  public FusedLinears linearsOf(int shard) {
    int step = placement.stepOfShard(shard);
    return program
        .step(placement.layerOfStep(step), placement.indexOfStep(step))
        .fusedLinears()
        .get(placement.fused(shard));
  }

  /// The schedule, checked: for placements that are made by hand.
  ///
  /// @throws IllegalArgumentException where a step is not placed, not placed whole or out of turn,
  ///   or where one without routing reads one with
  public Schedule requireWhole() {
    int number = 0;
    boolean routedBefore = false;
    for (int layer = 0; layer <= program.layers().size(); layer++) {
      for (int index = 0; index < program.steps(layer); index++) {
        Step step = program.step(layer, index);
        if (number == size || !step(number).is(layer, index)) {
          throw new IllegalArgumentException(
              "layer %s, %s: steps must be placed in program order, got another or none"
                  .formatted(layer, step.name()));
        }
        if (step.source() == Step.Source.PREVIOUS
            && (number == 0 || (routedBefore && !step.isRouted()))) {
          throw new IllegalArgumentException(
              "layer %s, %s: a step that reads the one before it must have one, with routing only where it has routing itself"
                  .formatted(layer, step.name()));
        }
        step(number).requireAllUnits();
        routedBefore = step.isRouted();
        while (number < size && step(number).is(layer, index)) {
          number++;
        }
      }
    }
    if (number != size) {
      throw new IllegalArgumentException(
          "shards must be placed in program order, got step " + number + " out of turn");
    }
    return this;
  }

  Plan plan() {
    return plan;
  }

  int replica() {
    return replica;
  }

  /// First shard of a step; of the number of steps, the number after that of the last shard.
  public int firstShard(int number) {
    return placement.firstShardOfStep(first + number);
  }

  /// Layer of a step, counted on for the head.
  public int layer(int number) {
    return placement.layerOfStep(first + number);
  }

  /// Which of its layer's steps a step is.
  public int index(int number) {
    return placement.indexOfStep(first + number);
  }

  /// Whether each chiplet of a step has a slice of the inputs and makes partial sums.
  boolean isInputSliced(int number) {
    return placement.isInputSliced(first + number);
  }

  /// How inputs reach the chiplets of a step.
  public CollectiveAlgorithm inputCollective(int number) {
    return placement.inputCollective(first + number);
  }

  /// How partial sums of a step are added.
  public CollectiveAlgorithm sumCollective(int number) {
    return placement.sumCollective(first + number);
  }
}
