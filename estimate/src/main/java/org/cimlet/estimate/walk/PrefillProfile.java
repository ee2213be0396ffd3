package org.cimlet.estimate.walk;

import java.util.Arrays;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.HostTiming;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Step;

/// What a chunk of a prompt goes through, stage after stage. In a stage it visits parts side by
/// side, each from its own time on; the stage ends a while after the last is done with it.
final class PrefillProfile {
  /// In place of a layer: the stage is not an attention.
  static final int NO_LAYER = -1;

  private final PrefillResources parts;
  private final int tokens;
  private final HostTiming host;
  private final double dispatchS;
  private int[] part = new int[256];
  private double[] leadS = new double[256];
  private double[] busyS = new double[256];
  private double[] restS = new double[256];
  private int visits;
  private int[] stageEnd = new int[256];
  private double[] tailS = new double[256];
  private int[] attends = new int[256];
  private int stages;
  private int layerStages;

  /// @param tokens of the chunk
  PrefillProfile(Plan plan, int tokens) {
    this.tokens = tokens;
    parts = PrefillResources.of(plan);
    host = HostTiming.of(plan.machine().host());
    dispatchS = plan.machine().host().dispatchS();
  }

  /// The stage at hand has a chiplet's macros, or their distribution, busy.
  void macros(int chiplet, double whileS, double seconds) {
    visit(parts.macros(chiplet), whileS, seconds, 0);
  }

  /// The stage at hand has a chiplet's vector unit busy.
  void vector(int chiplet, double seconds) {
    visit(parts.vector(chiplet), 0, seconds, 0);
  }

  /// The stage at hand has vectors on their way, and a link busy with them. Alone, the last of them
  /// is there `wholeS` after the first left; waiting for the link comes on top.
  void vectors(int link, double leadS, double busyS, double wholeS) {
    visit(parts.link(link), leadS, busyS, wholeS - busyS);
  }

  private void visit(int at, double whileS, double seconds, double thenS) {
    if (visits == part.length) {
      part = Arrays.copyOf(part, 2 * visits);
      leadS = Arrays.copyOf(leadS, 2 * visits);
      busyS = Arrays.copyOf(busyS, 2 * visits);
      restS = Arrays.copyOf(restS, 2 * visits);
    }
    part[visits] = at;
    leadS[visits] = whileS;
    restS[visits] = thenS;
    busyS[visits++] = seconds;
  }

  /// The stage at hand ends so long after its visits.
  void next(double seconds) {
    end(seconds, NO_LAYER);
  }

  private void end(double seconds, int layer) {
    if (stages == stageEnd.length) {
      stageEnd = Arrays.copyOf(stageEnd, 2 * stages);
      tailS = Arrays.copyOf(tailS, 2 * stages);
      attends = Arrays.copyOf(attends, 2 * stages);
    }
    stageEnd[stages] = visits;
    tailS[stages] = seconds;
    attends[stages++] = layer;
  }

  /// The host notices a step's results and does its arithmetic on them.
  ///
  /// @param ofTokens whose results they are
  void results(Step step, int ofTokens) {
    if (step.toHostElements() > 0) {
      double seconds = host.computeS((double) step.hostOps() * ofTokens);
      visit(parts.hostCompute(), dispatchS, seconds, 0);
      next(0);
    }
  }

  /// A stage of its own: the host works on tokens with a state in its memory.
  void hostWork(LocalWork work, int ofTokens) {
    AttentionCost cost = host.local(work, ofTokens);
    visit(parts.hostCompute(), 0, cost.computeS(), 0);
    visit(parts.hostMemory(), 0, cost.memoryS(), 0);
    next(0);
  }

  /// A stage of its own: the host attends for a layer.
  void attendAtHost(int layer) {
    visit(parts.hostCompute(), 0, 0, 0);
    visit(parts.hostMemory(), 0, 0, 0);
    attend(layer);
  }

  /// The stage at hand has a die attend.
  void attendAt(int die, double whileS) {
    visit(parts.attentionCompute(die), whileS, 0, 0);
    visit(parts.attentionMemory(die), whileS, 0, 0);
  }

  /// The stage at hand is a layer's attention.
  void attend(int layer) {
    end(0, layer);
  }

  /// What follows is the head's.
  void endLayers() {
    layerStages = stages;
  }

  int tokens() {
    return tokens;
  }

  int stages() {
    return stages;
  }

  /// Stages before the head.
  int layerStages() {
    return layerStages;
  }

  /// The layer whose attention a stage is, or [#NO_LAYER]. It visits each attentionDie's
  /// arithmetic, then its memory, and how long depends on the chunks before.
  int attends(int stage) {
    return attends[stage];
  }

  /// Number of a stage's first visit; that of the stage after the last ends them.
  int firstVisit(int stage) {
    return stage == 0 ? 0 : stageEnd[stage - 1];
  }

  int part(int visit) {
    return part[visit];
  }

  double leadS(int visit) {
    return leadS[visit];
  }

  double busyS(int visit) {
    return busyS[visit];
  }

  /// What follows the visit before the stage can end.
  double restS(int visit) {
    return restS[visit];
  }

  double tailS(int stage) {
    return tailS[stage];
  }
}
