package org.cimlet.estimate;

import java.util.Arrays;
import java.util.List;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.estimate.rate.EnergyCharge;
import org.cimlet.estimate.rate.RankRates;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.estimate.walk.PrefillPass;
import org.cimlet.estimate.walk.PrefillTime;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.SequenceMemory;

/// Estimates a plan in closed form.
///
/// Two bounds hold for `B` sequences in flight: no sequence is faster than at batch 1, and no
/// resource is busy for longer than the time there is. The larger is the time per token: `max(time
/// at batch 1, B x busy time of the busiest resource)`. Where sequences take several ranks, each
/// rank has its two bounds, and what ranks share bounds their sum. A package that is loaded in
/// weight sets is estimated one weight set at a time (`ReloadRates`).
public final class Estimator {
  private Estimator() {}

  /// Everything about a plan.
  public static Estimate estimate(Plan plan) {
    if (plan.placement().isReloaded()) {
      return new ReloadEstimate(plan).estimate();
    }
    TokenPass[] passes = RankRates.walk(plan);
    TokenPass[] together = RankRates.walkTogether(plan, passes);
    RankRates batch = RankRates.of(plan, together, plan.scenario().batch());
    Peak peak = Peak.of(plan, together, batch);
    return new Estimate(
        prefill(PrefillPass.prefill(plan, passes[0], 0)),
        decode(plan, passes[0], together[0], batch, peak),
        ResourceShares.time(passes[0].times()),
        ResourceShares.energy(EnergyCharge.of(plan, batch)),
        ResourceShares.chiplets(plan, batch, peak.rates()),
        ResourceShares.links(plan, batch, peak.rates()),
        ResourceShares.ceilings(plan, peak.rates()),
        batch.actions(),
        passes[0].layerActions(),
        ProgrammingPass.of(plan),
        null);
  }

  /// The figures a sweep compares, without the lists a report needs.
  public static Estimate.Decode decode(Plan plan) {
    if (plan.placement().isReloaded()) {
      return new ReloadEstimate(plan).decode();
    }
    return decode(plan, RankRates.walk(plan));
  }

  /// The same with a token of each rank walked.
  static Estimate.Decode decode(Plan plan, TokenPass[] passes) {
    TokenPass[] together = RankRates.walkTogether(plan, passes);
    RankRates batch = RankRates.of(plan, together, plan.scenario().batch());
    return decode(plan, passes[0], together[0], batch, Peak.of(plan, together, batch));
  }

  /// Energy of a token at the scenario's batch, with a token of each rank walked.
  static List<Estimate.EnergyShare> energy(Plan plan, TokenPass[] passes) {
    TokenPass[] together = RankRates.walkTogether(plan, passes);
    RankRates batch = RankRates.of(plan, together, plan.scenario().batch());
    return ResourceShares.energy(EnergyCharge.of(plan, batch));
  }

  /// Whole requests: the scenario's batch of prompts, all there at once and read one behind the
  /// other, then answers written together, each token with one position more to look back on.
  ///
  /// @param answerTokens of each, at least 1
  public static Request request(Plan plan, int answerTokens) {
    Scenario scenario = plan.scenario();
    int prompts = Math.ceilDiv(scenario.batch(), plan.placement().ranks());
    int prompt = scenario.promptTokens();
    double promptsS = promptsS(plan, prompts);
    double answersS =
        GrowingContext.sum(
            prompt + 1, prompt + answerTokens - 1, context -> decode(plan.at(context)).tpotS());
    return new Request(prompt, answerTokens, scenario.batch(), promptsS, promptsS + answersS);
  }

  /// How long a token takes that is alone in the package, on each rank: they lie differently far
  /// from their hosts.
  ///
  /// @throws IllegalArgumentException where weights are reloaded
  public static double[] aloneS(Plan plan) {
    if (plan.placement().isReloaded()) {
      throw new IllegalArgumentException("weights must be at rest, got a plan that reloads them");
    }
    return Arrays.stream(RankRates.walk(plan)).mapToDouble(pass -> pass.times().total()).toArray();
  }

  /// Prompts behind each other keep what is busiest busy.
  private static double promptsS(Plan plan, int prompts) {
    if (plan.placement().isReloaded()) {
      return new ReloadEstimate(plan).promptsS(prompts);
    }
    PrefillTime time = PrefillPass.prefill(plan, TokenPass.walk(plan, 0), 0);
    return time.seconds() + (prompts - 1) * time.busiest().seconds();
  }

  /// What sequences reach together that are enough to saturate the package, or as many as memory
  /// holds: those of the scenario at least, which whoever placed them found room for.
  private record Peak(RankRates rates, long sequences, long held, boolean saturated) {
    static Peak of(Plan plan, TokenPass[] passes, RankRates batch) {
      RankRates saturated = RankRates.saturated(plan, passes, batch);
      double filling = passes[0].times().total() * saturated.tokensPerS();
      int together = plan.scenario().microBatch();
      long enough = (long) Math.ceil(filling / together) * together;
      long room = SequenceMemory.of(plan).sequences() / together * together;
      long held = Math.max(plan.scenario().batch(), room);
      return enough <= held
          ? new Peak(saturated, enough, held, true)
          : new Peak(RankRates.of(plan, passes, held), held, held, false);
    }
  }

  /// @param first token that passes by itself
  /// @param together the same, or the micro-batch that passes
  private static Estimate.Decode decode(
      Plan plan, TokenPass first, TokenPass together, RankRates rates, Peak peak) {
    int batch = plan.scenario().batch();
    double batch1S = first.times().total();
    double throughput = rates.tokensPerS();
    BusyResource busiest = rates.busiest();
    return new Estimate.Decode(
        batch,
        plan.scenario().contextTokens(),
        batch / throughput,
        throughput,
        EnergyCharge.of(plan, rates).total(),
        rates.isSaturated()
            ? ResourceShares.saturating(busiest, busiest.seconds())
            : largestShare(together, plan.scenario().microBatch()),
        batch1S,
        peak.rates().tokensPerS(),
        peak.sequences(),
        peak.held(),
        ResourceShares.busiest(
            peak.rates().busiest(), 1 / peak.rates().tokensPerS(), peak.saturated()));
  }

  private static Bottleneck largestShare(TokenPass pass, int together) {
    Resource largest = pass.times().largest();
    return new Bottleneck(
        largest,
        together == 1 ? "batch 1" : "micro-batch",
        false,
        pass.times().of(largest) / pass.times().total());
  }

  private static Estimate.Prefill prefill(PrefillTime time) {
    return new Estimate.Prefill(
        time.tokens(), time.seconds(), ResourceShares.saturating(time.busiest(), time.seconds()));
  }
}
