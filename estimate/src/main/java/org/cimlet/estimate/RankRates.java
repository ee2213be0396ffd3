package org.cimlet.estimate;

import java.util.Arrays;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Topology;

/// How fast the streams of all ranks go together.
///
/// A rank's streams are as fast as its two bounds let them: a lone stream's time, and its busiest
/// part. What ranks share (hosts, links) bounds their sum.
///
/// @param tokensPerS of all streams together
/// @param loads of an average token
/// @param busiest part of it; its busy time for a token is the `share`
/// @param actions of an average token
/// @param loadHopFj energy of links on which weights of an average token are loaded; their bits are
///   among the loads
record RankRates(
    double tokensPerS,
    PackageLoads loads,
    Bottleneck busiest,
    ActionCounts actions,
    double loadHopFj) {

  /// With weights at rest.
  RankRates(double tokensPerS, PackageLoads loads, Bottleneck busiest, ActionCounts actions) {
    this(tokensPerS, loads, busiest, actions, 0);
  }

  /// A token of each rank.
  static TokenPass[] walk(Plan plan) {
    Placement placement = plan.placement();
    TokenPass[] passes = new TokenPass[placement.ranks()];
    for (int rank = 0; rank < passes.length; rank++) {
      passes[rank] = TokenPass.walk(plan, rank);
    }
    return passes;
  }

  /// `streams` streams, dealt out to the ranks in turn.
  static RankRates of(Plan plan, TokenPass[] passes, long streams) {
    Topology topology = plan.machine().topology();
    if (passes.length == 1) {
      PackageLoads loads = passes[0].loads();
      Bottleneck busiest = BusiestResource.busiest(topology, loads);
      double rate = streams / Math.max(passes[0].times().total(), streams * busiest.share());
      return new RankRates(rate, loads, busiest, passes[0].actions());
    }
    double[] rates = new double[passes.length];
    long[] weights = new long[passes.length];
    for (int rank = 0; rank < passes.length; rank++) {
      double own = BusiestResource.busiest(topology, passes[rank].loads()).share();
      long here = streams / passes.length + (rank < streams % passes.length ? 1 : 0);
      weights[rank] = here;
      rates[rank] = here / Math.max(passes[rank].times().total(), here * own);
    }
    return together(topology, passes, rates, weights);
  }

  /// Streams enough to keep every rank's busiest part busy.
  ///
  /// @param some what fewer streams do
  static RankRates saturated(Plan plan, TokenPass[] passes, RankRates some) {
    if (passes.length == 1) {
      return new RankRates(
          1 / some.busiest().share(), some.loads(), some.busiest(), some.actions());
    }
    Topology topology = plan.machine().topology();
    double[] rates = new double[passes.length];
    for (int rank = 0; rank < passes.length; rank++) {
      rates[rank] = 1 / BusiestResource.busiest(topology, passes[rank].loads()).share();
    }
    long[] weights = new long[passes.length];
    Arrays.fill(weights, 1);
    return together(topology, passes, rates, weights);
  }

  /// Actions are counted by streams, in whole numbers: all ranks of a kind go equally fast.
  private static RankRates together(
      Topology topology, TokenPass[] passes, double[] rates, long[] weights) {
    double sum = 0;
    for (double rate : rates) {
      sum += rate;
    }
    PackageLoads loads = PackageLoads.none(topology);
    ActionCounts actions = passes[0].actions().times(0);
    for (int rank = 0; rank < passes.length; rank++) {
      loads.add(passes[rank].loads(), rates[rank] / sum);
      actions = actions.plus(passes[rank].actions().times((double) weights[rank]));
    }
    Bottleneck busiest = BusiestResource.busiest(topology, loads);
    double streams = (double) Arrays.stream(weights).sum();
    return new RankRates(Math.min(sum, 1 / busiest.share()), loads, busiest, actions.over(streams));
  }

  /// Whether the busiest part has no time left.
  boolean isSaturated() {
    return tokensPerS * busiest.share() > 1 - 1e-9;
  }
}
