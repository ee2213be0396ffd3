package org.cimlet.estimate.walk;

/// How the vectors of a step travel over links that are known: when its inputs are at its chiplets,
/// and how long its results take from there, however long the chiplets compute
/// ([org.cimlet.estimate.timing.LinkSchedule]).
final class StepVectors {
  private final double[] thereS;
  private final double inputS;
  private double[] resultS = new double[0];
  private double queueS;

  /// @param thereS when the last input of each chiplet is there
  /// @param inputS when that of any is
  StepVectors(double[] thereS, double inputS) {
    this.thereS = thereS;
    this.inputS = inputS;
  }

  /// Results are sent to some place each by itself.
  void beginResults() {
    resultS = new double[thereS.length];
  }

  /// A result of a chiplet is sent.
  ///
  /// @param afterReadyS how long after the chiplet is done it arrives at the earliest
  /// @param afterBeginS how long after the first chiplet is done
  void result(int i, double afterReadyS, double afterBeginS) {
    resultS[i] = Math.max(resultS[i], afterReadyS);
    queueS = Math.max(queueS, afterBeginS);
  }

  /// When the last input of each chiplet is there.
  double[] thereS() {
    return thereS;
  }

  /// When the last input of all is there.
  double inputS() {
    return inputS;
  }

  /// Whether all is known about the results, too. Where partial sums are added on their way it is
  /// not.
  boolean hasResults() {
    return resultS.length > 0;
  }

  /// When the last result is there, or the last chiplet done. The inner loop of a sweep over groups
  /// of chiplets.
  ///
  /// @param workS for which each chiplet works
  double doneS(double[] workS) {
    double first = Double.POSITIVE_INFINITY;
    double last = 0;
    for (int i = 0; i < thereS.length; i++) {
      double ready = thereS[i] + workS[i];
      double there = ready + resultS[i];
      first = first <= ready ? first : ready;
      last = last >= there ? last : there;
    }
    return Math.max(last, first + queueS);
  }

  /// The chiplet whose result is there last, where no link makes them wait.
  ///
  /// @param workS for which each chiplet works
  int last(double[] workS) {
    int last = 0;
    for (int i = 1; i < thereS.length; i++) {
      last = travelledS(i) + workS[i] > travelledS(last) + workS[last] ? i : last;
    }
    return last;
  }

  /// How long the input of a chiplet travels and its result, at the least.
  double travelledS(int i) {
    return thereS[i] + resultS[i];
  }

  /// Numbers that are kept.
  int numbers() {
    return 2 * thereS.length + 4;
  }
}
