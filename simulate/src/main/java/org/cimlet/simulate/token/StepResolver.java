package org.cimlet.simulate.token;

import java.util.Arrays;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.RelayTree;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// Works out what a step asks of the package, for one token or for a pass's tokens with their
/// experts chosen: the work of its shards, and which vectors go where.
final class StepResolver {
  /// In place of a member: the home, which passes on what it gathers.
  static final int GATHERED = -1;

  private final Placement placement;
  private final Topology topology;
  private final ShardWork shards;
  private final int host;
  private final int chiplets;
  private final int residualBits;
  private final int scoreBits;
  private final long[] bitsFrom;

  /// @param hostNode of the host that serves the passes
  StepResolver(Plan plan, int hostNode) {
    topology = plan.machine().topology();
    placement = plan.placement();
    shards = new ShardWork(plan);
    host = hostNode;
    chiplets = plan.machine().chiplets();
    residualBits = plan.machine().residualBits();
    scoreBits = plan.machine().scoreBits();
    bitsFrom = new long[chiplets];
  }

  private int activationBits(ResolvedStep s) {
    return shards.macro(s).inputBits();
  }

  /// The work of one token in a step without routing.
  ///
  /// @param before of the step before, if there is one
  StepWork resolve(ResolvedStep s, StepWork before) {
    StepWork work = new StepWork(chiplets);
    shards.addShared(s, s.scheduled().firstShard(), s.scheduled().endShard(), 1, work);
    if (s.scheduled().isInputSliced()) {
      slicedInputs(s, work, before);
      int bits = shards.macro(s).accumulatorBits();
      work.bitsPerResult(bits);
      CollectiveAlgorithm sums = s.scheduled().sumCollective();
      RelayTree tree = RelayTree.of(topology, sums, s.home(), work.chiplets());
      work.sumBy(tree, (long) s.step().toResidualElements() * bits);
      return work;
    }
    if (s.scheduled().inputCollective() == CollectiveAlgorithm.DIRECT) {
      int[] users = new int[work.size()];
      Arrays.fill(users, 1);
      commonInputs(s, work, before, users);
    } else {
      relayedInputs(s, work, before);
    }
    results(s, work, outputsBefore(s, 1, null), 1);
    return work;
  }

  /// The work of all tokens of a pass in a step with routing.
  ///
  /// @param before the step before
  /// @param workBefore its work
  void resolve(
      ResolvedStep s,
      ResolvedStep before,
      StepWork workBefore,
      ExpertChoice choice,
      StepWork work) {
    work.clear();
    int from = s.scheduled().firstShard();
    int to = s.scheduled().endShard();
    shards.addShared(s, from, to, choice.tokens(), work);
    shards.addChosen(s, from, to, choice, work);
    if (s.step().hasOwnInputs()) {
      ownInputs(s, before, work, choice);
    } else {
      commonInputs(s, work, workBefore, users(s, work, choice));
    }
    results(s, work, s.begins() ? 0 : outputsBefore(s, choice.tokens(), choice), choice.tokens());
  }

  /// Who makes how much of a step that lies in several weight sets, for the step that reads it.
  ///
  /// @param choice null where it has no routing
  StepWork whole(ResolvedStep s, int tokens, @Nullable ExpertChoice choice) {
    return made(s, s.scheduled().endShardOfStep(), tokens, choice);
  }

  private long outputsBefore(ResolvedStep s, int tokens, @Nullable ExpertChoice choice) {
    return made(s, s.scheduled().firstShard(), tokens, choice).totalOutputs();
  }

  /// Who makes how much of a step up to a shard.
  private StepWork made(ResolvedStep s, int to, int tokens, @Nullable ExpertChoice choice) {
    StepWork work = new StepWork(chiplets);
    int from = s.scheduled().firstShardOfStep();
    shards.addShared(s, from, to, tokens, work);
    if (choice != null) {
      shards.addChosen(s, from, to, choice, work);
    }
    return work;
  }

