package org.cimlet.simulate.token;

import java.util.BitSet;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.ScheduledStep;
import org.cimlet.plan.ScheduledStep.Residual;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// A scheduled step with what is asked of it at every event, looked up once.
final class ResolvedStep {
  private final ScheduledStep scheduled;
  private final int kind;
  private final boolean isHead;
  private final int home;
  private final Residual residual;
  private final boolean begins;
  private final boolean ends;
  private final int weightSet;
  private final boolean opensWeightSet;
  private final @Nullable FusedLinears routed;
  private final int[] chipletOfCopy;
  private final int[] chipletOfOutput;
  private final BitSet copiesHere;

  ResolvedStep(Plan plan, ScheduledStep scheduled) {
    this.scheduled = scheduled;
    isHead = scheduled.isHead();
    int first = plan.placement().chiplet(scheduled.firstShard());
    kind = plan.machine().dies().tallyOf(first, isHead);
    home = scheduled.home();
    residual = scheduled.residual();
    begins = scheduled.begins();
    ends = scheduled.ends();
    weightSet = scheduled.weightSet();
    opensWeightSet = scheduled.opensWeightSet();
    routed = scheduled.step().routedLinears();
    chipletOfCopy = routed == null ? new int[0] : chiplets(true);
    chipletOfOutput = routed == null ? new int[0] : chiplets(false);
    copiesHere = copiesHere(plan.placement());
  }

  /// Copies of the routed linears that lie in this weight set.
  private BitSet copiesHere(Placement placement) {
    BitSet here = new BitSet(chipletOfCopy.length);
    for (int shard = scheduled.firstShard(); shard < scheduled.endShard(); shard++) {
      if (scheduled.linears(shard).copies() > 1) {
        int first = placement.firstUnit(shard);
        here.set(first, first + placement.units(shard));
      }
    }
    return here;
  }

  /// Chiplets of the units of the first linears with copies, or without.
  private int[] chiplets(boolean copies) {
    List<FusedLinears> all = step().fusedLinears();
    for (int fused = 0; fused < all.size(); fused++) {
      if ((all.get(fused).copies() > 1) == copies) {
        return scheduled.chipletOfUnits(fused);
      }
    }
    return new int[0];
  }

  ScheduledStep scheduled() {
    return scheduled;
  }

  Step step() {
    return scheduled.step();
  }

  int layer() {
    return scheduled.layer();
  }

  /// Number of the kind of die that holds it.
  int kind() {
    return kind;
  }

  boolean isHead() {
    return isHead;
  }

  /// Chiplet that holds the residual stream.
  int home() {
    return home;
  }

  /// How the residual stream comes there.
  Residual residual() {
    return residual;
  }

  /// Whether the step begins here, and not in an earlier weight set.
  boolean begins() {
    return begins;
  }

  /// Whether the step ends here.
  boolean ends() {
    return ends;
  }

  /// Whether this is all of the step.
  boolean isWhole() {
    return begins && ends;
  }

  int weightSet() {
    return weightSet;
  }

  /// Whether its weight set must be loaded before it.
  boolean opensWeightSet() {
    return opensWeightSet;
  }

  boolean isRouted() {
    return routed != null;
  }

  /// The linears of which a token uses some copies.
  ///
  /// @throws IllegalStateException where there are none
  FusedLinears routed() {
    if (routed == null) {
      throw new IllegalStateException("no routed linears in " + step().name());
    }
    return routed;
  }

  /// Whether a copy of the routed linears lies in this weight set.
  boolean hasCopy(int copy) {
    return copiesHere.get(copy);
  }

  /// Chiplet of a copy of the routed linears, in whichever weight set.
  int chipletOfCopy(int copy) {
    return chipletOfCopy[copy];
  }

  /// Outputs of the first linears that every token uses, in a step with routing.
  int sharedOutputs() {
    return chipletOfOutput.length;
  }

  /// Chiplet of an output of the first linears that every token uses.
  int chipletOfOutput(int output) {
    return chipletOfOutput[output];
  }
}
