package org.cimlet.estimate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.estimate.Estimate.Reload;
import org.cimlet.estimate.rate.EnergyCharge;
import org.cimlet.estimate.rate.RankRates;
import org.cimlet.estimate.rate.ReloadRates;
import org.cimlet.estimate.rate.WeightSetLoad;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.estimate.walk.PrefillPass;
import org.cimlet.estimate.walk.PrefillTime;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Macro;

/// Estimates a plan whose package is loaded in rounds: what [Estimator] says of weights at rest,
/// and what loading adds. A batch shares each load, and so does a whole prompt.
final class ReloadEstimate {
  private final Plan plan;
  private final ReloadRates rounds;
  private final RankRates batch;
  private final long enough;
  private final RankRates saturated;

  ReloadEstimate(Plan plan) {
    this.plan = plan;
    rounds = ReloadRates.walk(plan);
    batch = rounds.of(plan.scenario().batch());
    enough = rounds.saturatingBatch();
    saturated = rounds.of(enough);
  }

  Estimate estimate() {
    return new Estimate(
        prefill(),
        decode(),
        ResourceShares.time(rounds.token()),
        ResourceShares.energy(EnergyCharge.of(plan, batch)),
        ResourceShares.chiplets(plan, batch, saturated),
        ResourceShares.links(plan, batch, saturated),
        batch.actions(),
        layerActions(),
        null,
        reload());
  }

  Estimate.Decode decode() {
    int streams = plan.scenario().batch();
    double lone = rounds.token().total();
    return new Estimate.Decode(
        streams,
        plan.scenario().contextTokens(),
        streams / batch.tokensPerS(),
        batch.tokensPerS(),
        EnergyCharge.of(plan, batch).total(),
        bottleneck(streams, lone),
        lone,
        saturated.tokensPerS(),
        enough,
        ResourceShares.saturating(saturated.busiest(), 1 / saturated.tokensPerS()));
  }

  /// A lone stream's largest share; of several streams, loading or the busiest part.
  private Bottleneck bottleneck(int streams, double lone) {
    if (streams == 1) {
      Resource largest = rounds.token().largest();
      String name = largest == Resource.WEIGHT_LOADING ? slowest().name() : "batch 1";
      return new Bottleneck(largest, name, false, rounds.token().of(largest) / lone);
    }
    double loading = loadShare(streams);
    BusyResource busiest = batch.busiest();
    double busy = busiest.seconds() * batch.tokensPerS();
    return loading >= busy
        ? new Bottleneck(Resource.WEIGHT_LOADING, slowest().name(), false, loading)
        : new Bottleneck(busiest.resource(), busiest.name(), false, busy);
  }

  private double loadShare(long streams) {
    return rounds.loadS() / rounds.passS(streams);
  }

  /// What is slowest in the round that takes longest to load, with its share of all loading.
  private Bottleneck slowest() {
    WeightSetLoad longest = rounds.loads().getFirst();
    for (WeightSetLoad load : rounds.loads()) {
      longest = load.seconds() > longest.seconds() ? load : longest;
    }
    BusyResource slowest = longest.slowest();
    double busy = 0;
    for (WeightSetLoad load : rounds.loads()) {
      busy += load.slowest().seconds();
    }
    return new Bottleneck(slowest.resource(), slowest.name(), true, busy / rounds.loadS());
  }

  private Reload reload() {
    double writesPerS =
        plan.placement().weightSets() * batch.tokensPerS() / plan.scenario().batch();
    Macro macro = plan.machine().chiplet().macro();
    return new Reload(
        plan.placement().weightSets(),
        rounds.loadedBits(),
        rounds.loadS(),
        slowest(),
        loadShare(plan.scenario().batch()),
        loadShare(enough),
        macro.cellWrite().isPresent() ? writesPerS : 0);
  }

  /// The whole prompt passes a round before the next is loaded.
  private Estimate.Prefill prefill() {
    double seconds = rounds.loadS();
    double longest = rounds.loadS();
    Resource part = Resource.WEIGHT_LOADING;
    String name = slowest().name();
    List<TokenPass> passes = rounds.firstLane();
    Map<String, Double> busyS = new HashMap<>();
    for (int round = 0; round < passes.size(); round++) {
      PrefillTime here = PrefillPass.prefill(plan, passes.get(round), round);
      BusyResource limit = here.busiest();
      seconds += here.seconds();
      double busy = limit.seconds();
      if (busyS.merge(limit.resource() + limit.name(), busy, Double::sum) > longest) {
        longest = busyS.getOrDefault(limit.resource() + limit.name(), busy);
        part = limit.resource();
        name = limit.name();
      }
    }
    return new Estimate.Prefill(
        plan.scenario().promptTokens(),
        seconds,
        new Bottleneck(part, name, true, longest / seconds));
  }

  private ActionCounts layerActions() {
    return rounds.firstLane().stream()
        .map(TokenPass::layerActions)
        .reduce(ActionCounts::plus)
        .orElseThrow();
  }
}
