package org.cimlet.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Assessor;
import org.cimlet.appraise.Cost;
import org.cimlet.compile.Compiler;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineSpec;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.jspecify.annotations.Nullable;

/// Looks for what would meet a job's target rate: each [Lever] is moved as far as it takes, alone;
/// where none is enough, each with another. Every candidate is placed and estimated.
final class TargetSearch {
  /// Less than this is no help.
  private static final double GAIN = 1.02;

  /// Sequences decoded together, the first number that memory holds.
  private static final List<Integer> BATCHES = List.of(64, 16, 4);

  private final Job job;
  private final Design design;
  private final List<Lever> levers;
  private final List<Remedy> found = new ArrayList<>();
  private @Nullable Tried before;

  private TargetSearch(Job job, Design design) {
    this.job = job;
    this.design = design;
    levers = Lever.of(design);
  }

  /// What would meet the target; empty where the job meets it. A lever that helps, but not enough,
  /// is told with how far it goes.
  static List<Remedy> of(Job job, Estimate estimate) {
    if (job.file() == null
        || estimate.decode().peakThroughputTokensPerS() >= job.targetTokensPerS()) {
      return List.of();
    }
    return new TargetSearch(job, new Design(job.network(), job.weights(), job.file())).search();
  }

  /// A design that was estimated.
  ///
  /// @param hosts how many
  /// @param hostsUsd price of all of them; null where the file does not state one's
  private record Tried(
      Estimate.Decode decode, @Nullable Cost cost, int hosts, @Nullable Double hostsUsd) {
    double rate() {
      return decode.peakThroughputTokensPerS();
    }
  }

  private List<Remedy> search() {
    before = tried(design);
    if (before != null && before.rate() >= job.targetTokensPerS()) {
      found.add(remedy("a batch as large as memory holds", before));
    }
    for (Lever lever : levers) {
      move(lever.steps(), UnaryOperator.identity());
    }
    if (found.stream().noneMatch(Remedy::reaches)) {
      pairs();
    }
    return List.copyOf(found);
  }

  /// Moves a lever no farther than the target takes, or to where it goes farthest. A step that
  /// cannot be made is one that does not reach it.
  private void move(List<Lever.Step> steps, UnaryOperator<Lever.Step> with) {
    Way way = new Way(steps.stream().map(with).toList());
    int last = steps.size() - 1;
    int missed = -1;
    int reaches = 0;
    while (reaches <= last && !way.reaches(reaches)) {
      missed = reaches;
      reaches = reaches == last ? steps.size() : Math.min(2 * reaches + 1, last);
    }
    while (reaches <= last && reaches - missed > 1) {
      int middle = (missed + reaches) >>> 1;
      if (way.reaches(middle)) {
        reaches = middle;
      } else {
        missed = middle;
      }
    }
    way.best().ifPresent(found::add);
  }

  /// A lever's steps as far as they were tried.
  private final class Way {
    private final List<Lever.Step> steps;
    private @Nullable Remedy best;

    Way(List<Lever.Step> steps) {
      this.steps = steps;
    }

    /// Tries a step. Of those that reach the target the smallest is the best, else the one that
    /// goes farthest, if it helps.
    boolean reaches(int step) {
      Tried tried = tried(steps.get(step));
      if (tried == null || (before != null && tried.rate() < GAIN * before.rate())) {
        return false;
      }
      Remedy remedy = remedy(steps.get(step).change(), tried);
      if (best == null || remedy.reaches() || remedy.tokensPerS() > GAIN * best.tokensPerS()) {
        best = remedy;
      }
      return remedy.reaches();
    }

    Optional<Remedy> best() {
      return Optional.ofNullable(best);
    }
  }

  /// Each lever as far as it goes with each that comes after it, no farther than it takes.
  private void pairs() {
    List<Remedy> alone = List.copyOf(found);
    found.clear();
    for (int i = 0; i < levers.size(); i++) {
      for (int j = i + 1; j < levers.size(); j++) {
        List<Lever.Step> first = levers.get(i).steps();
        List<Lever.Step> second = levers.get(j).steps();
        if (!first.isEmpty()
            && !second.isEmpty()
            && reaches(second.getLast().after(first.getLast()))) {
          move(second, step -> step.after(first.getLast()));
        }
      }
    }
    found.addAll(alone);
  }

  private boolean reaches(Lever.Step step) {
    Tried tried = tried(step);
    return tried != null && tried.rate() >= job.targetTokensPerS();
  }

  private Remedy remedy(String change, Tried tried) {
    return new Remedy(
        change,
        tried.rate() >= job.targetTokensPerS(),
        tried.rate(),
        tried.decode().saturatingBatch(),
        tried.decode().peakBottleneck().resource(),
        usd(tried),
        tried.hostsUsd(),
        moreUsd(tried));
  }

  /// Package and hosts together. Hosts whose price is not stated cost nothing more only where there
  /// are no more of them.
  private @Nullable Double moreUsd(Tried tried) {
    Tried without = before;
    Double packageUsd = usd(tried);
    Double withoutUsd = usd(without);
    if (without == null || packageUsd == null || withoutUsd == null) {
      return null;
    }
    double more = packageUsd - withoutUsd;
    if (tried.hostsUsd() != null && without.hostsUsd() != null) {
      return more + tried.hostsUsd() - without.hostsUsd();
    }
    return tried.hosts() == without.hosts() ? more : null;
  }

  private static @Nullable Double usd(@Nullable Tried tried) {
    return tried == null || tried.cost() == null ? null : tried.cost().recurringUsd();
  }

  /// Null where the change cannot be made, or the network then does not fit.
  private @Nullable Tried tried(Lever.Step step) {
    try {
      return tried(step.apply().apply(design));
    } catch (InvalidInputException refused) {
      return null;
    }
  }

  private @Nullable Tried tried(Design changed) {
    Compiler compiler = new Compiler(changed.network(), changed.weights());
    for (int batch : BATCHES) {
      Tried tried = tried(changed, compiler, Math.max(batch, job.scenario().batch()));
      if (tried != null) {
        return tried;
      }
    }
    return tried(changed, compiler, job.scenario().batch());
  }

  private @Nullable Tried tried(Design changed, Compiler compiler, int batch) {
    Scenario scenario = job.scenario().withBatch(batch);
    try {
      Plan plan =
          compiler.compile(
              changed.file().machine(), scenario, job.mapping(), new EstimateMeasure());
      Estimate estimate = Estimator.estimate(plan);
      MachineSpec machine = changed.file().machine();
      Assessment assessment = Assessor.assess(machine, plan.machine(), estimate);
      return new Tried(
          estimate.decode(),
          assessment.cost(),
          machine.host().count(),
          assessment.hostsUsd().orElse(null));
    } catch (InvalidInputException refused) {
      return null;
    }
  }
}
