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
import org.cimlet.plan.machine.Topology;

/// How fast streams pass a package that is loaded in rounds: all wait while a round is loaded, then
/// pass it together, and wait for the last of them.
///
/// `B` streams set out together and go one behind the other. A part is busy for all of them, after
/// the first has come to it and before the last has left what comes behind it. Links and hosts are
/// on a stream's way all the time, a chiplet only while its layers are ([ChipletSpans]).
public final class ReloadRates {
  /// Share of the time in which the busiest parts are busy that counts as saturated.
  private static final double SATURATED = 0.9;

  private final Plan plan;
  private final Topology topology;
  private final List<WeightSetLoad> loads = new ArrayList<>();
  private final List<TokenPass[]> passes = new ArrayList<>();
  private final ResourceTimes token = new ResourceTimes();
  private double loadS;
  private double loadedBits;
  private double bitsOverLinks;

  private ReloadRates(Plan plan) {
    this.plan = plan;
    this.topology = plan.machine().topology();
  }

  public static ReloadRates walk(Plan plan) {
    ReloadRates rates = new ReloadRates(plan);
    for (int round = 0; round < plan.placement().weightSets(); round++) {
      rates.add(round);
    }
    rates.token.add(Resource.WEIGHT_LOADING, rates.loadS);
    return rates;
  }

  private void add(int round) {
    TokenPass[] ranks = new TokenPass[plan.placement().ranks()];
    for (int rank = 0; rank < ranks.length; rank++) {
      ranks[rank] = TokenPass.walk(plan, rank, round);
    }
    passes.add(ranks);
    token.addAll(ranks[0].times());
    WeightSetLoad load = WeightSetLoad.of(plan, round);
    loads.add(load);
    loadS += load.seconds();
    loadedBits += load.bits();
    for (double bits : load.linkBits()) {
      bitsOverLinks += bits;
    }
  }

  /// Time of a lone stream's token, loading included.
  public ResourceTimes token() {
    return token;
  }

  /// Time of loading all rounds.
  public double loadS() {
    return loadS;
  }

  /// Bits of all rounds.
  public double loadedBits() {
    return loadedBits;
  }

  public List<WeightSetLoad> loads() {
    return loads;
  }

  /// The first rank's passes, round by round.
  public List<TokenPass> firstLane() {
    return passes.stream().map(ranks -> ranks[0]).toList();
  }

  /// Time in which so many streams all get a token.
  public double passS(long streams) {
    double seconds = loadS;
    for (TokenPass[] ranks : passes) {
      seconds += passS(ranks, streams);
    }
    return seconds;
  }

  private double passS(TokenPass[] ranks, long streams) {
    double lone = 0;
    for (int rank = 0; rank < ranks.length && rank < streams; rank++) {
      lone = Math.max(lone, ranks[rank].times().total());
    }
    PackageLoads all = together(ranks, streams);
    double longest = Math.max(lone, BusyResource.longest(topology, all).seconds());
    for (int chiplet = 0; chiplet < topology.chiplets(); chiplet++) {
      double span = ranks[0].spans().spanS(chiplet);
      if (span > 0) {
        longest = Math.max(longest, lone - span + all.busyS(chiplet));
      }
    }
    return longest;
  }

  /// What so many streams, dealt out to the ranks in turn, ask of the package in a round.
  private PackageLoads together(TokenPass[] ranks, long streams) {
    PackageLoads all = PackageLoads.none(topology);
    for (int rank = 0; rank < ranks.length; rank++) {
      all.add(ranks[rank].loads(), streamsOf(rank, ranks.length, streams));
    }
    return all;
  }

  private static double streamsOf(int rank, int ranks, long streams) {
    long here = streams / ranks + (rank < streams % ranks ? 1 : 0);
    return (double) here;
  }

  /// The fewest streams with which the busiest part of each round is busy as long as counts as
  /// saturated.
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

  private boolean isSaturated(long streams) {
    double busy = 0;
    for (TokenPass[] ranks : passes) {
      busy += BusyResource.longest(topology, together(ranks, streams)).seconds();
    }
    return busy >= SATURATED * passS(streams);
  }

  /// Rates, loads and actions of an average token of so many streams.
  public RankRates of(long streams) {
    PackageLoads all = PackageLoads.none(topology);
    ActionCounts actions = passes.getFirst()[0].actions().times(0);
    for (TokenPass[] ranks : passes) {
      for (int rank = 0; rank < ranks.length; rank++) {
        double here = streamsOf(rank, ranks.length, streams);
        all.add(ranks[rank].loads(), here / streams);
        actions = actions.plus(ranks[rank].actions().times(here));
      }
    }
    BusyResource busiest = BusyResource.longest(topology, all);
    double hopFj = 0;
    for (WeightSetLoad load : loads) {
      for (int link = 0; link < load.linkBits().length; link++) {
        all.linkBits()[link] += load.linkBits()[link] / streams;
        hopFj += load.linkBits()[link] * topology.links().get(link).fjPerBit() / streams;
      }
    }
    return new RankRates(
        streams / passS(streams),
        all,
        busiest,
        actions
            .plus(Action.WEIGHT_LOADING, loadedBits)
            .plus(Action.LINK, bitsOverLinks)
            .over((double) streams),
        hopFj);
  }
}
