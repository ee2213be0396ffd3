package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.RelayTree;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Step;
import org.cimlet.simulate.hardware.ArrayActivity;
import org.jspecify.annotations.Nullable;

/// Works out what a step asks of each chiplet, for one token or for a stream's tokens with their
/// experts chosen.
final class StepResolver {
  /// In place of a part: the home, which passes on what it gathers.
  static final int GATHERED = -1;

  private final Placement placement;
  private final Topology topology;
  private final Dies dies;
  private final List<Kind> kinds = new ArrayList<>();
  private final int host;
  private final int chiplets;

  /// Of the dies that hold the step at hand.
  private Kind kind;

  private final int residualBits;
  private final long[] bitsFrom;
  private int[] usersOf = new int[0];
  private int[] lastUser = new int[0];

  /// @param hostNode of the host that serves the streams
  StepResolver(Plan plan, int hostNode) {
    topology = plan.machine().topology();
    placement = plan.placement();
    dies = plan.machine().dies();
    for (DieKind each : dies.kinds()) {
      Chiplet chiplet = each.chiplet();
      kinds.add(new Kind(chiplet.macro(), chiplet.macros(), ArrayActivity.of(chiplet)));
    }
    kind = kinds.getFirst();
    host = hostNode;
    chiplets = plan.machine().chiplets();
    residualBits = plan.machine().residualBits();
    bitsFrom = new long[chiplets];
  }

  /// What a kind of die has.
  private record Kind(Macro macro, int macros, ArrayActivity array) {}

  private void use(Leg leg) {
    kind = kinds.get(dies.kindOf(placement.chiplet(leg.firstPiece())));
  }

  private int activationBits() {
    return kind.macro().inputBits();
  }

  /// Bits of one element of the residual stream.
  int residualBits() {
    return residualBits;
  }

  /// The work of one token in a step without routing.
  ///
  /// @param workBefore of the step before, if there is one
  StepWork resolve(Leg leg, StepWork workBefore) {
    use(leg);
    StepWork work = new StepWork(chiplets);
    addPieces(leg, leg.firstPiece(), leg.nextPiece(), work, 1);
    if (leg.isInputCut()) {
      slicedInputs(leg, work, workBefore);
      work.bitsPerResult(kind.macro().accumulatorBits());
      long bits = (long) leg.step().toResidualElements() * kind.macro().accumulatorBits();
      work.sumBy(RelayTree.of(topology, leg.sums(), leg.home(), work.chiplets()), bits);
      return work;
    }
    if (leg.inputs() == CollectiveAlgorithm.DIRECT) {
      commonInputs(leg, work, workBefore, 1);
    } else {
      relayedInputs(leg, work, workBefore);
    }
    results(leg, work, outputsBefore(leg, 1, null), 1);
    return work;
  }

  /// Who makes how much of a step that lies in several rounds, for the step that reads it.
  StepWork whole(Leg leg, int tokens) {
    use(leg);
    StepWork work = new StepWork(chiplets);
    addPieces(leg, leg.firstPieceOfStep(), leg.nextPieceOfStep(), work, tokens);
    return work;
  }

  /// The same with routing.
  StepWork chosen(Leg leg, ExpertChoice choice) {
    StepWork work = whole(leg, choice.tokens());
    addChosen(leg, leg.firstPieceOfStep(), leg.nextPieceOfStep(), work, choice);
    return work;
  }

  /// The whole input vector to every chiplet that takes part, by trees.
  private void relayedInputs(Leg leg, StepWork work, StepWork before) {
    long bits = (long) leg.step().inputElements() * activationBits();
    for (int i = 0; i < work.size(); i++) {
      work.addInput(i, bits);
    }
    int[] members = work.chiplets();
    CollectiveAlgorithm collective = leg.inputs();
    switch (leg.step().source()) {
      case RESIDUAL, ATTENTION ->
          work.addRelay(RelayTree.of(topology, collective, leg.home(), members), bits);
      case HOST -> work.addRelay(RelayTree.of(topology, collective, host, members), bits);
      case PREVIOUS -> {
        long made = 0;
        for (int j = 0; j < before.size(); j++) {
          long share = StepWork.share(bits, made, made + before.outputs(j), before.totalOutputs());
          made += before.outputs(j);
          if (share == 0) {
            continue;
          }
          if (collective != CollectiveAlgorithm.TREE) {
            work.addRelay(RelayTree.of(topology, collective, before.chiplet(j), members), share);
          } else if (before.chiplet(j) != leg.home()) {
            work.addFlow(before.chiplet(j), GATHERED, share);
          }
        }
        if (collective == CollectiveAlgorithm.TREE) {
          work.gatherFirst();
          work.addRelay(RelayTree.of(topology, collective, leg.home(), members), bits);
        }
      }
    }
  }

