package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimates;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuFile;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.plan.Plan;
import org.cimlet.quantity.Provenance;

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
    return of(file, _ -> true, planners, samples, advance);
  }

  /// @param moves keys of numbers that move; others stay as written
  static Uncertainty of(
      MachineFile file,
      Predicate<String> moves,
      Supplier<Planner> planners,
      int samples,
      Advance advance) {
    MachineSamples machines = MachineSamples.of(file, moves, samples);
    return of(
        new Draw(machines.sampling(), samples, machines.numbers(), machines.stated()),
        file.machine(),
        machines::machine,
        () -> {
          Planner planner = planners.get();
          Estimates estimates = new Estimates();
          return machine -> answers(machine, planner, estimates);
        },
        advance);
  }

  /// Samples GPUs: what they cost, and how fast and how frugal they are then.
  ///
  /// @param file the GPU
  /// @param modules of it, each with its share of a host
  /// @param estimator their speed and energy at batch 1 and at their largest batch
  /// @param samples how many; at least 2
  public static Uncertainty of(
      GpuFile file, int modules, Function<GpuSpec, GpuEstimate> estimator, int samples) {
    return of(file, _ -> true, modules, estimator, samples);
  }

  /// @param moves keys of numbers that move; others stay as written
  static Uncertainty of(
      GpuFile file,
      Predicate<String> moves,
      int modules,
      Function<GpuSpec, GpuEstimate> estimator,
      int samples) {
    List<Provenance> numbers =
        MovingNumbers.of(file.gpu().provenance()).stream()
            .filter(line -> moves.test(line.key()))
            .toList();
    Sampling sampling =
        new Sampling(numbers.stream().map(MovingNumbers::input).toList(), samples, SEED);
    int stated = MovingNumbers.stated(numbers);
    return of(
        new Draw(sampling, samples, numbers.size(), stated),
        file.gpu(),
        sample -> file.varied(MovingNumbers.reading(numbers, sampling, sample)),
        () -> gpu -> answers(gpu, modules, estimator.apply(gpu)),
        (_, _) -> {});
  }

  /// What is drawn.
  private record Draw(Sampling sampling, int samples, int numbers, int stated) {}

  /// @param written with its numbers as they are
  /// @param drawn the same in a sample
  /// @param answering make what answers: one for each thread
  private static <T> Uncertainty of(
      Draw draw,
      T written,
      IntFunction<T> drawn,
      Supplier<Function<T, Map<Output, Double>>> answering,
      Advance advance) {
    int samples = draw.samples();
    Map<Output, Double> nominal = answering.get().apply(written);
    Map<Output, double[]> outputs = new EnumMap<>(Output.class);
    nominal.keySet().forEach(output -> outputs.put(output, new double[samples]));
    AtomicInteger done = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    int threads = Math.clamp(samples / FEWEST, 1, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, threads)
        .parallel()
        .forEach(thread -> {
          Function<T, Map<Output, Double>> answers = answering.get();
          for (int s = thread; s < samples; s += threads) {
            Map<Output, Double> values = unlessRefused(answers, drawn.apply(s));
            if (values.isEmpty()) {
              refused.incrementAndGet();
            }
            for (Map.Entry<Output, double[]> output : outputs.entrySet()) {
              output.getValue()[s] = values.getOrDefault(output.getKey(), Double.NaN);
            }
            synchronized (done) {
              advance.advanced(done.incrementAndGet(), samples);
            }
          }
        });
    List<OutputSpread> spreads = new ArrayList<>();
    nominal.forEach((output, value) -> {
      double[] values = Objects.requireNonNull(outputs.get(output));
      spreads.add(draw.sampling().spread(output.label(), output.unit(), value, values));
    });
    return new Uncertainty(
        samples, refused.get(), draw.stated(), draw.numbers() - draw.stated(), spreads);
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

  private static <T> Map<Output, Double> unlessRefused(
      Function<T, Map<Output, Double>> answers, T drawn) {
    try {
      return answers.apply(drawn);
    } catch (InvalidInputException refusal) {
      return Map.of(); // a smaller memory no longer holds the cache: counted, and told
    }
  }

  private static Map<Output, Double> answers(
      MachineSpec spec, Planner planner, Estimates estimates) {
    Plan plan = planner.plan(spec, estimates);
    Estimate.Decode decode = estimates.decode(plan);
    Assessment priced = Assessor.priced(spec, plan.machine());
    Map<Output, Double> values =
        Output.compared(
            decode.tpotBatch1S(),
            decode.peakThroughputTokensPerS(),
            estimates.peakEnergyPerTokenJ(plan),
            priced.madeUsd(1).orElse(null),
            priced.boughtUsd(1).orElse(null));
    values.put(Output.ENERGY, decode.energyPerTokenJ());
    values.put(Output.AREA, plan.machine().areaMm2());
    priced.specifiedCost().ifPresent(cost -> values.put(Output.COST, cost.unitUsd()));
    return values;
  }

  private static Map<Output, Double> answers(GpuSpec spec, int modules, GpuEstimate estimate) {
    Assessment priced = Assessor.priced(spec);
    GpuEstimate.At peak = estimate.atLargestBatch();
    return Output.compared(
        estimate.atBatch().tpotS(),
        peak.throughputTokensPerS(),
        peak.energyPerTokenJ(),
        priced.madeUsd(modules).orElse(null),
        priced.boughtUsd(modules).orElse(null));
  }
}
