package org.cimlet.estimate.walk;

import java.util.Arrays;
import org.cimlet.estimate.timing.LinkSchedule;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.RelayTree;
import org.cimlet.plan.machine.RelayTrees;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// Time of a step that many chiplets share: each begins when its own input is there, and its
/// results are on their way while others still work.
final class CollectiveStep {
  private final Topology topology;
  private final int hostNode;
  private final int residualBits;
  private final LinkSchedule timing;
  private RelayTrees.@Nullable Group kept;
  private int[] keptMembers = new int[0];
  private CollectiveAlgorithm keptCollective = CollectiveAlgorithm.DIRECT;
  private final double[] linkDemandS;
  private final WalkMemory.@Nullable Walked memory;
  private int inputLink;
  private double inputBusyS;
  private int outputLink;
  private double outputBusyS;
  private double inputS;
  private double firstDoneS;
  private double workedS;
  private double totalS;
  private final double[] thereS;

  /// @param linkBits where the links' loads of a token are added up
  /// @param hostNode of the host that serves the sequences
  /// @param linkDemandS how long a token of the whole network has each link busy; empty where
  ///   nobody asks
  CollectiveStep(Machine machine, double[] linkBits, int hostNode, double[] linkDemandS) {
    this(machine, linkBits, hostNode, linkDemandS, null);
  }

  /// @param memory of walks that send the same; of one known, links are not charged for inputs
  CollectiveStep(
      Machine machine,
      double[] linkBits,
      int hostNode,
      double[] linkDemandS,
      WalkMemory.@Nullable Walked memory) {
    this.memory = memory;
    this.linkDemandS = linkDemandS;
    this.topology = machine.topology();
    this.hostNode = hostNode;
    residualBits = machine.residualBits();
    timing = new LinkSchedule(topology, linkBits);
    thereS = new double[topology.chiplets()];
  }

  /// Walks so many tokens through a step. The links' loads are added up for one of them.
  void walk(int tokens, StepTiming steps) {
    Step step = steps.step();
    double bits = (double) step.inputElements() * steps.kind().activationBits();
    WalkMemory.Walked walked = memory;
    StepVectors known = walked == null ? null : walked.vectors(steps.number());
    steps.shards().work(steps.kind(), bits, resultBits(steps), tokens);
    if (known != null && known.hasResults()) {
      inputS = known.inputS();
      totalS = known.doneS(steps.shards().eachS());
      return;
    }
    timing.begin(tokens);
    double[] arrivedS = known == null ? arrive(steps, bits) : known.thereS();
    inputS = known == null ? timing.latestS() : known.inputS();
    noteInputLink();
    StepShards shards = steps.shards();
    work(shards, arrivedS);
    StepVectors noted = known;
    if (walked != null && noted == null) {
      noted = new StepVectors(Arrays.copyOf(arrivedS, shards.size()), inputS);
      walked.note(steps.number(), noted);
    }
    results(steps, noted);
    totalS = Math.max(totalS, timing.latestS());
    if (linkDemandS.length > 0) {
      outputLink = timing.mostDemanded(linkDemandS);
      outputBusyS = outputLink < 0 ? 0 : timing.busyS(outputLink);
    }
  }

  /// Inputs travel to each chiplet.
  private double[] arrive(StepTiming steps, double bits) {
    send(steps, bits);
    StepShards shards = steps.shards();
    for (int i = 0; i < shards.size(); i++) {
      thereS[i] = timing.at(shards.chiplet(i));
    }
    return thereS;
  }

  private void send(StepTiming steps, double bits) {
    int home = steps.home();
    StepShards shards = steps.shards();
    switch (steps.step().source()) {
      case RESIDUAL, HOME -> fromOne(home, shards, steps.inputCollective(), bits);
      case HOST -> fromOne(hostNode, shards, steps.inputCollective(), bits);
      case PREVIOUS -> {
        if (shards.isInputCut()) {
          slices(steps.previous(), shards, bits);
        } else {
          exchange(home, shards, steps.previous(), steps.inputCollective(), bits);
        }
      }
    }
  }

  private void results(StepTiming steps, @Nullable StepVectors noted) {
    Step step = steps.step();
    int home = steps.home();
    StepShards shards = steps.shards();
    timing.next(firstDoneS);
    if (shards.isInputCut()) {
      double sums = (double) step.toResidualElements() * steps.kind().sumBits();
      timing.up(tree(steps.sumCollective(), home, shards), sums);
    } else {
      if (noted != null) {
        noted.beginResults();
      }
      results(hostNode, shards, (double) step.toHostElements() * steps.resultBits(), noted);
      double homeBits =
          (double) step.toHomeElements() * steps.resultBits()
              + (double) step.toResidualElements() * residualBits;
      results(home, shards, homeBits, noted);
    }
  }

