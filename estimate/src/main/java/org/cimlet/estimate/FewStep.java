package org.cimlet.estimate;

import org.cimlet.plan.Resource;
import org.cimlet.plan.program.Step;

/// Time of a step that few chiplets share, taken to get their inputs together and not to meet on
/// links: inputs, then the longest work of a chiplet, then results.
///
/// @param residualBits of an element of the residual stream
/// @param token where the time is added
record FewStep(LinkTiming links, int residualBits, PartTimes token) {

  /// Walks a token through a step.
  void walk(Step step, int home, KindTiming kind, StepSpread spread, StepSpread previous) {
    input(step, home, kind, spread, previous);
    compute(step, kind, spread);
    results(step, home, kind, spread);
  }

  private void input(Step step, int home, KindTiming kind, StepSpread spread, StepSpread previous) {
    double bits = (double) step.inputElements() * kind.activationBits();
    links.begin();
    for (int i = 0; i < spread.size(); i++) {
      int to = spread.chiplet(i);
      double expected = bits * spread.presence(i);
      switch (step.source()) {
        case RESIDUAL, ATTENTION -> links.send(home, to, expected);
        case HOST -> links.sendFromHost(to, expected);
        case PREVIOUS -> {
          for (int j = 0; j < previous.size(); j++) {
            links.send(previous.chiplet(j), to, bits * previous.share(j));
          }
        }
      }
    }
    took(step.source() == Step.Source.HOST ? Resource.HOST_LINK : Resource.CHIPLET_LINK);
  }

  private void compute(Step step, KindTiming kind, StepSpread spread) {
    double inputBits = (double) step.inputElements() * kind.activationBits();
    double macroS = 0;
    double distributionS = 0;
    for (int i = 0; i < spread.size(); i++) {
      double resultBits = spread.outputs(i) * kind.activationBits();
      macroS = longer(macroS, spread.macroS(i));
      distributionS = longer(distributionS, (inputBits + resultBits) * kind.distributionSPerBit());
    }
    if (macroS < distributionS) {
      token.add(Resource.MACROS, distributionS);
    } else {
      token.add(Resource.MACROS, macroS / kind.stretch());
      token.add(Resource.REFRESH, macroS - macroS / kind.stretch());
    }
  }

  /// What `Math.max` says of times, without its care for signed zeros, which costs as much as a
  /// step.
  private static double longer(double a, double b) {
    return a > b ? a : b;
  }

  private void results(Step step, int home, KindTiming kind, StepSpread spread) {
    if (step.toHostElements() > 0) {
      double bits = (double) step.toHostElements() * kind.activationBits();
      links.begin();
      for (int i = 0; i < spread.size(); i++) {
        links.sendToHost(spread.chiplet(i), bits * spread.share(i));
      }
      took(Resource.HOST_LINK);
    }
    sendHome(home, spread, (double) step.toHomeElements() * kind.activationBits());
    sendHome(home, spread, (double) step.toResidualElements() * residualBits);
  }

  private void sendHome(int home, StepSpread spread, double bits) {
    if (bits > 0) {
      links.begin();
      for (int i = 0; i < spread.size(); i++) {
        links.send(spread.chiplet(i), home, bits * spread.share(i));
      }
      took(Resource.CHIPLET_LINK);
    }
  }

  private void took(Resource part) {
    token.add(part, links.seconds());
  }
}
