package org.cimlet.run;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.quantity.Interval;
import org.jspecify.annotations.Nullable;

/// One system against another at equal work: the same network, prompt and context, hosts counted on
/// both sides. GPUs keep weights and KV cache in as many bits as the machine.
///
/// @param machine what is judged
/// @param baseline what it is held against
/// @param measures what is compared
public record Verdict(Candidate machine, Candidate baseline, List<Measure> measures) {
  /// Years over which what is bought is written off.
  public static final int YEARS = 3;

  /// Price of electricity.
  public static final double USD_PER_KWH = 0.10;

  private static final double SECONDS = YEARS * 365.25 * 24 * 3600;
  private static final double JOULES_PER_KWH = 3.6e6;

  /// Copies the list.
  public Verdict {
    measures = List.copyOf(measures);
  }

  /// One figure of both.
  ///
  /// @param name what it is
  /// @param unit of both values
  /// @param machine its value
  /// @param baseline the other's
  /// @param higherIsBetter whether more of it is better
  /// @param range where the machine's value lies nine times out of ten; null where no uncertainty
  ///   was asked for, or none is known
  public record Measure(
      String name,
      String unit,
      double machine,
      double baseline,
      boolean higherIsBetter,
      @Nullable Interval range) {

    /// How many times better the machine is: below 1 where it is worse.
    public double times() {
      return higherIsBetter ? machine / baseline : baseline / machine;
    }
  }

  /// Everything that is known of both.
  public static Verdict of(Candidate machine, Candidate baseline) {
    Candidate.Speed own = machine.speed();
    Candidate.Speed other = baseline.speed();
    List<Measure> measures = new ArrayList<>();
    measures.add(
        of(
            "speed at batch 1",
            "tokens/s",
            1 / own.tpotBatch1S(),
            1 / other.tpotBatch1S(),
            machine.moves().get("throughput at batch 1")));
    measures.add(
        of(
            "peak throughput",
            "tokens/s",
            own.peakThroughputTokensPerS(),
            other.peakThroughputTokensPerS(),
            machine.moves().get("peak throughput")));
    measures.add(
        of(
            "efficiency at peak",
            "tokens/s/W",
            1 / own.peakEnergyPerTokenJ(),
            1 / other.peakEnergyPerTokenJ(),
            inverse(machine.moves().get("energy per token"))));
    Candidate.Money money = machine.money();
    Candidate.Money paid = baseline.money();
    money(measures, "cost to make", money.madeUsd(), paid.madeUsd(), made(machine));
    money(measures, "price", money.boughtUsd(), paid.boughtUsd(), null);
    perToken(measures, "cost per token, made", money.madeUsd(), own, paid.madeUsd(), other);
    perToken(measures, "cost per token, bought", money.boughtUsd(), own, paid.boughtUsd(), other);
    return new Verdict(machine, baseline, measures);
  }

  /// Where the cost of making it lies; hosts are bought at their price.
  private static @Nullable Interval made(Candidate machine) {
    Interval relative = machine.moves().get("cost per package");
    Double all = machine.money().madeUsd();
    Double hosts = machine.money().hostsUsd();
    if (relative == null || all == null || hosts == null) {
      return null;
    }
    double silicon = all - hosts;
    return new Interval(silicon * relative.low() + hosts, silicon * relative.high() + hosts);
  }

  private static void money(
      List<Measure> measures,
      String name,
      @Nullable Double own,
      @Nullable Double other,
      @Nullable Interval range) {
    if (own != null && other != null) {
      measures.add(new Measure(name, "$", own, other, false, range));
    }
  }

  private static void perToken(
      List<Measure> measures,
      String name,
      @Nullable Double ownUsd,
      Candidate.Speed own,
      @Nullable Double otherUsd,
      Candidate.Speed other) {
    if (ownUsd != null && otherUsd != null) {
      measures.add(
          new Measure(
              name,
              "$/M tokens",
              usdPerMillion(ownUsd, own.peakThroughputTokensPerS(), own.peakEnergyPerTokenJ()),
              usdPerMillion(
                  otherUsd, other.peakThroughputTokensPerS(), other.peakEnergyPerTokenJ()),
              false,
              null));
    }
  }

  /// At peak throughput day and night.
  static double usdPerMillion(double capitalUsd, double tokensPerS, double joulesPerToken) {
    double perToken =
        capitalUsd / SECONDS / tokensPerS + joulesPerToken / JOULES_PER_KWH * USD_PER_KWH;
    return 1e6 * perToken;
  }

  /// Of which more is better.
  private static Measure of(
      String name, String unit, double machine, double baseline, @Nullable Interval relative) {
    return new Measure(
        name,
        unit,
        machine,
        baseline,
        true,
        relative == null
            ? null
            : new Interval(machine * relative.low(), machine * relative.high()));
  }

  private static @Nullable Interval inverse(@Nullable Interval range) {
    return range == null ? null : new Interval(1 / range.high(), 1 / range.low());
  }
}
