package org.cimlet.compile;

import org.cimlet.plan.Plan;

/// Tells what plans are worth, by whatever engine: what a mapping leaves open is chosen by it.
@FunctionalInterface
public interface Measure {
  /// What a plan is worth.
  Merit of(Plan plan);

  /// What no plan beats that places the same program on the same machine for the same scenario. A
  /// measure that knows no bounds has every plan measured.
  ///
  /// @param any one of those plans
  default Bounds bounds(Plan any) {
    return Bounds.NONE;
  }

  /// Bounds of plans that are not measured. Each figure is at least as good as a plan's.
  interface Bounds {
    /// Nothing is known.
    Bounds NONE =
        new Bounds() {
          @Override
          public Merit ofCut(Parallelism cut) {
            return Merit.BEST;
          }

          @Override
          public Merit ofPlan(Plan plan) {
            return Merit.BEST;
          }
        };

    /// Of every way to place a cut.
    ///
    /// @param cut with nothing left open
    Merit ofCut(Parallelism cut);

    /// Of a plan, as far as others of its placement have been measured.
    Merit ofPlan(Plan plan);
  }
}
