package org.cimlet.conformance.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.plan.Plan;
import org.cimlet.report.JsonReport;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What holds of every job, whatever its machine, network and scenario. Each gives the sentence
/// that is broken, or an empty text; a job that is refused by a diagnostic breaks nothing.
final class Properties {
  /// Of rounding, where figures must not move.
  private static final double SLACK = 1e-9;

  /// What counts as equally fast.
  private static final double NEAR = 0.011;

  /// Mappings that are named by numbers, and chiplets that they take at most.
  private static final int COUNTED = 8;

  private static final int MOST_COUNTED = 16;

  /// A job whose times per token differ by more than so much has a reason to.
  private static final double AGREES = 0.05;

  private Properties() {}

  static final Map<String, Function<RandomJobs, String>> ALL =
      Map.of(
          "figures", Properties::figures,
          "engines", Properties::engines,
          "bandwidth", Properties::bandwidth,
          "context", Properties::context,
          "packing", Properties::packing,
          "auto", Properties::auto,
          "bounds", BoundProperty::broken);

  /// The sentence that a job breaks; an internal error is one.
  static String broken(String property, RandomJobs job) {
    try {
      return Objects.requireNonNull(ALL.get(property)).apply(job);
    } catch (InvalidInputException e) {
      return e.diagnostics().isEmpty() ? "refused without a diagnostic" : "";
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      StackTraceElement at = e.getStackTrace().length > 0 ? e.getStackTrace()[0] : null;
      return "internal error: %s at %s".formatted(e, at);
    }
  }

  private static Plan plan(RandomJobs job) {
    return new Runner().plan(job.job());
  }

  private static String unlike(String what, double got, double wanted) {
    return String.format(Locale.ROOT, "%s: got %s against %s", what, got, wanted);
  }

  /// No NaN, infinity or negative; no utilisation over 100 %; energy is the sum of its parts.
  private static String figures(RandomJobs job) {
    Result result = new Runner().run(job.job());
    List<String> faults = new ArrayList<>();
    walk("", JsonMapper.shared().readTree(JsonReport.of(result)), faults);
    Estimate estimate = result.estimate();
    double sum = estimate.energy().stream().mapToDouble(Estimate.EnergyShare::joulesPerToken).sum();
    double all = estimate.decode().energyPerTokenJ();
    if (Math.abs(sum - all) > SLACK * all) {
      faults.add(unlike("energy and its parts", all, sum));
    }
    double times = estimate.time().stream().mapToDouble(Estimate.TimeShare::seconds).sum();
    if (Math.abs(times - estimate.decode().tpotBatch1S()) > SLACK * times) {
      faults.add(unlike("TPOT at batch 1 and its parts", estimate.decode().tpotBatch1S(), times));
    }
    double aloneS = fastestAloneS(plan(job), estimate);
    if (estimate.decode().tpotS() < aloneS * (1 - NEAR)) {
      faults.add(unlike("batch faster than 1", estimate.decode().tpotS(), aloneS));
    }
    return String.join("; ", faults);
  }

  /// A batch is on several ranks, some nearer to their host than the first: none is faster than a
  /// token alone on the nearest.
  private static double fastestAloneS(Plan plan, Estimate estimate) {
    return plan.placement().isReloaded()
        ? estimate.decode().tpotBatch1S()
        : Arrays.stream(Estimator.aloneS(plan)).min().orElseThrow();
  }

