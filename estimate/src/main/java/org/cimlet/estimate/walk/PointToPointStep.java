package org.cimlet.estimate.walk;

import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.estimate.timing.LinkTiming;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.program.Step;

/// Analytical fast path for a step that few chiplets share: inputs, then the longest work of a
/// chiplet, then results, where [CollectiveStep] lets each chiplet begin with its own input and
/// vectors queue at links.
///
/// A simplification that saves time, not physics: few vectors rarely meet. Against the general path
/// a token's time differs by 0.4 % at most, which a test checks.
///
/// @param links between chiplets and to the host
/// @param residualBits of an element of the residual stream
/// @param token where the time is added
record PointToPointStep(LinkTiming links, int residualBits, ResourceTimes token) {
  /// Chiplets of a step up to which its vectors are taken not to meet.
  private static final int FEW = 3;

  /// Whether few enough chiplets share the step, each with whole inputs that are sent to it
  /// directly.
  static boolean covers(StepTiming steps) {
    StepShards shards = steps.shards();
    return shards.size() <= FEW
        && !shards.isInputCut()
        && steps.inputCollective() == CollectiveAlgorithm.DIRECT
        && (steps.step().source() != Step.Source.PREVIOUS || steps.previous().size() <= FEW);
  }

  /// Walks a token through a step.
  void walk(StepTiming steps) {
    Step step = steps.step();
    int home = steps.home();
    DieTiming kind = steps.kind();
    StepShards shards = steps.shards();
    input(step, home, kind, shards, steps.previous());
    compute(step, kind, shards, steps.resultBits());
    results(step, home, shards, steps.resultBits());
  }

  private void input(Step step, int home, DieTiming kind, StepShards shards, StepShards previous) {
    double bits = (double) step.inputElements() * kind.activationBits();
    boolean sends = links.begin();
    switch (step.source()) {
      case RESIDUAL, HOME -> {
        for (int i = 0; sends && i < shards.size(); i++) {
          links.send(home, shards.chiplet(i), bits * shards.useProbability(i));
        }
        took(Resource.CHIPLET_LINK);
      }
      case HOST -> {
        for (int i = 0; sends && i < shards.size(); i++) {
          links.sendFromHost(shards.chiplet(i), bits * shards.useProbability(i));
        }
        took(Resource.HOST_LINK);
      }
      case PREVIOUS -> {
        for (int i = 0; sends && i < shards.size(); i++) {
          for (int j = 0; j < previous.size(); j++) {
            links.send(previous.chiplet(j), shards.chiplet(i), bits * previous.share(j));
          }
        }
        took(Resource.CHIPLET_LINK);
      }
    }
  }

  private void compute(Step step, DieTiming kind, StepShards shards, int bitsPerResult) {
    double inputBits = (double) step.inputElements() * kind.activationBits();
    double macroS = 0;
    double controlS = 0;
    double distributionS = 0;
    for (int i = 0; i < shards.size(); i++) {
      double resultBits = shards.outputs(i) * bitsPerResult;
      double here = shards.macroS(i) + shards.controlS(i);
      if (here > macroS) {
        macroS = here;
        controlS = shards.controlS(i);
      }
      distributionS = longer(distributionS, (inputBits + resultBits) * kind.distributionSPerBit());
    }
    if (macroS < distributionS) {
      token.add(Resource.MACROS, distributionS);
    } else {
      token.add(Resource.MACROS, (macroS - controlS) / kind.refreshOverhead());
      token.add(Resource.STEP_CONTROL, controlS / kind.refreshOverhead());
      token.add(Resource.REFRESH, macroS - macroS / kind.refreshOverhead());
    }
  }

  /// What `Math.max` says of times, without its care for signed zeros, which costs as much as a
  /// step.
  private static double longer(double a, double b) {
    return a > b ? a : b;
  }

  private void results(Step step, int home, StepShards shards, int bitsPerResult) {
    if (step.toHostElements() > 0) {
      double bits = (double) step.toHostElements() * bitsPerResult;
      boolean sends = links.begin();
      for (int i = 0; sends && i < shards.size(); i++) {
        links.sendToHost(shards.chiplet(i), bits * shards.share(i));
      }
      took(Resource.HOST_LINK);
    }
    sendHome(home, shards, (double) step.toHomeElements() * bitsPerResult);
    sendHome(home, shards, (double) step.toResidualElements() * residualBits);
  }

  private void sendHome(int home, StepShards shards, double bits) {
    if (bits > 0) {
      boolean sends = links.begin();
      for (int i = 0; sends && i < shards.size(); i++) {
        links.send(shards.chiplet(i), home, bits * shards.share(i));
      }
      took(Resource.CHIPLET_LINK);
    }
  }

  private void took(Resource part) {
    token.add(part, links.seconds());
  }
}
