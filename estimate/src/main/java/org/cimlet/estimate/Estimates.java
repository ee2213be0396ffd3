package org.cimlet.estimate;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.cimlet.estimate.rate.RankRates;
import org.cimlet.estimate.walk.LeastWork;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.estimate.walk.WalkMemory;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Estimates the plans of a sweep, one after the other, as [Estimator] does, to the last digit.
/// What plans share is found once: vectors of a placement on the same links ([WalkMemory]); a
/// token's walk where the batch alone differs. Not thread-safe.
public final class Estimates {
  /// Plans of which answers are remembered: those that one design's mapping is chosen from, and
  /// more.
  private static final int MOST = 256;

  private final WalkMemory memory = new WalkMemory();
  private final IdentityHashMap<Placement, TokenPass[]> walked = new IdentityHashMap<>();
  private final IdentityHashMap<Plan, Estimate.Decode> decoded = new IdentityHashMap<>();
  private final IdentityHashMap<Program, Map<Rows, LeastWork.Rows>> rows = new IdentityHashMap<>();
  private @Nullable Machine machine;
  private @Nullable Program program;
  private int context;

  /// What the rows of a program depend on.
  private record Rows(int macros, int inputsPerRow, int chiplets, double head) {}

  /// Starts with nothing known.
  public Estimates() {}

  /// The figures a sweep compares. The plan that is taken need not be estimated again: what was
  /// answered for its machine is remembered.
  @SuppressWarnings("ReferenceEquality") // the same ones, as a compiler hands them on
  public Estimate.Decode decode(Plan plan) {
    if (plan.machine() != machine
        || plan.program() != program
        || plan.scenario().contextTokens() != context
        || decoded.size() == MOST) {
      walked.clear();
      decoded.clear();
      machine = plan.machine();
      program = plan.program();
      context = plan.scenario().contextTokens();
    }
    Estimate.Decode known = decoded.get(plan);
    if (known == null) {
      known =
          plan.placement().isReloaded()
              ? Estimator.decode(plan)
              : Estimator.decode(plan, passes(plan));
      decoded.put(plan, known);
    }
    return known;
  }

  /// What plans like this one do not beat: those that place its program on its machine for its
  /// scenario, with weights at rest.
  public Bounds bounds(Plan any) {
    Chiplet chiplet = any.machine().chiplet();
    int chiplets = any.machine().dies().linears().count();
    Map<Rows, LeastWork.Rows> known = rows.computeIfAbsent(any.program(), _ -> new HashMap<>());
    if (known.size() == MOST) {
      known.clear();
    }
    LeastWork.Rows least =
        known.computeIfAbsent(
            new Rows(chiplet.macros(), chiplet.macro().inputsPerRow(), chiplets, head(any)),
            _ -> LeastWork.Rows.of(any, chiplets));
    return new Bounds(any, new LeastWork(any, least), memory);
  }

  /// For how long a row of the head's words is read, over one of the layers'; 0 where the head has
  /// dies of its own.
  private static double head(Plan plan) {
    Dies dies = plan.machine().dies();
    return dies.hasHeadOfItsOwn()
        ? 0
        : dies.headChiplet().macro().rowS() / plan.machine().chiplet().macro().rowS();
  }

  /// Joules of a token at peak throughput.
  public double peakEnergyPerTokenJ(Plan plan) {
    return decode(plan)
        .peakEnergyPerTokenJ(
            plan.placement().isReloaded()
                ? Estimator.estimate(plan).energy()
                : Estimator.energy(plan, passes(plan)));
  }

  private TokenPass[] passes(Plan plan) {
    return walked.computeIfAbsent(plan.placement(), placement -> RankRates.walk(plan, memory));
  }
}
