package org.cimlet.estimate.walk;

import java.util.Arrays;
import org.cimlet.estimate.timing.ResourceTimes;

/// From when to when a token of batch 1 needs each chiplet of a weight set: sequences that set out
/// together and pass it one behind the other keep it busy in between.
public final class ChipletSpans {
  /// Where it does not matter.
  static final ChipletSpans NONE = new ChipletSpans(0);

  private final double[] fromS;
  private final double[] toS;
  private double beginS;

  private ChipletSpans(int chiplets) {
    fromS = new double[chiplets];
    toS = new double[chiplets];
    Arrays.fill(fromS, Double.POSITIVE_INFINITY);
  }

  static ChipletSpans of(int chiplets) {
    return new ChipletSpans(chiplets);
  }

  /// A step begins.
  void begin(ResourceTimes walked) {
    if (fromS.length > 0) {
      beginS = walked.total();
    }
  }

  /// The chiplets of a step, and its home, were needed since it began.
  void at(StepTiming steps, ResourceTimes walked) {
    if (fromS.length == 0) {
      return;
    }
    double endS = walked.total();
    needed(steps.home(), endS);
    for (int i = 0; i < steps.shards().size(); i++) {
      needed(steps.shards().chiplet(i), endS);
    }
  }

  private void needed(int chiplet, double endS) {
    fromS[chiplet] = Math.min(fromS[chiplet], beginS);
    toS[chiplet] = endS;
  }

  /// Time between the first need and the last; 0 where there is none.
  public double spanS(int chiplet) {
    return Math.max(0, toS[chiplet] - fromS[chiplet]);
  }
}
