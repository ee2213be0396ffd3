package org.cimlet.training;

/// How weights are pruned while a network is retrained.
///
/// @param method which weights are kept, and whether pruned ones may come back
/// @param kept weights kept of a group
/// @param group consecutive inputs of a row among which they are chosen
/// @param rampShare share of the steps over which the kept weights fall from all to `kept`
/// @param settledShare share of the steps after which the choice no longer changes
/// @param everySteps steps from one choice to the next
/// @param pull how strongly weights that are pruned now are pulled to zero (SR-STE's lambda)
record Pruning(
    Method method,
    int kept,
    int group,
    double rampShare,
    double settledShare,
    int everySteps,
    double pull) {

  enum Method {
    /// Nothing is pruned.
    NONE,
    /// Of each group the largest weights stay; what is pruned stays pruned.
    FIXED,
    /// Of each group the largest weights stay; gradients pass straight through to pruned weights,
    /// which may come back (SR-STE).
    REGROW,
    /// The largest weights of the whole network stay, wherever they are; pruned stays pruned.
    GLOBAL
  }

  static final Pruning NONE = new Pruning(Method.NONE, 1, 1, 0, 0, 1, 0);

  /// A choice to be made before a step.
  ///
  /// @param kept weights of a group, or the share of all weights where `group` is 0
  /// @param group 0: chosen from all weights together
  record Choice(double kept, int group) {
    static final Choice NONE = new Choice(0, 0);
  }

  /// What is chosen before a step.
  ///
  /// @param step from 1
  /// @param steps of the whole run
  Choice before(int step, int steps) {
    int settled = Math.max(1, (int) Math.round(settledShare * steps));
    boolean due = step <= settled && (step % everySteps == 1 || everySteps == 1 || step == settled);
    if (method == Method.NONE || !due) {
      return Choice.NONE;
    }
    double share = shareKept(step, steps);
    return method == Method.GLOBAL
        ? new Choice(share, 0)
        : new Choice(Math.max(kept, Math.round(share * group)), group);
  }

  /// The share kept before a step: falls fast at first, slowly at last (Zhu and Gupta's cube).
  double shareKept(int step, int steps) {
    double end = (double) kept / group;
    double ramp = rampShare * steps;
    double left = step >= ramp ? 0 : 1 - step / ramp;
    return end + (1 - end) * left * left * left;
  }
}
