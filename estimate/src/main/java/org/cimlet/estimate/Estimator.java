package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.estimate.Estimate.TimeShare;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Topology;

/// Estimates a plan in closed form.
///
/// Two bounds hold for `B` streams in flight: no stream is faster than a lone one, and no resource
/// is busy for longer than the time there is. The larger is the time per token: `max(lone stream, B
/// x busy time of the busiest resource)`. Where streams take several ranks, each rank has its two
/// bounds, and what ranks share bounds their sum. A package that is loaded in rounds is estimated
/// round by round ([ReloadRates]).
public final class Estimator {
  private Estimator() {}

  /// Everything about a plan.
  public static Estimate estimate(Plan plan) {
    if (plan.placement().isReloaded()) {
      return new ReloadEstimate(plan).estimate();
    }
    TokenPass[] passes = RankRates.walk(plan);
    RankRates batch = RankRates.of(plan, passes, plan.scenario().batch());
    RankRates saturated = RankRates.saturated(plan, passes, batch);
    return new Estimate(
        PrefillPass.prefill(plan, passes[0], 0),
        decode(plan, passes[0], batch, saturated),
        time(passes[0].times()),
        EnergyCharge.charge(plan, batch),
        chiplets(plan, batch, saturated),
        links(plan, batch, saturated),
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
    TokenPass[] passes = RankRates.walk(plan);
    RankRates batch = RankRates.of(plan, passes, plan.scenario().batch());
    return decode(plan, passes[0], batch, RankRates.saturated(plan, passes, batch));
  }

  private static Estimate.Decode decode(
      Plan plan, TokenPass first, RankRates rates, RankRates saturated) {
    int batch = plan.scenario().batch();
    double lone = first.times().total();
    double throughput = rates.tokensPerS();
    Bottleneck busiest = rates.busiest();
    return new Estimate.Decode(
        batch,
        plan.scenario().contextTokens(),
        batch / throughput,
        throughput,
        EnergyCharge.total(plan, rates),
        rates.isSaturated() ? saturating(busiest, busiest.share()) : largestShare(first, lone),
        lone,
        saturated.tokensPerS(),
        (long) Math.ceil(lone * saturated.tokensPerS()),
        saturating(saturated.busiest(), 1 / saturated.tokensPerS()));
  }

  static Bottleneck saturating(Bottleneck busiest, double busy) {
    return new Bottleneck(busiest.resource(), busiest.name(), true, busiest.share() / busy);
  }

  private static Bottleneck largestShare(TokenPass pass, double lone) {
    Resource largest = pass.times().largest();
    return new Bottleneck(largest, "batch 1", false, pass.times().of(largest) / lone);
  }

  static List<TimeShare> time(ResourceTimes times) {
    List<TimeShare> shares = new ArrayList<>();
    for (Resource part : ResourceTimes.TIMED) {
      shares.add(new TimeShare(part, times.of(part)));
    }
    return shares;
  }

  static List<ChipletLoad> chiplets(Plan plan, RankRates batch, RankRates saturated) {
    List<ChipletLoad> loads = new ArrayList<>();
    Dies dies = plan.machine().dies();
    double[] kept = KvCacheBytes.of(plan);
    for (int c = 0; c < plan.machine().chiplets(); c++) {
      double busy = busyS(dies, batch.loads(), c);
      long weights = plan.placement().bitsUsedPerMacro(c) * dies.at(c).macros() / 8;
      loads.add(
          new ChipletLoad(
              c,
              busy,
              busy * batch.tokensPerS(),
              busyS(dies, saturated.loads(), c) * saturated.tokensPerS(),
              weights + Math.round(kept[c])));
    }
    return loads;
  }

  private static double busyS(Dies dies, PackageLoads loads, int die) {
    return dies.kind(die).use() == DieKind.Use.KEYS_VALUES
        ? Math.max(loads.attentionComputeS()[die], loads.attentionMemoryS()[die])
        : loads.macroS()[die];
  }

  static List<LinkLoad> links(Plan plan, RankRates batch, RankRates saturated) {
    List<LinkLoad> loads = new ArrayList<>();
    List<Topology.Link> links = plan.machine().topology().links();
    for (int link = 0; link < links.size(); link++) {
      double bits = batch.loads().linkBits()[link];
      double bitsPerS = links.get(link).bitsPerS();
      loads.add(
          new LinkLoad(
              links.get(link).name(),
              bits,
              bits / bitsPerS * batch.tokensPerS(),
              saturated.loads().linkBits()[link] / bitsPerS * saturated.tokensPerS()));
    }
    return loads;
  }
}