  /// To every chiplet its slice of the input vector.
  private void slicedInputs(Leg leg, StepWork work, StepWork before) {
    long bits = (long) leg.step().inputElements() * activationBits();
    long whole = leg.step().stacks().getFirst().inputs();
    long taken = 0;
    for (int piece = leg.firstPiece(); piece < leg.nextPiece(); piece++) {
      long from = bits * taken / whole;
      taken += placement.inputs(piece);
      long to = bits * taken / whole;
      int member = work.member(placement.chiplet(piece));
      work.addInput(member, to - from);
      switch (leg.step().source()) {
        case RESIDUAL, ATTENTION -> flow(work, leg.home(), member, to - from);
        case HOST -> flow(work, host, member, to - from);
        case PREVIOUS -> {
          long made = 0;
          for (int j = 0; j < before.size(); j++) {
            long madeFrom = bits * made / before.totalOutputs();
            made += before.outputs(j);
            long madeTo = bits * made / before.totalOutputs();
            long overlap = Math.min(to, madeTo) - Math.max(from, madeFrom);
            flow(work, before.chiplet(j), member, overlap);
          }
        }
      }
    }
  }

  /// The work of all tokens of a stream in a step with routing.
  void resolve(Leg leg, Leg legBefore, StepWork workBefore, ExpertChoice choice, StepWork work) {
    use(leg);
    work.clear();
    addPieces(leg, leg.firstPiece(), leg.nextPiece(), work, choice.tokens());
    addChosen(leg, leg.firstPiece(), leg.nextPiece(), work, choice);
    if (leg.ownInputs()) {
      ownInputs(leg, legBefore, work, choice);
    } else {
      countUsers(leg, work, choice);
      commonInputs(leg, work, workBefore, 0);
    }
    long before = leg.begins() ? 0 : outputsBefore(leg, choice.tokens(), choice);
    results(leg, work, before, choice.tokens());
  }

  /// Pieces every token uses.
  private void addPieces(Leg leg, int from, int to, StepWork work, int tokens) {
    for (int piece = from; piece < to; piece++) {
      FusedLinears stack = leg.step().stacks().get(placement.fused(piece));
      if (stack.copies() == 1) {
        int member = work.member(placement.chiplet(piece));
        addWork(work, member, piece, stack, placement.rows(piece), placement.units(piece), tokens);
      }
    }
  }

  /// Pieces some tokens use some copies of.
  private void addChosen(Leg leg, int from, int to, StepWork work, ExpertChoice choice) {
    for (int piece = from; piece < to; piece++) {
      FusedLinears stack = leg.step().stacks().get(placement.fused(piece));
      if (stack.copies() > 1) {
        int first = leg.firstUnit(piece);
        int uses = uses(choice, first, first + placement.units(piece));
        if (uses > 0) {
          int member = work.member(placement.chiplet(piece));
          int rows = placement.rows(piece) / placement.units(piece);
          addWork(work, member, piece, stack, rows, stack.outputs(), uses);
        }
      }
    }
  }

  private void addWork(
      StepWork work,
      int member,
      int piece,
      FusedLinears stack,
      long rows,
      long outputs,
      long times) {
    Packing packing = stack.packing();
    long tiles =
        Math.ceilDiv(
            packing.valuesPerRow(placement.inputs(piece)), (long) kind.macro().inputsPerRow());
    int split = placement.inputSplit(piece);
    long rowReads = times * outputs * Math.ceilDiv(tiles, (long) split) * split;
    long masks = times * outputs * packing.masksPerRow(placement.inputs(piece));
    long bits =
        rowReads * kind.macro().inputsPerRow() * packing.weightBits() + masks * packing.group();
    int tilesHere = Math.toIntExact(Math.ceilDiv(tiles, (long) split));
    long macroPs = times * kind.array().passPs(rows, tilesHere);
    work.addWork(member, macroPs, times * outputs);
    work.add(Action.ROW_READ, member, rowReads);
    work.add(Action.MACRO_READ, member, bits);
    work.add(Action.MULTIPLY, member, rowReads * kind.macro().inputsPerRow());
    work.add(Action.ZERO_SKIPPER, member, masks);
    work.add(Action.ACTIVATE, member, times * kind.macros() * kind.array().activations(rows));
    switch (kind.macro()) {
      case Macro.DigitalSram _, Macro.DramBank _, Macro.DigitalNvm _ -> {}
      case Macro.AnalogCrossbar crossbar -> {
        long pulses = crossbar.pulses();
        work.add(Action.CONVERT, member, rowReads * crossbar.slices() * pulses);
        work.add(Action.DRIVE, member, times * kind.macros() * tilesHere * pulses);
      }
    }
  }

  private static int uses(ExpertChoice choice, int fromCopy, int toCopy) {
    int uses = 0;
    for (int token = 0; token < choice.tokens(); token++) {
      for (int a = 0; a < choice.active(); a++) {
        int copy = choice.copy(token, a);
        uses += copy >= fromCopy && copy < toCopy ? 1 : 0;
      }
    }
    return uses;
  }

