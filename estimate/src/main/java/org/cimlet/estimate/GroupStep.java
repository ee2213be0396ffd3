package org.cimlet.estimate;

import org.cimlet.plan.Placement;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.RelayTree;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// Time of a step that many chiplets share: each begins when its own input is there, and its
/// results are on their way while others still work.
final class GroupStep {
  private final Topology topology;
  private final int hostNode;
  private final int residualBits;
  private final GroupTiming timing;
  private @Nullable RelayTree[] kept = new RelayTree[0];
  private int[] keptMembers = new int[0];
  private CollectiveAlgorithm keptCollective = CollectiveAlgorithm.DIRECT;
  private final double[] wantedS;
  private int inputLink;
  private double inputBusyS;
  private int outputLink;
  private double outputBusyS;
  private double inputS;
  private double workS;
  private double firstDoneS;
  private double workedS;
  private double totalS;
  private final double[] thereS;
  private final double[] eachS;

  /// @param linkBits where the links' loads of a token are added up
  /// @param hostNode of the host that serves the streams
  /// @param wantedS how long a token of the whole network has each link busy; empty where nobody
  ///   asks
  GroupStep(Machine machine, double[] linkBits, int hostNode, double[] wantedS) {
    this.wantedS = wantedS;
    Chiplet chiplet = machine.chiplet();
    this.topology = machine.topology();
    this.hostNode = hostNode;
    residualBits = machine.residualBits();
    timing = new GroupTiming(topology, linkBits);
    thereS = new double[topology.chiplets()];
    eachS = new double[topology.chiplets()];
  }

  /// Walks so many tokens through a step. The links' loads are added up for one of them.
  ///
  /// @param kind of the dies that hold the step
  void walk(
      int tokens,
      KindTiming kind,
      Step step,
      int home,
      StepSpread spread,
      StepSpread previous,
      Placement placement,
      int piece) {
    timing.begin(tokens);
    double bits = (double) step.inputElements() * kind.activationBits();
    switch (step.source()) {
      case RESIDUAL, ATTENTION -> fromOne(home, spread, placement.inputCollective(piece), bits);
      case HOST -> fromOne(hostNode, spread, placement.inputCollective(piece), bits);
      case PREVIOUS -> {
        if (spread.isInputCut()) {
          slices(previous, spread, bits);
        } else {
          exchange(home, spread, previous, placement.inputCollective(piece), bits);
        }
      }
    }
    inputS = timing.latestS();
    takeInputLink();
    work(kind, spread, bits, tokens);
    timing.next(firstDoneS);
    if (spread.isInputCut()) {
      double sums = (double) step.toResidualElements() * kind.sumBits();
      timing.up(tree(placement.sumCollective(piece), home, spread), sums);
    } else {
      results(hostNode, spread, (double) step.toHostElements() * kind.activationBits());
      double homeBits =
          (double) step.toHomeElements() * kind.activationBits()
              + (double) step.toResidualElements() * residualBits;
      results(home, spread, homeBits);
    }
    totalS = Math.max(totalS, timing.latestS());
    if (wantedS.length > 0) {
      outputLink = timing.mostWanted(wantedS);
      outputBusyS = outputLink < 0 ? 0 : timing.busyS(outputLink);
    }
  }

  private void takeInputLink() {
    if (wantedS.length > 0) {
      inputLink = timing.mostWanted(wantedS);
      inputBusyS = inputLink < 0 ? 0 : timing.busyS(inputLink);
    }
  }

  /// Moves a vector of `bits` a token from place to place, and writes that into a chunk's way.
  void move(int tokens, int from, int to, double bits, ChunkWay way) {
    timing.begin(tokens);
    timing.send(from, to, bits);
    inputS = timing.latestS();
    takeInputLink();
    if (inputLink >= 0) {
      way.vectors(inputLink, 0, inputBusyS, inputS);
      way.next(0);
    }
  }

