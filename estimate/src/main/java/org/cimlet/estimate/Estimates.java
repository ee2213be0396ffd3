package org.cimlet.estimate;

import java.util.IdentityHashMap;
import org.cimlet.estimate.rate.RankRates;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.estimate.walk.WalkMemory;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Estimates the plans of a sweep, one after the other, as [Estimator] does, to the last digit.
/// What plans share is found once: vectors of a placement on the same links ([WalkMemory]); a
/// token's walk where the batch alone differs. Not thread-safe.
public final class Estimates {
  private final WalkMemory memory = new WalkMemory();
  private final IdentityHashMap<Placement, TokenPass[]> walked = new IdentityHashMap<>();
  private @Nullable Machine machine;
  private @Nullable Program program;
  private int context;

  /// Starts with nothing known.
  public Estimates() {}

  /// The figures a sweep compares.
  public Estimate.Decode decode(Plan plan) {
    return plan.placement().isReloaded()
        ? Estimator.decode(plan)
        : Estimator.decode(plan, passes(plan));
  }

  @SuppressWarnings("ReferenceEquality") // the same ones, as a compiler hands them on
  private TokenPass[] passes(Plan plan) {
    if (plan.machine() != machine
        || plan.program() != program
        || plan.scenario().contextTokens() != context) {
      walked.clear();
      machine = plan.machine();
      program = plan.program();
      context = plan.scenario().contextTokens();
    }
    return walked.computeIfAbsent(plan.placement(), placement -> RankRates.walk(plan, memory));
  }
}
