package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.estimate.Estimate.Ceiling;
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
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.machine.Macro;

/// Estimates a plan whose weights are reloaded: what [Estimator] says of weights at rest, and what
/// loading adds. A batch shares each load, and so does a whole prompt.
final class ReloadEstimate {
  private final Plan plan;
  private final ReloadRates rates;
  private final RankRates batch;
  private final long held;
  private final long enough;
  private final boolean isHeld;
  private final RankRates saturated;

  ReloadEstimate(Plan plan) {
    this.plan = plan;
    rates = ReloadRates.walk(plan);
    batch = rates.of(plan.scenario().batch());
    held = Math.max(plan.scenario().batch(), SequenceMemory.of(plan).sequences());
    long wanted = rates.saturatingBatch();
    isHeld = wanted > held;
    enough = Math.min(held, wanted);
    saturated = rates.of(enough);
  }

  Estimate estimate() {
    return new Estimate(
        prefill(),
        decode(),
        ResourceShares.time(rates.token()),
        ResourceShares.energy(EnergyCharge.of(plan, batch)),
        ResourceShares.chiplets(plan, batch, saturated),
        ResourceShares.links(plan, batch, saturated),
        ceilings(),
        batch.actions(),
        layerActions(),
        null,
        reload());
  }

  /// Loading is one of them: the sequences of the peak share it.
  private List<Ceiling> ceilings() {
    List<Ceiling> ceilings = new ArrayList<>(ResourceShares.ceilings(plan, saturated));
    ceilings.add(new Ceiling(Resource.WEIGHT_LOADING, slowest().name(), enough / rates.loadS()));
    ceilings.sort(Comparator.comparingDouble(Ceiling::tokensPerS));
    return ceilings;
  }

  Estimate.Decode decode() {
    int sequences = plan.scenario().batch();
    double batch1 = rates.token().total();
    return new Estimate.Decode(
        sequences,
        plan.scenario().contextTokens(),
        sequences / batch.tokensPerS(),
        batch.tokensPerS(),
        EnergyCharge.of(plan, batch).total(),
        bottleneck(sequences, batch1),
        batch1,
        saturated.tokensPerS(),
        enough,
        held,
        ResourceShares.busiest(saturated.busiest(), 1 / saturated.tokensPerS(), !isHeld));
  }

  /// A single sequence's largest share; of several sequences, loading or the busiest part.
  private Bottleneck bottleneck(int sequences, double batch1) {
    if (sequences == 1) {
      Resource largest = rates.token().largest();
      String name = largest == Resource.WEIGHT_LOADING ? slowest().name() : "batch 1";
      return new Bottleneck(largest, name, false, rates.token().of(largest) / batch1);
    }
    double loading = loadShare(sequences);
    BusyResource busiest = batch.busiest();
    double busy = busiest.seconds() * batch.tokensPerS();
    return loading >= busy
        ? new Bottleneck(Resource.WEIGHT_LOADING, slowest().name(), false, loading)
        : new Bottleneck(busiest.resource(), busiest.name(), false, busy);
  }

  private double loadShare(long sequences) {
    return rates.loadS() / rates.passS(sequences);
  }

  /// What is slowest in the weight set that takes longest to load, with its share of all loading.
  private Bottleneck slowest() {
    WeightSetLoad longest = rates.loads().getFirst();
    for (WeightSetLoad load : rates.loads()) {
      longest = load.seconds() > longest.seconds() ? load : longest;
    }
    BusyResource slowest = longest.slowest();
    double busy = 0;
    for (WeightSetLoad load : rates.loads()) {
      busy += load.slowest().seconds();
    }
    return new Bottleneck(slowest.resource(), slowest.name(), true, busy / rates.loadS());
  }

  private Reload reload() {
    double writesPerS =
        plan.placement().weightSets() * batch.tokensPerS() / plan.scenario().batch();
    Macro macro = plan.machine().chiplet().macro();
    return new Reload(
        plan.placement().weightSets(),
        rates.loadedBits(),
        rates.loadS(),
        slowest(),
        loadShare(plan.scenario().batch()),
        loadShare(enough),
        macro.cellWrite().isPresent() ? writesPerS : 0);
  }

  /// The whole prompt passes a weight set before the next is loaded.
  private Estimate.Prefill prefill() {
    double seconds = rates.loadS();
    double longest = rates.loadS();
    Resource part = Resource.WEIGHT_LOADING;
    String name = slowest().name();
    List<TokenPass> passes = rates.firstRank();
    Map<String, Double> busyS = new HashMap<>();
    for (int weightSet = 0; weightSet < passes.size(); weightSet++) {
      PrefillTime here = PrefillPass.prefill(plan, passes.get(weightSet), weightSet);
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

  /// Several prompts pass each weight set behind each other before the next is loaded.
  double promptsS(int prompts) {
    double seconds = rates.loadS();
    List<TokenPass> passes = rates.firstRank();
    for (int weightSet = 0; weightSet < passes.size(); weightSet++) {
      PrefillTime here = PrefillPass.prefill(plan, passes.get(weightSet), weightSet);
      seconds += here.seconds() + (prompts - 1) * here.busiest().seconds();
    }
    return seconds;
  }

  private ActionCounts layerActions() {
    return rates.firstRank().stream()
        .map(TokenPass::layerActions)
        .reduce(ActionCounts::plus)
        .orElseThrow();
  }
}