  /// Writes the step into a chunk's way.
  void write(ChunkWay way, StepSpread spread) {
    if (inputLink >= 0) {
      way.vectors(inputLink, 0, inputBusyS, inputS);
      way.next(-inputS); // each chiplet waits for its own input alone
    }
    for (int i = 0; i < spread.size(); i++) {
      way.macros(spread.chiplet(i), thereS[i], eachS[i]);
    }
    way.next(0);
    if (outputLink >= 0) {
      way.vectors(outputLink, firstDoneS - workedS, outputBusyS, totalS - firstDoneS);
      way.next(0);
    }
  }

  private void fromOne(int root, StepSpread to, CollectiveAlgorithm collective, double bits) {
    if (collective != CollectiveAlgorithm.DIRECT) {
      timing.down(tree(collective, root, to), bits);
      return;
    }
    for (int i = 0; i < to.size(); i++) {
      timing.send(root, to.chiplet(i), bits * to.presence(i) * to.inputShare(i));
    }
  }

  /// Every chiplet gets what each of the step before made.
  private void exchange(
      int home, StepSpread to, StepSpread from, CollectiveAlgorithm collective, double bits) {
    switch (collective) {
      case DIRECT -> {
        for (int i = 0; i < to.size(); i++) {
          for (int j = 0; j < from.size(); j++) {
            timing.send(from.chiplet(j), to.chiplet(i), bits * from.share(j));
          }
        }
      }
      case TREE -> {
        for (int j = 0; j < from.size(); j++) {
          timing.send(from.chiplet(j), home, bits * from.share(j));
        }
        timing.readyAt(home, timing.at(home));
        timing.down(tree(collective, home, to), bits);
      }
      case RING, IN_NETWORK -> {
        for (int j = 0; j < from.size(); j++) {
          timing.down(tree(collective, from.chiplet(j), to), bits * from.share(j));
        }
      }
    }
  }

  /// To every chiplet its slice of what another step's chiplets made.
  private void slices(StepSpread from, StepSpread to, double bits) {
    double taken = 0;
    for (int i = 0; i < to.size(); i++) {
      double end = taken + to.inputShare(i);
      double made = 0;
      for (int j = 0; j < from.size(); j++) {
        double overlap = Math.min(end, made + from.share(j)) - Math.max(taken, made);
        made += from.share(j);
        if (overlap > 1e-12) {
          timing.send(from.chiplet(j), to.chiplet(i), bits * overlap);
        }
      }
      taken = end;
    }
  }

  private void work(KindTiming kind, StepSpread spread, double inputBits, int tokens) {
    int resultBits = spread.isInputCut() ? kind.sumBits() : kind.activationBits();
    workS = 0;
    totalS = 0;
    firstDoneS = Double.POSITIVE_INFINITY;
    for (int i = 0; i < spread.size(); i++) {
      double bits = inputBits * spread.inputShare(i) + spread.outputs(i) * resultBits;
      double work = tokens * Math.max(spread.macroS(i), bits * kind.distributionSPerBit());
      thereS[i] = timing.at(spread.chiplet(i));
      eachS[i] = work;
      double ready = thereS[i] + work;
      timing.readyAt(spread.chiplet(i), ready);
      workS = Math.max(workS, work);
      totalS = Math.max(totalS, ready);
      firstDoneS = Math.min(firstDoneS, ready);
    }
    workedS = totalS;
  }

  private void results(int to, StepSpread from, double bits) {
    for (int i = 0; i < from.size(); i++) {
      timing.send(from.chiplet(i), to, bits * from.share(i));
    }
  }

  /// Steps of a group follow each other with the same chiplets: their trees are kept.
  private RelayTree tree(CollectiveAlgorithm collective, int root, StepSpread members) {
    if (collective != keptCollective || !members.sits(keptMembers)) {
      keptCollective = collective;
      keptMembers = members.chiplets();
      kept = new @Nullable RelayTree[topology.chiplets() + topology.hosts()];
    }
    RelayTree tree = kept[root];
    if (tree == null) {
      tree = RelayTree.of(topology, collective, root, keptMembers);
      kept[root] = tree;
    }
    return tree;
  }

  /// Until the last chiplet had its input.
  double inputS() {
    return inputS;
  }

  /// Longest work of a chiplet.
  double workS() {
    return workS;
  }

  /// Until the last result had arrived.
  double totalS() {
    return totalS;
  }
}
