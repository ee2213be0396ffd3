package org.cimlet.estimate;

import java.util.Arrays;
import org.cimlet.estimate.Estimate.ActionCounts;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Topology;

/// How fast the streams of all lanes go together.
///
/// A lane's streams are as fast as its two bounds let them: a lone stream's time, and its busiest
/// part. What lanes share (hosts, links) bounds their sum.
///
/// @param tokensPerS of all streams together
/// @param loads of an average token
/// @param busiest part of it; its busy time for a token is the `share`
/// @param actions of an average token
/// @param loadHopFj energy of links on which weights of an average token are loaded; their bits are
///   among the loads
record LaneRates(
    double tokensPerS,
    PackageLoads loads,
    Bottleneck busiest,
    ActionCounts actions,
    double loadHopFj) {

  /// With weights at rest.
  LaneRates(double tokensPerS, PackageLoads loads, Bottleneck busiest, ActionCounts actions) {
    this(tokensPerS, loads, busiest, actions, 0);
  }

  /// A token of each lane.
  static TokenPass[] walk(Plan plan) {
    Placement placement = plan.placement();
    TokenPass[] passes = new TokenPass[placement.lanes()];
    for (int lane = 0; lane < passes.length; lane++) {
      passes[lane] = TokenPass.walk(plan, lane);
    }
    return passes;
  }

  /// `streams` streams, dealt out to the lanes in turn.
  static LaneRates of(Plan plan, TokenPass[] passes, long streams) {
    Topology topology = plan.machine().topology();
    if (passes.length == 1) {
      PackageLoads loads = passes[0].loads();
      Bottleneck busiest = Resources.busiest(topology, loads);
      double rate = streams / Math.max(passes[0].token().total(), streams * busiest.share());
      return new LaneRates(rate, loads, busiest, passes[0].actions());
    }
    double[] rates = new double[passes.length];
    long[] weights = new long[passes.length];
    for (int lane = 0; lane < passes.length; lane++) {
      double own = Resources.busiest(topology, passes[lane].loads()).share();
      long here = streams / passes.length + (lane < streams % passes.length ? 1 : 0);
      weights[lane] = here;
      rates[lane] = here / Math.max(passes[lane].token().total(), here * own);
    }
    return together(topology, passes, rates, weights);
  }

  /// Streams enough to keep every lane's busiest part busy.
  ///
  /// @param some what fewer streams do
  static LaneRates saturated(Plan plan, TokenPass[] passes, LaneRates some) {
    if (passes.length == 1) {
      return new LaneRates(
          1 / some.busiest().share(), some.loads(), some.busiest(), some.actions());
    }
    Topology topology = plan.machine().topology();
    double[] rates = new double[passes.length];
    for (int lane = 0; lane < passes.length; lane++) {
      rates[lane] = 1 / Resources.busiest(topology, passes[lane].loads()).share();
    }
    long[] weights = new long[passes.length];
    Arrays.fill(weights, 1);
    return together(topology, passes, rates, weights);
  }

  /// Actions are counted by streams, in whole numbers: all lanes of a kind go equally fast.
  private static LaneRates together(
      Topology topology, TokenPass[] passes, double[] rates, long[] weights) {
    double sum = 0;
    for (double rate : rates) {
      sum += rate;
    }
    PackageLoads loads = PackageLoads.none(topology);
    ActionCounts actions = passes[0].actions().times(0);
    for (int lane = 0; lane < passes.length; lane++) {
      loads.add(passes[lane].loads(), rates[lane] / sum);
      actions = actions.plus(passes[lane].actions().times((double) weights[lane]));
    }
    Bottleneck busiest = Resources.busiest(topology, loads);
    double streams = (double) Arrays.stream(weights).sum();
    return new LaneRates(Math.min(sum, 1 / busiest.share()), loads, busiest, actions.over(streams));
  }

  /// Whether the busiest part has no time left.
  boolean isSaturated() {
    return tokensPerS * busiest.share() > 1 - 1e-9;
  }
}
