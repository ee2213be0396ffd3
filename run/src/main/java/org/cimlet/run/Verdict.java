package org.cimlet.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A machine against a GPU system at equal work and equal precision: the same network, prompt and
/// context, weights and KV cache of as many bits on both sides, hosts counted on both.
///
/// @param gpu the system at that precision; its `atBatch` is at batch 1
/// @param weightBits of the machine's weights
/// @param kvCacheBits of the machine's cached elements
/// @param measures what is compared
public record Verdict(GpuEstimate gpu, int weightBits, int kvCacheBits, List<Measure> measures) {
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
  /// @param baseline the GPU system's
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

  static Verdict of(Result result, Baseline baseline) {
    GpuEstimate gpu = baseline.equal();
    Answer.Decode decode = result.answer().decode();
    GpuEstimate.At peak = gpu.atLargestBatch();
    Uncertainty moving = result.moving().orElse(null);
    List<Measure> measures = new ArrayList<>();
    measures.add(
        of(
            "speed at batch 1",
            "tokens/s",
            1 / decode.tpotBatch1S(),
            gpu.atBatch().throughputTokensPerS(),
            true,
            relative(moving, "throughput at batch 1")));
    measures.add(
        of(
            "peak throughput",
            "tokens/s",
            decode.peakThroughputTokensPerS(),
            peak.throughputTokensPerS(),
            true,
            relative(moving, "peak throughput")));
    measures.add(
        of(
            "efficiency at peak",
            "tokens/s/W",
            1 / decode.peakEnergyPerTokenJ(),
            1 / peak.energyPerTokenJ(),
            true,
            inverse(relative(moving, "energy per token"))));
    Assessment own = result.assessment();
    Assessment other = baseline.assessment();
    int modules = gpu.modules();
    Interval made = relative(moving, "cost per package");
    money(measures, "made", made(own, 1), made(other, modules), made, result);
    money(measures, "bought", bought(own, 1), bought(other, modules), null, result);
    capital(measures, "made", made(own, 1), made(other, modules), decode, peak);
    capital(measures, "bought", bought(own, 1), bought(other, modules), decode, peak);
    return new Verdict(
        gpu,
        result.job().weights().layers().weightBits(),
        result.plan().machine().cacheBits(),
        measures);
  }

  private static void money(
      List<Measure> measures,
      String how,
      Optional<Double> own,
      Optional<Double> other,
      @Nullable Interval relative,
      Result result) {
    if (own.isPresent() && other.isPresent()) {
      double hosts = result.assessment().hostsUsd().orElse(0.0);
      double made = own.get() - hosts;
      Interval range =
          relative == null
              ? null
              : new Interval(made * relative.low() + hosts, made * relative.high() + hosts);
      measures.add(
          new Measure(
              how.equals("made") ? "cost to make" : "price",
              "$",
              own.get(),
              other.get(),
              false,
              range));
    }
  }

  private static void capital(
      List<Measure> measures,
      String how,
      Optional<Double> own,
      Optional<Double> other,
      Answer.Decode decode,
      GpuEstimate.At peak) {
    if (own.isPresent() && other.isPresent()) {
      measures.add(
          new Measure(
              how.equals("made") ? "cost per token, made" : "cost per token, bought",
              "$/M tokens",
              usdPerMillion(
                  own.get(), decode.peakThroughputTokensPerS(), decode.peakEnergyPerTokenJ()),
              usdPerMillion(other.get(), peak.throughputTokensPerS(), peak.energyPerTokenJ()),
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

  private static Optional<Double> made(Assessment one, int units) {
    return with(one.specifiedCost().map(Cost::recurringUsd), one, units);
  }

  private static Optional<Double> bought(Assessment one, int units) {
    return with(one.boughtUsd().map(Sourced::value), one, units);
  }

  private static Optional<Double> with(Optional<Double> usd, Assessment one, int units) {
    return usd.flatMap(value -> one.hostsUsd().map(hosts -> units * (value + hosts)));
  }

  private static Measure of(
      String name,
      String unit,
      double machine,
      double baseline,
      boolean higher,
      @Nullable Interval relative) {
    return new Measure(
        name,
        unit,
        machine,
        baseline,
        higher,
        relative == null
            ? null
            : new Interval(machine * relative.low(), machine * relative.high()));
  }

  /// How far an answer moves, over its nominal value.
  private static @Nullable Interval relative(@Nullable Uncertainty moving, String name) {
    if (moving == null) {
      return null;
    }
    for (OutputSpread spread : moving.spreads()) {
      if (spread.name().equals(name)) {
        return new Interval(spread.low() / spread.nominal(), spread.high() / spread.nominal());
      }
    }
    return null;
  }

  private static @Nullable Interval inverse(@Nullable Interval range) {
    return range == null ? null : new Interval(1 / range.high(), 1 / range.low());
  }
}