  private void noteInputLink() {
    if (linkDemandS.length > 0) {
      inputLink = timing.mostDemanded(linkDemandS);
      inputBusyS = inputLink < 0 ? 0 : timing.busyS(inputLink);
    }
  }

  /// Moves a vector of `bits` a token from place to place, and writes that into a chunk's profile.
  void move(int tokens, int from, int to, double bits, PrefillProfile profile) {
    timing.begin(tokens);
    timing.send(from, to, bits);
    inputS = timing.latestS();
    noteInputLink();
    if (inputLink >= 0) {
      profile.vectors(inputLink, 0, inputBusyS, inputS);
      profile.next(0);
    }
  }

  /// Writes the step into a chunk's profile.
  void write(PrefillProfile profile, StepShards shards) {
    if (inputLink >= 0) {
      profile.vectors(inputLink, 0, inputBusyS, inputS);
      profile.next(-inputS); // each chiplet waits for its own input alone
    }
    for (int i = 0; i < shards.size(); i++) {
      profile.macros(shards.chiplet(i), thereS[i], shards.eachS()[i]);
    }
    profile.next(0);
    if (outputLink >= 0) {
      profile.vectors(outputLink, firstDoneS - workedS, outputBusyS, totalS - firstDoneS);
      profile.next(0);
    }
  }

  private void fromOne(int root, StepShards to, CollectiveAlgorithm collective, double bits) {
    if (collective != CollectiveAlgorithm.DIRECT) {
      timing.down(tree(collective, root, to), bits);
      return;
    }
    for (int i = 0; i < to.size(); i++) {
      timing.send(root, to.chiplet(i), bits * to.useProbability(i) * to.inputShare(i));
    }
  }

  /// Every chiplet gets what each of the step before made.
  private void exchange(
      int home, StepShards to, StepShards from, CollectiveAlgorithm collective, double bits) {
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
  private void slices(StepShards from, StepShards to, double bits) {
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

  private static int resultBits(StepTiming steps) {
    return steps.shards().isInputCut() ? steps.kind().sumBits() : steps.resultBits();
  }

  /// Each chiplet works once its own input is there.
  private void work(StepShards shards, double[] arrivedS) {
    totalS = 0;
    firstDoneS = Double.POSITIVE_INFINITY;
    for (int i = 0; i < shards.size(); i++) {
      double ready = arrivedS[i] + shards.eachS()[i];
      timing.readyAt(shards.chiplet(i), ready);
      totalS = Math.max(totalS, ready);
      firstDoneS = Math.min(firstDoneS, ready);
    }
    workedS = totalS;
  }

  private void results(int to, StepShards from, double bits, @Nullable StepVectors noted) {
    for (int i = 0; i < from.size(); i++) {
      boolean sent = timing.send(from.chiplet(i), to, bits * from.share(i));
      if (sent && noted != null) {
        noted.result(i, timing.afterReadyS(), timing.afterBeginS());
      }
    }
  }

  /// Steps of a group follow each other with the same chiplets: their trees are at hand.
  private RelayTree tree(CollectiveAlgorithm collective, int root, StepShards members) {
    RelayTrees.Group trees = kept;
    if (trees == null || collective != keptCollective || !members.sits(keptMembers)) {
      keptCollective = collective;
      keptMembers = members.chiplets();
      trees = topology.relayTrees(collective, keptMembers);
      kept = trees;
    }
    return trees.from(topology, root);
  }

  /// Until the last result is there.
  double totalS() {
    return totalS;
  }

  /// Adds the time of a token. Work overlaps the vectors of others: links have what macros leave
  /// over.
  void addTo(ResourceTimes times, StepTiming steps) {
    double overhead = steps.kind().refreshOverhead();
    double workS = steps.shards().workS();
    double controlS = steps.shards().waitedS();
    double links = totalS - workS;
    double in = Math.min(links, inputS);
    boolean fromHost = steps.step().source() == Step.Source.HOST;
    boolean toHost = steps.step().toHostElements() > 0;
    times.add(Resource.MACROS, (workS - controlS) / overhead);
    times.add(Resource.STEP_CONTROL, controlS / overhead);
    times.add(Resource.REFRESH, workS - workS / overhead);
    times.add(fromHost ? Resource.HOST_LINK : Resource.CHIPLET_LINK, in);
    times.add(toHost ? Resource.HOST_LINK : Resource.CHIPLET_LINK, links - in);
  }
}
