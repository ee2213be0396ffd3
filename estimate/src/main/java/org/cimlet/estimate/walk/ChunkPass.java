package org.cimlet.estimate.walk;

import org.cimlet.estimate.timing.HomeTiming;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.FollowUp;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Step;

/// Walks a chunk of a prompt through the first rank's replica, or through a weight set of it, and
/// writes down which resources it visits, and for how long ([PrefillProfile]).
final class ChunkPass {
  private final Plan plan;
  private final int tokens;
  private final int hostNode;
  private final StepTiming steps;
  private final PackageLoads loads;
  private final PrefillProfile profile;
  private final CollectiveStep collective;
  private final AttentionPass attention;
  private final double[] linkDemandS;
  private PackageLoads layerLoads;

  private ChunkPass(Plan plan, int weightSet, int tokens, double[] linkDemandS) {
    this.plan = plan;
    this.tokens = tokens;
    this.linkDemandS = linkDemandS;
    Machine machine = plan.machine();
    int replica = plan.placement().rankReplica(0);
    hostNode = machine.topology().host(plan.placement().rankHost(0));
    loads = PackageLoads.none(machine.topology());
    layerLoads = loads;
    steps = new StepTiming(plan, replica, weightSet, tokens, 1, loads);
    profile = new PrefillProfile(plan, tokens);
    collective = new CollectiveStep(machine, loads.linkBits(), hostNode, linkDemandS);
    attention = new AttentionPass(plan, 1, loads, steps.kinds(), linkDemandS);
  }

  /// @param weightSet number of the set, where the package holds one at a time
  /// @param tokens of the chunk
  /// @param linkDemandS how long a token of what the package holds has each link busy
  static ChunkPass walk(Plan plan, int weightSet, int tokens, double[] linkDemandS) {
    ChunkPass pass = new ChunkPass(plan, weightSet, tokens, linkDemandS);
    pass.walk();
    return pass;
  }

  private void walk() {
    while (steps.next() && !steps.isHead()) {
      step(tokens);
    }
    profile.endLayers();
    steps.settle();
    layerLoads = loads.times(1);
    if (steps.isHead()) {
      step(1); // of a prompt only the last token is scored
      steps.settle();
    }
  }

  private void step(int passing) {
    residual(passing);
    steps.measure();
    collective.walk(passing, steps);
    collective.write(profile, steps.shards());
    if (steps.ends()) {
      end(steps.step(), passing);
    }
  }

  /// Moves the residual stream to where the step begins.
  private void residual(int passing) {
    switch (steps.residual()) {
      case STAYS -> {
        // nothing to move
      }
      case LOOKED_UP ->
          new EmbeddingLookup(plan, steps, plan.placement().rankHost(0), loads, linkDemandS)
              .walk(passing, loads)
              .write(profile);
      case FROM_HOST -> move(passing, hostNode);
      case FROM_HOME_BEFORE -> move(passing, steps.homeBefore());
    }
  }

  private void move(int passing, int from) {
    double bits = (double) plan.program().hiddenSize() * plan.machine().residualBits();
    collective.move(passing, from, steps.home(), bits, profile);
  }

  private void end(Step step, int passing) {
    Chiplet.VectorUnit unit = plan.machine().chiplet().vector();
    if (unit != null && step.vectorOps() > 0) {
      double seconds = passing * (double) step.vectorOps() / unit.operationsPerS();
      vector(seconds + plan.machine().chiplet().losses().stepControlS(), passing);
      profile.next(0);
    }
    profile.results(step, passing);
    for (FollowUp followUp : steps.followUps()) {
      switch (followUp) {
        case AttentionWork _ -> attention.write(steps, passing, profile);
        case LocalWork work -> local(work, passing);
      }
    }
  }

  /// The home's vector unit works, or waits, for so long.
  private void vector(double workS, int passing) {
    double seconds = workS * steps.kinds()[0].vectorOverhead();
    loads.ofVectorUnits(plan.machine().chiplet())[steps.home()] += seconds / passing;
    profile.vector(steps.home(), seconds);
  }

  private void local(LocalWork work, int passing) {
    switch (work.at()) {
      case HOST -> profile.hostWork(work, passing);
      case HOME -> {
        HomeTiming timing = HomeTiming.of(plan.machine().chiplet(), work);
        vector(timing.controlS() + passing * timing.computeS(), passing);
        loads.wiresS()[steps.home()] += timing.wiresS() / passing;
        profile.macros(steps.home(), 0, timing.wiresS());
        profile.next(0);
      }
    }
  }

  /// What the chunk visits on its way.
  PrefillProfile profile() {
    return profile;
  }

  /// How long one of its tokens keeps every part of the package busy, the head, hosts and attention
  /// left out.
  PackageLoads layerLoads() {
    return layerLoads;
  }
}
