package org.cimlet.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Interval;
import org.jspecify.annotations.Nullable;

/// One system of a comparison, whatever it is: a package, GPUs, or a result that was saved.
///
/// @param name of the machine or of the GPUs: `2 x H100`
/// @param conditions under which its figures hold
/// @param speed its figures
/// @param time what a token's time at batch 1 goes to, in closed form; adds up to TPOT there; empty
///   where it is not known by resource
/// @param energy what the energy of a token at the batch goes to; empty likewise
/// @param areaMm2 of all compute dies
/// @param money what all of it costs
/// @param moves where an answer lies nine times out of ten, over its nominal value, by the names of
///   [org.cimlet.appraise.Output]; empty where no uncertainty was asked for
public record Candidate(
    String name,
    Conditions conditions,
    Speed speed,
    List<Part> time,
    List<Part> energy,
    double areaMm2,
    Money money,
    Map<String, Interval> moves) {
  /// Copies the lists and the map.
  public Candidate {
    time = List.copyOf(time);
    energy = List.copyOf(energy);
    moves = Map.copyOf(moves);
  }

  /// What was asked.
  ///
  /// @param network its name
  /// @param weights how they are kept: `dense int8`, `fp8`; empty where it is not known
  /// @param kvCache how it is kept: `8 bits`, `fp8`; empty where it is not known
  /// @param batch sequences decoded together
  /// @param context tokens in the KV cache of each
  /// @param prompt tokens of each prompt
  /// @param mapping how the network is cut
  /// @param engine `estimate` or `simulate`
  public record Conditions(
      String network,
      String weights,
      String kvCache,
      int batch,
      int context,
      int prompt,
      String mapping,
      String engine) {}

  /// What comes of it.
  ///
  /// @param ttftS time to first token
  /// @param tpotBatch1S time per output token at batch 1
  /// @param atBatch figures at the conditions' batch; null where GPUs do not hold it
  /// @param peakThroughputTokensPerS with sequences enough
  /// @param peakBatch so many
  /// @param peakEnergyPerTokenJ of a token then, hosts included
  /// @param peakBottleneck what is then busiest
  public record Speed(
      double ttftS,
      double tpotBatch1S,
      @Nullable AtBatch atBatch,
      double peakThroughputTokensPerS,
      long peakBatch,
      double peakEnergyPerTokenJ,
      String peakBottleneck) {}

  /// Figures at a batch.
  ///
  /// @param tpotS time per output token
  /// @param throughputTokensPerS of all sequences together
  /// @param energyPerTokenJ hosts included
  /// @param bottleneck what is busiest
  public record AtBatch(
      double tpotS, double throughputTokensPerS, double energyPerTokenJ, String bottleneck) {}

  /// A part of a whole, in the whole's unit.
  public record Part(String name, double size) {}

  /// Dollars for all of it, hosts included; null where one is not known.
  ///
  /// @param madeUsd manufacturing, design left out
  /// @param boughtUsd prices
  /// @param hostsUsd the hosts' share of both
  public record Money(
      @Nullable Double madeUsd, @Nullable Double boughtUsd, @Nullable Double hostsUsd) {
    private static Money of(Assessment one, int units) {
      return new Money(
          one.madeUsd(units).orElse(null),
          one.boughtUsd(units).orElse(null),
          one.hostsUsd().map(usd -> units * usd).orElse(null));
    }
  }

  /// The same under another name.
  public Candidate named(String other) {
    return new Candidate(other, conditions, speed, time, energy, areaMm2, money, moves);
  }

  /// A package.
  public static Candidate of(Result result) {
    Plan plan = result.plan();
    Answer answer = result.answer();
    Answer.Decode decode = answer.decode();
    Packing packing = result.figures().packing();
    Scenario scenario = plan.scenario();
    return new Candidate(
        plan.machine().name(),
        new Conditions(
            plan.program().name(),
            packing.pattern() + " " + packing.word(),
            plan.machine().cacheBits() + " bits",
            scenario.batch(),
            scenario.contextTokens(),
            scenario.promptTokens(),
            plan.placement().mapping(),
            result.simulated().isPresent() ? "simulate" : "estimate"),
        new Speed(
            answer.prefill().ttftS(),
            decode.tpotBatch1S(),
            new AtBatch(
                decode.tpotS(),
                decode.throughputTokensPerS(),
                decode.energyPerTokenJ(),
                decode.bottleneck().resource().label()),
            decode.peakThroughputTokensPerS(),
            decode.saturatingBatch(),
            decode.peakEnergyPerTokenJ(),
            decode.peakBottleneck().resource().label()),
        time(result.estimate()),
        energy(answer),
        plan.machine().areaMm2(),
        Money.of(result.assessment(), 1),
        moves(result.moving().orElse(null)));
  }

  /// GPUs, their weights and KV cache of as many bits as the machine's.
  ///
  /// @param result what they are compared with
  public static Candidate of(Baseline baseline, Result result) {
    GpuEstimate gpu = baseline.equal();
    GpuEstimate.At at = baseline.equalAtBatch();
    GpuEstimate.At peak = gpu.atLargestBatch();
    Scenario scenario = result.plan().scenario();
    return new Candidate(
        (gpu.devices() == 1 ? "" : gpu.devices() + " x ") + gpu.gpu().name(),
        new Conditions(
            result.plan().program().name(),
            gpu.system().weights().label(),
            gpu.system().cache().label(),
            scenario.batch(),
            scenario.contextTokens(),
            scenario.promptTokens(),
            "TP " + gpu.devices(),
            "estimate"),
        new Speed(
            gpu.atBatch().ttftS(),
            gpu.atBatch().tpotS(),
            at == null
                ? null
                : new AtBatch(
                    at.tpotS(), at.throughputTokensPerS(), at.energyPerTokenJ(), at.bottleneck()),
            peak.throughputTokensPerS(),
            peak.batch(),
            peak.energyPerTokenJ(),
            peak.bottleneck()),
        List.of(),
        List.of(),
        gpu.devices() * gpu.gpu().dieMm2(),
        Money.of(baseline.assessment(), gpu.modules()),
        moves(baseline.uncertainty()));
  }

  private static List<Part> time(Estimate estimate) {
    List<Part> parts = new ArrayList<>();
    for (Estimate.TimeShare share : estimate.time()) {
      parts.add(new Part(share.resource().label(), share.seconds()));
    }
    return parts;
  }

  private static List<Part> energy(Answer answer) {
    List<Part> parts = new ArrayList<>();
    for (Estimate.EnergyShare share : answer.energy()) {
      parts.add(new Part(share.action().label(), share.joulesPerToken()));
    }
    return parts;
  }

  private static Map<String, Interval> moves(@Nullable Uncertainty moving) {
    Map<String, Interval> moves = new LinkedHashMap<>();
    if (moving != null) {
      for (OutputSpread spread : moving.spreads()) {
        moves.put(
            spread.name(),
            new Interval(spread.low() / spread.nominal(), spread.high() / spread.nominal()));
      }
    }
    return moves;
  }
}
