package org.cimlet.run;

import org.cimlet.compile.Measure;
import org.cimlet.compile.Merit;
import org.cimlet.compile.Parallelism;
import org.cimlet.estimate.Bound;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimates;
import org.cimlet.plan.Plan;

/// What plans are worth in closed form: TPOT at the scenario's batch, peak throughput, and TPOT at
/// batch 1.
///
/// @param estimates of the sweep; what they remember changes no digit
public record EstimateMeasure(Estimates estimates) implements Measure {
  /// Of a plan that is one of few.
  public EstimateMeasure() {
    this(new Estimates());
  }

  @Override
  public Merit of(Plan plan) {
    return merit(estimates.decode(plan));
  }

  static Merit merit(Estimate.Decode decode) {
    return new Merit(decode.tpotS(), decode.peakThroughputTokensPerS(), decode.tpotBatch1S());
  }

  @Override
  public Bounds bounds(Plan any) {
    org.cimlet.estimate.Bounds bounds = estimates.bounds(any);
    return new Bounds() {
      @Override
      public Merit ofCut(Parallelism cut) {
        return merit(bounds.ofCut(cut.group(), cut.stages(), cut.replicas()));
      }

      @Override
      public Merit ofPlan(Plan plan) {
        return merit(bounds.of(plan));
      }
    };
  }

  private static Merit merit(Bound bound) {
    return new Merit(bound.tpotS(), bound.peakTokensPerS(), bound.tpotBatch1S());
  }
}