  /// The whole input vector to every member, by trees.
  private void relayedInputs(ResolvedStep s, StepWork work, StepWork before) {
    long bits = (long) s.step().inputElements() * activationBits(s);
    for (int i = 0; i < work.size(); i++) {
      work.addInput(i, bits);
    }
    int[] members = work.chiplets();
    CollectiveAlgorithm collective = s.scheduled().inputCollective();
    switch (s.step().source()) {
      case RESIDUAL, HOME ->
          work.addRelay(RelayTree.of(topology, collective, s.home(), members), bits);
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
          } else if (before.chiplet(j) != s.home()) {
            work.addFlow(before.chiplet(j), GATHERED, share);
          }
        }
        if (collective == CollectiveAlgorithm.TREE) {
          work.gatherFirst();
          work.addRelay(RelayTree.of(topology, collective, s.home(), members), bits);
        }
      }
    }
  }

  /// To every member its slice of the input vector.
  private void slicedInputs(ResolvedStep s, StepWork work, StepWork before) {
    long bits = (long) s.step().inputElements() * activationBits(s);
    for (int shard = s.scheduled().firstShard(); shard < s.scheduled().endShard(); shard++) {
      long whole = s.scheduled().linears(shard).inputs();
      long from = bits * placement.firstInput(shard) / whole;
      long to = bits * (placement.firstInput(shard) + placement.inputs(shard)) / whole;
      int member = work.member(placement.chiplet(shard));
      work.addInput(member, to - from);
      switch (s.step().source()) {
        case RESIDUAL, HOME -> flow(work, s.home(), member, to - from);
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

  /// For each member, the tokens that need the step's input there.
  private int[] users(ResolvedStep s, StepWork work, ExpertChoice choice) {
    int[] users = new int[work.size()];
    int[] lastUser = new int[work.size()];
    Arrays.fill(lastUser, -1);
    for (int shard = s.scheduled().firstShard(); shard < s.scheduled().endShard(); shard++) {
      if (s.scheduled().linears(shard).copies() == 1) {
        int member = work.member(placement.chiplet(shard));
        users[member] = choice.tokens();
        lastUser[member] = Integer.MAX_VALUE;
      }
    }
    for (int token = 0; token < choice.tokens(); token++) {
      for (int a = 0; a < choice.active(); a++) {
        int copy = choice.copy(token, a);
        if (!s.hasCopy(copy)) {
          continue; // it lies in another weight set
        }
        int member = work.member(s.chipletOfCopy(copy));
        if (lastUser[member] < token) {
          lastUser[member] = token;
          users[member]++;
        }
      }
    }
    return users;
  }

  /// The whole input vector to every member, directly.
  ///
  /// @param users tokens that need it, for each member
  private void commonInputs(ResolvedStep s, StepWork work, StepWork before, int[] users) {
    for (int i = 0; i < work.size(); i++) {
      long bits = (long) users[i] * s.step().inputElements() * activationBits(s);
      work.addInput(i, bits);
      switch (s.step().source()) {
        case RESIDUAL, HOME -> flow(work, s.home(), i, bits);
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
  private void ownInputs(ResolvedStep s, ResolvedStep before, StepWork work, ExpertChoice choice) {
    long slice = (long) s.routed().inputs() * activationBits(s);
    boolean fromCopies = s.step().source() == Step.Source.PREVIOUS;
    for (int i = 0; i < work.size(); i++) {
      Arrays.fill(bitsFrom, 0);
      long bits = 0;
      for (int token = 0; token < choice.tokens(); token++) {
        for (int a = 0; a < choice.active(); a++) {
          int copy = choice.copy(token, a);
          if (s.hasCopy(copy) && s.chipletOfCopy(copy) == work.chiplet(i)) {
            bits += slice;
            bitsFrom[fromCopies ? before.chipletOfCopy(copy) : 0] += slice;
          }
        }
      }
      bits += sharedInputs(s, before, work.chiplet(i), choice.tokens());
      work.addInput(i, bits);
      ownFlows(s, work, i, bits);
    }
  }

  /// Inputs of the linears every token uses, from the chiplets that hold such linears in the step
  /// before, by their share.
  private long sharedInputs(ResolvedStep s, ResolvedStep before, int chiplet, int tokens) {
    long bits = 0;
    for (int shard = s.scheduled().firstShard(); shard < s.scheduled().endShard(); shard++) {
      if (s.scheduled().linears(shard).copies() == 1 && placement.chiplet(shard) == chiplet) {
        bits = (long) tokens * s.scheduled().linears(shard).inputs() * activationBits(s);
      }
    }
    if (bits > 0 && s.step().source() == Step.Source.PREVIOUS) {
      int outputs = before.sharedOutputs();
      for (int output = 0; output < outputs; output++) {
        bitsFrom[before.chipletOfOutput(output)] +=
            StepWork.share(bits, output, output + 1L, outputs);
      }
    }
    return bits;
  }

  private void ownFlows(ResolvedStep s, StepWork work, int member, long bits) {
    switch (s.step().source()) {
      case RESIDUAL, HOME -> flow(work, s.home(), member, bits);
      case HOST -> flow(work, host, member, bits);
      case PREVIOUS -> {
        for (int from = 0; from < chiplets; from++) {
          flow(work, from, member, bitsFrom[from]);
        }
      }
    }
  }

  private void results(ResolvedStep s, StepWork work, long outputsBefore, long tokens) {
    Step step = s.step();
    int bits = s.isHead() ? scoreBits : activationBits(s);
    work.bitsPerResult(bits);
    long outputs = s.isWhole() ? work.totalOutputs() : tokens * step.outputs();
    work.shareResults(
        tokens * step.toHostElements() * bits,
        tokens * step.toHomeElements() * bits + tokens * step.toResidualElements() * residualBits,
        outputsBefore,
        outputs);
  }
}
