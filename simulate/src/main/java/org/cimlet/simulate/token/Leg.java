package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.DieKind.Use;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Step;

/// One step of one layer on a token's way, with its pieces; where the package is loaded in rounds,
/// as much of the step as one round holds.
public final class Leg {
  /// The residual stream stays where it is.
  static final int NOWHERE = -1;

  /// The residual stream comes from the host of the stream's rank.
  static final int HOST = -2;

  private final int layer;
  private final Step step;
  private final int residualFrom;
  private final int home;
  private final int firstPiece;
  private final boolean cut;
  private final CollectiveAlgorithm inputs;
  private final CollectiveAlgorithm sums;
  private final int[] firstUnit;
  private final int[] chipletOfCopy;
  private final int[] chipletOfOutput;
  private final int from;
  private final int to;
  private final int round;
  private final boolean opensRound;

  private Leg(
      Plan plan,
      int replica,
      int layer,
      Step step,
      boolean firstOfLayer,
      int firstPiece,
      int pieces) {
    this.layer = layer;
    this.step = step;
    this.firstPiece = firstPiece;
    Placement placement = plan.placement();
    home = placement.home(replica, layer);
    boolean onPackage = plan.machine().chiplet().vector() != null;
    int before = layer == 0 ? HOST : placement.home(replica, layer - 1);
    boolean lookedUp = layer == 0 && plan.machine().dies().of(Use.EMBEDDING_HEAD) != null;
    residualFrom = firstOfLayer && onPackage && !lookedUp ? before : NOWHERE;
    firstUnit = new int[pieces];
    cut = placement.inputs(firstPiece) < step.stacks().get(placement.fused(firstPiece)).inputs();
    inputs = placement.inputCollective(firstPiece);
    sums = placement.sumCollective(firstPiece);
    int[][] chipletOf = new int[step.stacks().size()][];
    Arrays.setAll(chipletOf, i -> new int[units(step.stacks().get(i))]);
    place(placement, chipletOf);
    chipletOfCopy = first(chipletOf, true);
    chipletOfOutput = routed() ? first(chipletOf, false) : new int[0];
    from = firstPiece;
    to = firstPiece + pieces;
    round = 0;
    opensRound = false;
  }

  /// What a round holds of a step.
  private Leg(Leg step, int from, int to, int round, boolean opensRound) {
    layer = step.layer;
    this.step = step.step;
    residualFrom = from == step.firstPiece ? step.residualFrom : NOWHERE;
    home = step.home;
    firstPiece = step.firstPiece;
    cut = step.cut;
    inputs = step.inputs;
    sums = step.sums;
    firstUnit = step.firstUnit;
    chipletOfCopy = step.chipletOfCopy;
    chipletOfOutput = step.chipletOfOutput;
    this.from = from;
    this.to = to;
    this.round = round;
    this.opensRound = opensRound;
  }

  private void place(Placement placement, int[][] chipletOf) {
    int[] placed = new int[chipletOf.length];
    for (int i = 0; i < firstUnit.length; i++) {
      int stack = placement.fused(firstPiece + i);
      int units = placement.units(firstPiece + i);
      firstUnit[i] = placed[stack];
      placed[stack] += cut ? 0 : units;
      if (placed[stack] <= chipletOf[stack].length) {
        Arrays.fill(
            chipletOf[stack], firstUnit[i], placed[stack], placement.chiplet(firstPiece + i));
      }
    }
    for (int i = 0; i < placed.length && !cut; i++) {
      if (placed[i] != chipletOf[i].length) {
        throw new IllegalArgumentException(
            "layer %s, %s: all %s units of stack %s must be placed, got %s"
                .formatted(layer, step.name(), chipletOf[i].length, i, placed[i]));
      }
    }
  }

  private static int units(FusedLinears stack) {
    return stack.copies() > 1 ? stack.copies() : stack.outputs();
  }

  private int[] first(int[][] chipletOf, boolean copies) {
    for (int i = 0; i < chipletOf.length; i++) {
      if ((step.stacks().get(i).copies() > 1) == copies) {
        return chipletOf[i];
      }
    }
    return new int[0];
  }

  /// The way of a token through a replica: every step of every layer, then the head.
  ///
  /// @throws IllegalArgumentException where the placement does not hold a step whole, or holds it
  ///   in another order, or a step without routing follows on one with
  static List<Leg> wayOf(Plan plan, int replica) {
    List<Leg> way = new ArrayList<>();
    int layers = plan.program().layers().size();
    int piece = plan.placement().firstShard(replica);
    int endPiece = plan.placement().firstShard(replica + 1);
    for (int layer = 0; layer <= layers; layer++) {
      List<Step> steps =
          layer < layers
              ? plan.program().layers().get(layer).steps()
              : List.of(plan.program().head());
      for (int index = 0; index < steps.size(); index++) {
        int next = end(plan.placement(), piece, endPiece, layer, index);
        Leg leg = new Leg(plan, replica, layer, steps.get(index), index == 0, piece, next - piece);
        leg.requireFollows(way);
        leg.addTo(way, plan.placement());
        piece = next;
      }
    }
    if (piece != endPiece) {
      throw new IllegalArgumentException(
          "pieces must be placed in program order, got piece " + piece + " out of turn");
    }
    return List.copyOf(way);
  }