  /// Counts, for each chiplet, the tokens that need the step's input there.
  private void countUsers(Leg leg, StepWork work, ExpertChoice choice) {
    usersOf = new int[work.size()];
    lastUser = new int[work.size()];
    Arrays.fill(lastUser, -1);
    for (int piece = leg.firstPiece(); piece < leg.nextPiece(); piece++) {
      if (leg.step().stacks().get(placement.fused(piece)).copies() == 1) {
        int member = work.member(placement.chiplet(piece));
        usersOf[member] = choice.tokens();
        lastUser[member] = Integer.MAX_VALUE;
      }
    }
    for (int token = 0; token < choice.tokens(); token++) {
      for (int a = 0; a < choice.active(); a++) {
        int member = work.member(leg.chipletOfCopy(choice.copy(token, a)));
        if (lastUser[member] < token) {
          lastUser[member] = token;
          usersOf[member]++;
        }
      }
    }
  }

  /// The whole input vector to every chiplet that takes part.
  ///
  /// @param tokens that need it everywhere; 0 where [#countUsers] has counted them
  private void commonInputs(Leg leg, StepWork work, StepWork before, int tokens) {
    Step step = leg.step();
    for (int i = 0; i < work.size(); i++) {
      long users = tokens > 0 ? tokens : usersOf[i];
      long bits = users * step.inputElements() * activationBits();
      work.addInput(i, bits);
      switch (step.source()) {
        case RESIDUAL, ATTENTION -> flow(work, leg.home(), i, bits);
        case HOST -> flow(work, host, i, bits);
        case PREVIOUS -> {
          long total = before.totalOutputs();
          long made = 0;
          for (int j = 0; j < before.size(); j++) {
            long from = made;
            made += before.outputs(j);
            flow(work, before.chiplet(j), i, StepWork.share(bits, from, made, total));
          }
        }
      }
    }
  }

  private static void flow(StepWork work, int from, int member, long bits) {
    if (bits > 0 && from != work.chiplet(member)) {
      work.addFlow(from, member, bits);
    }
  }

  /// To every chosen copy its slice of the input, from where the copy of the same number in the
  /// step before made it.
  private void ownInputs(Leg leg, Leg before, StepWork work, ExpertChoice choice) {
    long slice = (long) leg.routedStack().inputs() * activationBits();
    boolean fromCopies = leg.step().source() == Step.Source.PREVIOUS;
    for (int i = 0; i < work.size(); i++) {
      Arrays.fill(bitsFrom, 0);
      long bits = 0;
      for (int token = 0; token < choice.tokens(); token++) {
        for (int a = 0; a < choice.active(); a++) {
          int copy = choice.copy(token, a);
          if (leg.chipletOfCopy(copy) == work.chiplet(i)) {
            bits += slice;
            bitsFrom[fromCopies ? before.chipletOfCopy(copy) : 0] += slice;
          }
        }
      }
      bits += sharedInputs(leg, before, work.chiplet(i), choice.tokens());
      work.addInput(i, bits);
      ownFlows(leg, work, i, bits);
    }
  }

  /// Inputs of the stacks every token uses, from the chiplets that hold such stacks in the step
  /// before, by their share.
  private long sharedInputs(Leg leg, Leg before, int chiplet, int tokens) {
    long bits = 0;
    for (int piece = leg.firstPiece(); piece < leg.nextPiece(); piece++) {
      FusedLinears stack = leg.step().stacks().get(placement.fused(piece));
      if (stack.copies() == 1 && placement.chiplet(piece) == chiplet) {
        bits = (long) tokens * stack.inputs() * activationBits();
      }
    }
    if (bits > 0 && leg.step().source() == Step.Source.PREVIOUS) {
      int outputs = before.sharedOutputs();
      for (int output = 0; output < outputs; output++) {
        bitsFrom[before.chipletOfOutput(output)] +=
            StepWork.share(bits, output, output + 1L, outputs);
      }
    }
    return bits;
  }

  private void ownFlows(Leg leg, StepWork work, int member, long bits) {
    switch (leg.step().source()) {
      case RESIDUAL, ATTENTION -> flow(work, leg.home(), member, bits);
      case HOST -> flow(work, host, member, bits);
      case PREVIOUS -> {
        for (int from = 0; from < chiplets; from++) {
          flow(work, from, member, bitsFrom[from]);
        }
      }
    }
  }

  /// Outputs that earlier rounds made of a step.
  ///
  /// @param choice null where it has no routing
  private long outputsBefore(Leg leg, int tokens, @Nullable ExpertChoice choice) {
    StepWork before = new StepWork(chiplets);
    addPieces(leg, leg.firstPieceOfStep(), leg.firstPiece(), before, tokens);
    if (choice != null) {
      addChosen(leg, leg.firstPieceOfStep(), leg.firstPiece(), before, choice);
    }
    return before.totalOutputs();
  }

  private void results(Leg leg, StepWork work, long outputsBefore, long tokens) {
    Step step = leg.step();
    work.bitsPerResult(activationBits());
    long outputs = leg.isWhole() ? work.totalOutputs() : tokens * leg.outputsOfStep();
    work.shareResults(
        tokens * step.toHostElements() * activationBits(),
        tokens * step.toHomeElements() * activationBits()
            + tokens * step.toResidualElements() * residualBits,
        outputsBefore,
        outputs);
  }
}
