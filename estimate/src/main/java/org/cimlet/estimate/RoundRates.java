package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate.ActionCounts;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Topology;

/// How fast streams pass a package that is loaded in rounds: all wait while a round is loaded, then
/// pass it together, and wait for the last of them.
///
/// `B` streams set out together and go one behind the other. A part is busy for all of them, after
/// the first has come to it and before the last has left what comes behind it. Links and hosts are
/// on a stream's way all the time, a chiplet only while its layers are ([ChipletSpans]).
final class RoundRates {
  /// Share of the time in which the busiest parts are busy that counts as saturated.
  private static final double SATURATED = 0.9;

  private final Plan plan;
  private final Topology topology;
  private final List<RoundLoad> loads = new ArrayList<>();
  private final List<TokenPass[]> passes = new ArrayList<>();
  private final PartTimes token = new PartTimes();
  private double loadS;
  private double loadedBits;
  private double bitsOverLinks;

  private RoundRates(Plan plan) {
    this.plan = plan;
    this.topology = plan.machine().topology();
  }

  static RoundRates walk(Plan plan) {
    RoundRates rates = new RoundRates(plan);
    for (int round = 0; round < plan.placement().rounds(); round++) {
      rates.add(round);
    }
    rates.token.add(Part.WEIGHT_LOADING, rates.loadS);
    return rates;
  }

  private void add(int round) {
    TokenPass[] lanes = new TokenPass[plan.placement().lanes()];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = TokenPass.walk(plan, lane, round);
    }
    passes.add(lanes);
    token.addAll(lanes[0].token());
    RoundLoad load = RoundLoad.of(plan, round);
    loads.add(load);
    loadS += load.seconds();
    loadedBits += load.bits();
    for (double bits : load.linkBits()) {
      bitsOverLinks += bits;
    }
  }

  /// Time of a lone stream's token, loading included.
  PartTimes token() {
    return token;
  }

  /// Time of loading all rounds.
  double loadS() {
    return loadS;
  }

  /// Bits of all rounds.
  double loadedBits() {
    return loadedBits;
  }

  List<RoundLoad> loads() {
    return loads;
  }

  /// The first lane's passes, round by round.
  List<TokenPass> firstLane() {
    return passes.stream().map(lanes -> lanes[0]).toList();
  }

  /// Time in which so many streams all get a token.
  double passS(long streams) {
    double seconds = loadS;
    for (TokenPass[] lanes : passes) {
      seconds += passS(lanes, streams);
    }
    return seconds;
  }

  private double passS(TokenPass[] lanes, long streams) {
    double lone = 0;
    for (int lane = 0; lane < lanes.length && lane < streams; lane++) {
      lone = Math.max(lone, lanes[lane].token().total());
    }
    PackageLoads all = together(lanes, streams);
    double longest = Math.max(lone, Resources.busiest(topology, all).share());
    for (int chiplet = 0; chiplet < topology.chiplets(); chiplet++) {
      double span = lanes[0].spans().spanS(chiplet);
      if (span > 0) {
        longest = Math.max(longest, lone - span + Resources.busyS(all, chiplet));
      }
    }
    return longest;
  }

  /// What so many streams, dealt out to the lanes in turn, ask of the package in a round.
  private PackageLoads together(TokenPass[] lanes, long streams) {
    PackageLoads all = PackageLoads.none(topology);
    for (int lane = 0; lane < lanes.length; lane++) {
      all.add(lanes[lane].loads(), streamsOf(lane, lanes.length, streams));
    }
    return all;
  }

  private static double streamsOf(int lane, int lanes, long streams) {
    long here = streams / lanes + (lane < streams % lanes ? 1 : 0);
    return (double) here;
  }

  /// The fewest streams with which the busiest part of each round is busy as long as counts as
  /// saturated.
  long streamsToSaturate() {
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
    for (TokenPass[] lanes : passes) {
      busy += Resources.busiest(topology, together(lanes, streams)).share();
    }
    return busy >= SATURATED * passS(streams);
  }

  /// Rates, loads and actions of an average token of so many streams.
  LaneRates of(long streams) {
    PackageLoads all = PackageLoads.none(topology);
    ActionCounts actions = passes.getFirst()[0].actions().times(0);
    for (TokenPass[] lanes : passes) {
      for (int lane = 0; lane < lanes.length; lane++) {
        double here = streamsOf(lane, lanes.length, streams);
        all.add(lanes[lane].loads(), here / streams);
        actions = actions.plus(lanes[lane].actions().times(here));
      }
    }
    Bottleneck busiest = Resources.busiest(topology, all);
    double hopFj = 0;
    for (RoundLoad load : loads) {
      for (int link = 0; link < load.linkBits().length; link++) {
        all.linkBits()[link] += load.linkBits()[link] / streams;
        hopFj += load.linkBits()[link] * topology.links().get(link).fjPerBit() / streams;
      }
    }
    return new LaneRates(
        streams / passS(streams),
        all,
        busiest,
        actions.loading(loadedBits, bitsOverLinks).over((double) streams),
        hopFj);
  }
}
