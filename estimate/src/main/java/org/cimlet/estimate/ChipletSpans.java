package org.cimlet.estimate;

import java.util.Arrays;
import org.cimlet.plan.Placement;

/// From when to when each chiplet is on a lone stream's way through a round: streams that set out
/// together and go through it one behind the other keep it busy in between.
final class ChipletSpans {
  /// Of those who are not asked.
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
  void begin(PartTimes walked) {
    if (fromS.length > 0) {
      beginS = walked.total();
    }
  }

  /// The chiplets of a step, and its home, were needed since it began.
  void at(Placement placement, int firstPiece, int endPiece, int home, PartTimes walked) {
    if (fromS.length == 0) {
      return;
    }
    double endS = walked.total();
    needed(home, endS);
    for (int piece = firstPiece; piece < endPiece; piece++) {
      needed(placement.chiplet(piece), endS);
    }
  }

  private void needed(int chiplet, double endS) {
    fromS[chiplet] = Math.min(fromS[chiplet], beginS);
    toS[chiplet] = endS;
  }

  /// Time between the first need and the last; 0 where there is none.
  double spanS(int chiplet) {
    return Math.max(0, toS[chiplet] - fromS[chiplet]);
  }
}
