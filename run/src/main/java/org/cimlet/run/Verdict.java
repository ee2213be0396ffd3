package org.cimlet.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cimlet.appraise.Output;
import org.cimlet.quantity.Interval;
import org.jspecify.annotations.Nullable;

/// One system against another at equal work: the same network, prompt and context, hosts counted on
/// both sides. GPUs keep weights and KV cache in as many bits as the machine.
///
/// @param machine what is judged
/// @param baseline what it is held against
/// @param measures what is compared; what is known of neither is left out
public record Verdict(Candidate machine, Candidate baseline, List<Measure> measures) {
  /// Copies the list.
  public Verdict {
    measures = List.copyOf(measures);
  }

  /// One figure of both.
  ///
  /// @param name what it is
  /// @param unit of both values
  /// @param machine its value; null where that is not known: it is not for sale, or its file does
  ///   not say
  /// @param baseline the other's; null likewise
  /// @param higherIsBetter whether more of it is better
  /// @param range where the machine's value lies nine times out of ten; null where no uncertainty
  ///   was asked for, or none is known
  /// @param baselineRange where the other's lies; null likewise
  public record Measure(
      String name,
      String unit,
      @Nullable Double machine,
      @Nullable Double baseline,
      boolean higherIsBetter,
      @Nullable Interval range,
      @Nullable Interval baselineRange) {

    /// How many times better the machine is: below 1 where it is worse; null where a value is not
    /// known.
    public @Nullable Double times() {
      if (machine == null || baseline == null) {
        return null;
      }
      return higherIsBetter ? machine / baseline : baseline / machine;
    }

    /// Where that lies nine times out of ten: the two systems' numbers are taken to move
    /// independently, so what either range is off by, as a factor, adds up in squares of its
    /// logarithm. Exact where both values are log-normal; too wide for two systems that share
    /// numbers. Null where no range is known.
    public @Nullable Interval timesRange() {
      Double times = times();
      if (times == null || (range == null && baselineRange == null)) {
        return null;
      }
      Interval own = relative(range, machine);
      Interval other = relative(baselineRange, baseline);
      Interval better = higherIsBetter ? own : other;
      Interval worse = higherIsBetter ? other : own;
      return new Interval(
          times * Math.exp(-Math.hypot(Math.log(better.low()), Math.log(worse.high()))),
          times * Math.exp(Math.hypot(Math.log(better.high()), Math.log(worse.low()))));
    }

    /// A range over its value; a value that does not move where there is none.
    private static Interval relative(@Nullable Interval range, @Nullable Double value) {
      return range == null || value == null
          ? new Interval(1, 1)
          : new Interval(range.low() / value, range.high() / value);
    }
  }

  /// Everything that is known of both.
  public static Verdict of(Candidate machine, Candidate baseline) {
    Map<Output, Double> own = compared(machine);
    Map<Output, Double> other = compared(baseline);
    List<Measure> measures = new ArrayList<>();
    for (Output output : Output.values()) {
      Double value = own.get(output);
      Double held = other.get(output);
      if (value != null || held != null) {
        measures.add(
            new Measure(
                output == Output.BATCH_1 ? "speed at batch 1" : output.label(),
                output.unit(),
                value,
                held,
                isHigherBetter(output),
                range(machine, output, value),
                range(baseline, output, held)));
      }
    }
    return new Verdict(machine, baseline, measures);
  }

  private static Map<Output, Double> compared(Candidate candidate) {
    Candidate.Speed speed = candidate.speed();
    Candidate.Money money = candidate.money();
    return Output.compared(
        speed.tpotBatch1S(),
        speed.peakThroughputTokensPerS(),
        speed.peakEnergyPerTokenJ(),
        money.madeUsd(),
        money.boughtUsd());
  }

  private static boolean isHigherBetter(Output output) {
    return switch (output) {
      case BATCH_1, PEAK, EFFICIENCY -> true;
      case ENERGY, AREA, COST, MADE, BOUGHT, MADE_TOKENS, BOUGHT_TOKENS -> false;
    };
  }

  /// Samples tell how far a value moves; a simulated one is taken to move as an estimated one does.
  private static @Nullable Interval range(
      Candidate candidate, Output output, @Nullable Double value) {
    Interval relative = candidate.moves().get(output.label());
    return value == null || relative == null
        ? null
        : new Interval(value * relative.low(), value * relative.high());
  }
}
