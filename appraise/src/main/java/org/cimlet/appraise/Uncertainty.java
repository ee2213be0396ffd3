package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimates;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineSpec;
import org.cimlet.plan.Plan;
import org.jspecify.annotations.Nullable;

/// How far the answers move while every technology number of a machine moves within its interval.
///
/// A number that states a range is drawn from it; another from the usual spread of its evidence
/// ([org.cimlet.quantity.Evidence]), a share never above 1. Numbers are drawn independently.
///
/// @param samples machines that were estimated
/// @param refused machines that could not run the network, and are left out
/// @param stated numbers that state a range of their own
/// @param usual numbers moved by the usual spread of their evidence
/// @param spreads the answers
public record Uncertainty(
    int samples, int refused, int stated, int usual, List<OutputSpread> spreads) {
  /// Of the samples.
  public static final long SEED = 20_240_409;

  /// Copies the list.
  public Uncertainty {
    spreads = List.copyOf(spreads);
  }

  /// Samples for which a thread of their own pays.
  private static final int FEWEST = 50;

  /// Places the network on machines, one after the other.
  @FunctionalInterface
  public interface Planner {
    /// The network on a machine with these numbers.
    ///
    /// @param estimates that plans of one machine after the other are measured with
    /// @throws InvalidInputException where it cannot run it
    Plan plan(MachineSpec machine, Estimates estimates);
  }

  /// Hears how far the drawing is.
  @FunctionalInterface
  public interface Advance {
    /// So many machines of all were answered.
    void advanced(long done, long total);
  }

  /// Answers that are looked at.
  private enum Answer {
    BATCH_1("throughput at batch 1", "tokens/s"),
    PEAK("peak throughput", "tokens/s"),
    ENERGY("energy per token", "J"),
    AREA("area of the chiplets", "mm²"),
    COST("cost per package", "$");

    private final String label;
    private final String unit;

    Answer(String label, String unit) {
      this.label = label;
      this.unit = unit;
    }
  }

  /// Samples machines.
  ///
  /// @param file the machine
  /// @param planners make what places the network on each: one for each thread
  /// @param samples how many; at least 2
  /// @throws InvalidInputException where not even the machine as written runs the network
  public static Uncertainty of(MachineFile file, Supplier<Planner> planners, int samples) {
    return of(file, planners, samples, (_, _) -> {});
  }

  /// The same with its progress reported, one call at a time. Threads share the samples; what comes
  /// of them does not depend on how many they are.
  ///
  /// @throws InvalidInputException where not even the machine as written runs the network
  public static Uncertainty of(
      MachineFile file, Supplier<Planner> planners, int samples, Advance advance) {
    MachineSpec written = file.machine();
    MachineSamples machines = MachineSamples.of(file, samples);
    Sampling sampling = machines.sampling();
    double[][] outputs = new double[Answer.values().length][samples];
    AtomicInteger done = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    int threads = Math.clamp(samples / FEWEST, 1, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, threads)
        .parallel()
        .forEach(thread -> {
          Planner planner = planners.get();
          Estimates estimates = new Estimates();
          for (int s = thread; s < samples; s += threads) {
            double[] answers = answers(machines.machine(s), planner, estimates);
            if (answers == null) {
              refused.incrementAndGet();
            }
            for (int a = 0; a < outputs.length; a++) {
              outputs[a][s] = answers == null ? Double.NaN : answers[a];
            }
            synchronized (done) {
              advance.advanced(done.incrementAndGet(), samples);
            }
          }
        });
    double[] nominal = nominal(written, planners.get(), new Estimates());
    List<OutputSpread> spreads = new ArrayList<>();
    Answer[] asked = Answer.values();
    for (int a = 0; a < asked.length; a++) {
      if (Double.isFinite(nominal[a])) {
        spreads.add(sampling.spread(asked[a].label, asked[a].unit, nominal[a], outputs[a]));
      }
    }
    int stated = machines.stated();
    return new Uncertainty(samples, refused.get(), stated, machines.numbers() - stated, spreads);
  }

  /// The value that a share of some values does not exceed, on straight lines between them; not a
  /// number of none.
  ///
  /// @param values in any order; those that are not finite are left out
  /// @param share from 0 to 1
  public static double percentile(double[] values, double share) {
    return Sampling.percentile(
        Arrays.stream(values).filter(Double::isFinite).sorted().toArray(), share);
  }

  private static double @Nullable [] answers(
      MachineSpec machine, Planner planner, Estimates estimates) {
    try {
      return nominal(machine, planner, estimates);
    } catch (InvalidInputException refusal) {
      return null; // a smaller memory no longer holds the cache: counted, and told
    }
  }

  private static double[] nominal(MachineSpec spec, Planner planner, Estimates estimates) {
    Plan plan = planner.plan(spec, estimates);
    Estimate.Decode decode = estimates.decode(plan);
    Cost cost = Assessor.cost(spec, plan.machine());
    return new double[] {
      1 / decode.tpotBatch1S(),
      decode.peakThroughputTokensPerS(),
      decode.energyPerTokenJ(),
      plan.machine().areaMm2(),
      cost == null ? Double.NaN : cost.unitUsd()
    };
  }
}
