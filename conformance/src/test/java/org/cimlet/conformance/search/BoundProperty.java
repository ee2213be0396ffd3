package org.cimlet.conformance.search;

import java.util.Locale;
import java.util.SplittableRandom;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Measure;
import org.cimlet.compile.Merit;
import org.cimlet.compile.Parallelism;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Plan;
import org.cimlet.run.EstimateMeasure;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;

/// No plan beats the bounds by which a search leaves plans out: those of its cut, and those that
/// follow from a walk over the same links with other clocks and hosts. And what is left out would
/// not have been chosen.
final class BoundProperty {
  private static final int CUTS = 6;

  private BoundProperty() {}

  /// The sentence that a job breaks.
  static String broken(RandomJobs job) {
    Job asked = job.job();
    Job faster = job.withChange("chiplet.macro.clock_mhz", 2345).job();
    Compiler compiler = new Compiler(asked.network(), asked.weights());
    EstimateMeasure measure = new EstimateMeasure();
    SplittableRandom random = new SplittableRandom(job.seed());
    int chiplets = Compiler.machine(asked.machine()).dies().linears().count();
    for (int i = 0; i < CUTS; i++) {
      int group = 1 + random.nextInt(chiplets);
      int stages = 1 + random.nextInt(chiplets / group);
      int replicas = 1 + random.nextInt(Math.min(4, chiplets / group / stages));
      Parallelism cut = Parallelism.of(group, stages, replicas);
      String fault = broken(asked, faster, compiler, measure, cut);
      if (!fault.isEmpty()) {
        return fault;
      }
    }
    return job.mapping().equals("auto") ? leftOut(asked, compiler) : "";
  }

  private static String broken(
      Job asked, Job faster, Compiler compiler, EstimateMeasure measure, Parallelism cut) {
    try {
      Plan first = compiler.compile(asked.machine(), asked.scenario(), cut, Runner::merit);
      if (first.placement().isReloaded()) {
        return "";
      }
      String fault = beats(measure, measure.bounds(first).ofCut(cut), first, "its cut");
      Plan again = compiler.compile(faster.machine(), faster.scenario(), cut, Runner::merit);
      return fault.isEmpty()
          ? beats(measure, measure.bounds(again).ofPlan(again), again, "a walk before")
          : fault;
    } catch (InvalidInputException refused) {
      return "";
    }
  }

  private static String beats(EstimateMeasure measure, Merit bound, Plan plan, String of) {
    Merit merit = measure.of(plan);
    return merit.timePerTokenS() < bound.timePerTokenS()
            || merit.saturatedTokensPerS() > bound.saturatedTokensPerS()
            || merit.timeAtBatch1S() < bound.timeAtBatch1S()
        ? String.format(
            Locale.ROOT, "%s: %s, bound by %s %s", plan.placement().mapping(), merit, of, bound)
        : "";
  }

  /// A measure that knows no bounds has every plan measured.
  private static String leftOut(Job job, Compiler compiler) {
    Measure all = Runner::merit;
    Merit of = Runner.merit(compile(compiler, job, new EstimateMeasure()));
    Merit ofAll = Runner.merit(compile(compiler, job, all));
    return of.equals(ofAll) ? "" : "chosen by bounds " + of + ", of all " + ofAll;
  }

  private static Plan compile(Compiler compiler, Job job, Measure measure) {
    return compiler.compile(job.machine(), job.scenario(), job.mapping(), measure);
  }
}
