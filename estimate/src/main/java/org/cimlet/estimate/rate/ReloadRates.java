package org.cimlet.estimate.rate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Machine;

/// How fast sequences pass a package whose weights are reloaded: all wait while a weight set is
/// loaded, then pass it together, and wait for the last of them.
///
/// `B` sequences set out together and go one behind the other. A part is busy for all of them,
/// after the first has come to it and before the last has left what comes behind it. Links and
/// hosts are on a sequence's way all the time, a chiplet only while its layers are
/// ([ChipletSpans]).
public final class ReloadRates {
  /// Share of the time in which the busiest parts are busy that counts as saturated.
  private static final double SATURATED = 0.9;

  private final Plan plan;
  private final Machine machine;
  private final List<WeightSetLoad> loads = new ArrayList<>();
  private final List<TokenPass[]> passes = new ArrayList<>();
  private final ResourceTimes token = new ResourceTimes();
  private double loadS;
  private double loadedBits;
  private double bitsOverLinks;

  private ReloadRates(Plan plan) {
    this.plan = plan;
    this.machine = plan.machine();
  }

  public static ReloadRates walk(Plan plan) {
    ReloadRates rates = new ReloadRates(plan);
    for (int weightSet = 0; weightSet < plan.placement().weightSets(); weightSet++) {
      rates.add(weightSet);
    }
    rates.token.add(Resource.WEIGHT_LOADING, rates.loadS);
    return rates;
  }

  private void add(int weightSet) {
    TokenPass[] ranks = new TokenPass[plan.placement().ranks()];
    for (int rank = 0; rank < ranks.length; rank++) {
      ranks[rank] = TokenPass.walk(plan, rank, weightSet);
    }
    passes.add(ranks);
    token.addAll(ranks[0].times());
    WeightSetLoad load = WeightSetLoad.of(plan, weightSet);
    loads.add(load);
    loadS += load.seconds();
    loadedBits += load.bits();
    for (double bits : load.linkBits()) {
      bitsOverLinks += bits;
    }
  }

  /// Time of a single sequence's token, loading included.
  public ResourceTimes token() {
    return token;
  }

  /// Time of loading all weight sets.
  public double loadS() {
    return loadS;
  }

  /// Bits of all weight sets.
  public double loadedBits() {
    return loadedBits;
  }

  public List<WeightSetLoad> loads() {
    return loads;
  }

  /// The first rank's passes, one weight set at a time.
  public List<TokenPass> firstRank() {
    return passes.stream().map(ranks -> ranks[0]).toList();
  }

  /// Time in which so many sequences all get a token.
  public double passS(long sequences) {
    double seconds = loadS;
    for (TokenPass[] ranks : passes) {
      seconds += passS(ranks, sequences);
    }
    return seconds;
  }

  private double passS(TokenPass[] ranks, long sequences) {
    double batch1 = 0;
    for (int rank = 0; rank < ranks.length && rank < sequences; rank++) {
      batch1 = Math.max(batch1, ranks[rank].times().total());
    }
    PackageLoads all = together(ranks, sequences);
    double longest = Math.max(batch1, BusyResource.longest(machine, all).seconds());
    for (int chiplet = 0; chiplet < machine.chiplets(); chiplet++) {
      double span = ranks[0].spans().spanS(chiplet);
      if (span > 0) {
        longest = Math.max(longest, batch1 - span + all.busyS(chiplet));
      }
    }
    return longest;
  }

  /// What so many sequences, dealt out to the ranks in turn, ask of the package in a weight set.
  private PackageLoads together(TokenPass[] ranks, long sequences) {
    PackageLoads all = PackageLoads.none(machine.topology());
    for (int rank = 0; rank < ranks.length; rank++) {
      all.add(ranks[rank].loads(), sequencesOf(rank, ranks.length, sequences));
    }
    return all;
  }

  private static double sequencesOf(int rank, int ranks, long sequences) {
    long here = sequences / ranks + (rank < sequences % ranks ? 1 : 0);
    return (double) here;
  }

  /// The fewest sequences with which the busiest part of each weight set is busy as long as counts
  /// as saturated.
  public long saturatingBatch() {
    long enough = 1;
    while (!isSaturated(enough)) {
      enough *= 2;
    }
    long few = enough / 2;
    while (enough - few > 1) {
      long middle = (few + enough) / 2;
      if (isSaturated(middle)) {
        enough = middle;
      } else {
        few = middle;
      }
    }
    return enough;
  }

  private boolean isSaturated(long sequences) {
    double busy = 0;
    for (TokenPass[] ranks : passes) {
      busy += BusyResource.longest(machine, together(ranks, sequences)).seconds();
    }
    return busy >= SATURATED * passS(sequences);
  }

  /// Rates, loads and actions of an average token of so many sequences.
  public RankRates of(long sequences) {
    PackageLoads all = PackageLoads.none(machine.topology());
    ActionCounts actions = passes.getFirst()[0].actions().times(0);
    for (TokenPass[] ranks : passes) {
      for (int rank = 0; rank < ranks.length; rank++) {
        double here = sequencesOf(rank, ranks.length, sequences);
        all.add(ranks[rank].loads(), here / sequences);
        actions = actions.plus(ranks[rank].actions().times(here));
      }
    }
    BusyResource busiest = BusyResource.longest(machine, all);
    double hopFj = 0;
    for (WeightSetLoad load : loads) {
      for (int link = 0; link < load.linkBits().length; link++) {
        all.linkBits()[link] += load.linkBits()[link] / sequences;
        hopFj += load.linkBits()[link] * machine.topology().fjPerBit(link) / sequences;
      }
    }
    return new RankRates(
        sequences / passS(sequences),
        all,
        busiest,
        actions
            .plus(Action.WEIGHT_LOADING, loadedBits)
            .plus(Action.LINK, bitsOverLinks)
            .over((double) sequences),
        hopFj);
  }
}