  private static void walk(String path, JsonNode node, List<String> faults) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> walk(path + "/" + entry.getKey(), entry.getValue(), faults));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(path + "/" + i, node.get(i), faults);
      }
    } else if (node.isNumber()) {
      double value = node.doubleValue();
      boolean share =
          path.contains("utilisation") || path.endsWith("/share") || path.endsWith("_share");
      if (!Double.isFinite(value) || value < 0 || (share && value > 1 + 1e-6)) {
        faults.add(path + " is " + value);
      }
    } else if (node.isString()
        && List.of("NaN", "Infinity", "-Infinity").contains(node.stringValue())) {
      faults.add(path + " is " + node.stringValue());
    }
  }

  /// Simulated and estimated time per token agree, or differ by a known reason.
  private static String engines(RandomJobs job) {
    Plan plan = plan(job);
    Estimate.Decode closed = Estimator.estimate(plan).decode();
    int tokens = Math.max(4, Math.ceilDiv(96, job.batch())) * job.batch();
    Simulation.Decode events =
        Simulator.decode(plan, SimulationOptions.measuring(tokens), Simulator.Progress.NONE);
    for (Load load : events.loads()) {
      if (!(load.utilisation() >= 0) || load.utilisation() > 1 + 1e-6) {
        return unlike(
            "utilisation of " + load.resource() + " " + load.name(), load.utilisation(), 1);
      }
    }
    double simulatedS = events.times().meanPs() / 1e12;
    double ratio = simulatedS / closed.tpotS();
    if (Math.abs(ratio - 1) <= AGREES) {
      return "";
    }
    double knee = job.batch() / closed.peakThroughputTokensPerS() / closed.tpotBatch1S();
    Set<Reason> reasons = reasons(job, knee, events);
    if (!reasons.isEmpty() && ratio >= least(reasons) && ratio <= most(reasons)) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "simulated over estimated %.3f, knee %.2f, est %s, busiest %s, %s, routed %s",
        ratio,
        knee,
        closed.bottleneck().resource(),
        events.bottleneck().resource(),
        plan.placement().mapping(),
        job.isRouted());
  }

  /// Why the engines may differ, as in the agreement test.
  private enum Reason {
    /// Sequences meet at a part that they keep nearly busy, and wait for each other.
    KNEE(1, 1.35),
    /// Chance puts several of a token's experts on one chiplet; or their inputs go to fewer
    /// chiplets than hold experts.
    ROUTING(0.85, 1.35),
    /// Packets to a busy link fill buffers that others need.
    CONGESTION(1, 1.6);

    private final double least;
    private final double most;

    Reason(double least, double most) {
      this.least = least;
      this.most = most;
    }
  }

  private static double least(Set<Reason> reasons) {
    return reasons.stream().mapToDouble(reason -> reason.least).min().orElse(1);
  }

  /// Several at once add up.
  private static double most(Set<Reason> reasons) {
    return 1 + reasons.stream().mapToDouble(reason -> reason.most - 1).sum();
  }

  private static Set<Reason> reasons(RandomJobs job, double knee, Simulation.Decode events) {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    if (job.batch() > 1 && knee > 0.2 && knee < 2.5) {
      reasons.add(Reason.KNEE);
    }
    if (job.isRouted()) {
      reasons.add(Reason.ROUTING);
    }
    boolean links =
        switch (events.bottleneck().resource()) {
          case HOST_LINK, CHIPLET_LINK -> true;
          default -> false;
        };
    if (links && job.batch() > 1 && job.changes().containsKey("links.buffer_packets")) {
      reasons.add(Reason.CONGESTION);
    }
    return reasons;
  }

  /// More bandwidth is never slower.
  private static String bandwidth(RandomJobs job) {
    List<String> faults = new ArrayList<>();
    double before = tpot(job);
    for (String key :
        List.of(
            "links.chiplet.bandwidth_gbit_s",
            "links.host.bandwidth_gbit_s",
            "host.memory.bandwidth_gb_s",
            "chiplet.distribution_gbit_s")) {
      Object now = job.changes().get(key);
      if (now instanceof Double value) {
        double after = tpot(job.withChange(key, 2 * value));
        if (after > before * (1 + slack(job))) {
          faults.add(unlike("twice the " + key, after, before));
        }
      }
    }
    return String.join("; ", faults);
  }

  /// Of what a mapping leaves open and that is nearly as fast the one with the best peak is chosen.
  private static double slack(RandomJobs job) {
    return job.mapping().equals("filled") ? SLACK : NEAR;
  }

  private static double tpot(RandomJobs job) {
    return Estimator.decode(plan(job)).tpotS();
  }

  /// A longer context is never faster.
  private static String context(RandomJobs job) {
    double before = tpot(job);
    double after = tpot(job.withScenario(1, Math.min(1024, 2 * job.scenario().get(1))));
    return after < before * (1 - slack(job)) ? unlike("twice the context", after, before) : "";
  }

  /// Packed weights never take more bytes, beyond what masks and padding of groups need.
  private static String packing(RandomJobs job) {
    if (!job.isPacked() || 4 * job.packed().get(0) > job.packed().get(1)) {
      return "";
    }
    long packed = plan(job).program().storedBytes();
    long dense = plan(job.dense()).program().storedBytes();
    return packed > dense ? unlike("packed bytes", (double) packed, (double) dense) : "";
  }

  /// No mapping that can be named is faster in the batch and no worse at its peak than the one
  /// chosen.
  private static String auto(RandomJobs job) {
    if (!job.mapping().equals("auto")) {
      return "";
    }
    Estimate.Decode chosen = Estimator.decode(plan(job));
    List<Parallelism> named = new ArrayList<>();
    for (String mapping : List.of("filled", "pipelined", "mixed:2", "mixed:3", "spread")) {
      named.add(Parallelism.parse(mapping, 0));
    }
    SplittableRandom random = new SplittableRandom(job.seed());
    for (int i = 0; i < COUNTED; i++) {
      int group = 1 + random.nextInt(MOST_COUNTED);
      int stages = 1 + random.nextInt(MOST_COUNTED / group);
      named.add(Parallelism.of(group, stages, 1 + random.nextInt(MOST_COUNTED / group / stages)));
    }
    Compiler compiler = new Compiler(job.network(), job.job().weights());
    for (Parallelism mapping : named) {
      String fault = betterThan(chosen, mapping, job.job(), compiler);
      if (!fault.isEmpty()) {
        return fault;
      }
    }
    return "";
  }

  private static String betterThan(
      Estimate.Decode chosen, Parallelism mapping, Job job, Compiler compiler) {
    try {
      Plan plan = compiler.compile(job.machine(), job.scenario(), mapping, Runner::merit);
      Estimate.Decode named = Estimator.decode(plan);
      return named.tpotS() < chosen.tpotS() * (1 - NEAR)
              && named.peakThroughputTokensPerS() >= chosen.peakThroughputTokensPerS()
          ? unlike("auto against " + plan.placement().mapping(), chosen.tpotS(), named.tpotS())
          : "";
    } catch (InvalidInputException refused) {
      return "";
    }
  }
}