  /// Adds the step to a way, round by round.
  private void addTo(List<Leg> way, Placement placement) {
    if (!placement.isReloaded()) {
      way.add(this);
      return;
    }
    int at = way.isEmpty() ? 0 : way.getLast().round;
    for (int begin = from; begin < to; ) {
      while (placement.firstShardOfWeightSet(at + 1) <= begin) {
        at++;
      }
      int end = Math.min(to, placement.firstShardOfWeightSet(at + 1));
      way.add(new Leg(this, begin, end, at, begin == placement.firstShardOfWeightSet(at)));
      begin = end;
    }
  }

  private static int end(Placement placement, int first, int end, int layer, int index) {
    int piece = first;
    while (piece < end && placement.layer(piece) == layer && placement.step(piece) == index) {
      piece++;
    }
    return piece;
  }

  private void requireFollows(List<Leg> before) {
    if (step.source() == Step.Source.PREVIOUS
        && (before.isEmpty() || (before.getLast().routed() && !routed()))) {
      throw new IllegalArgumentException(
          "layer %s, %s: a step that reads the one before it must have one, with routing only where it has routing itself"
              .formatted(layer, step.name()));
    }
  }

  /// Layer of the step; the number of layers for the head.
  public int layer() {
    return layer;
  }

  public Step step() {
    return step;
  }

  /// Where the residual stream is before this step's layer begins: a place, [#HOST], or [#NOWHERE]
  /// where it does not move before this step.
  int residualFrom() {
    return residualFrom;
  }

  /// Chiplet that holds the residual stream.
  int home() {
    return home;
  }

  /// Whether each chiplet has a slice of the inputs and makes partial sums.
  boolean isInputCut() {
    return cut;
  }

  /// How inputs reach the chiplets.
  CollectiveAlgorithm inputs() {
    return inputs;
  }

  /// How partial sums are added.
  CollectiveAlgorithm sums() {
    return sums;
  }

  /// Number of the first piece in the placement.
  int firstPiece() {
    return from;
  }

  /// Number after that of the last piece.
  int nextPiece() {
    return to;
  }

  /// The step's first piece, in whichever round.
  int firstPieceOfStep() {
    return firstPiece;
  }

  /// Number after that of the step's last piece.
  int nextPieceOfStep() {
    return firstPiece + firstUnit.length;
  }

  /// Outputs that a token makes in the whole step.
  long outputsOfStep() {
    return step.stacks().stream()
        .mapToLong(stack -> (long) stack.outputs() * stack.activeCopies())
        .sum();
  }

  /// Whether this is all of the step.
  boolean isWhole() {
    return begins() && ends();
  }

  /// Whether the step begins here, and not in an earlier round.
  boolean begins() {
    return from == firstPiece;
  }

  /// Whether the step ends here.
  boolean ends() {
    return to == nextPieceOfStep();
  }

  /// Round that holds it.
  int round() {
    return round;
  }

  /// Whether it is the first that a round holds.
  boolean opensRound() {
    return opensRound;
  }

  /// First unit of a piece within its stack.
  int firstUnit(int piece) {
    return firstUnit[piece - firstPiece];
  }

  /// Whether a stack has copies of which a token uses some.
  boolean routed() {
    return chipletOfCopy.length > 0;
  }

  /// The routed stacks' shape: all of a layer's have the same copies.
  ///
  /// @throws IllegalStateException where there is none
  FusedLinears routedStack() {
    return step.stacks().stream()
        .filter(stack -> stack.copies() > 1)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no routed stack in " + step.name()));
  }

  /// Chiplet of a copy of the routed stack.
  int chipletOfCopy(int copy) {
    return chipletOfCopy[copy];
  }

  /// Outputs of the first stack that every token uses, in a step with routing.
  int sharedOutputs() {
    return chipletOfOutput.length;
  }

  /// Chiplet of an output of the first stack that every token uses.
  int chipletOfOutput(int output) {
    return chipletOfOutput[output];
  }

  /// Whether each copy reads its own slice of the input: where the slices of all active copies make
  /// up the input vector.
  boolean ownInputs() {
    if (!routed()) {
      return false;
    }
    long slices = 0;
    int widest = 0;
    for (FusedLinears stack : step.stacks()) {
      slices += (long) stack.inputs() * stack.activeCopies();
      widest = Math.max(widest, stack.inputs());
    }
    return slices == step.inputElements() && widest < step.inputElements();
  }
}
