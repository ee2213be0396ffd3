package org.cimlet.estimate.rate;

import java.util.Arrays;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.estimate.walk.WalkMemory;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Machine;

/// How fast the sequences of all ranks go together.
///
/// A rank's sequences are as fast as its two bounds let them: a single sequence's time, and its
/// busiest part. What ranks share (hosts, links) bounds their sum.
///
/// @param tokensPerS of all sequences together
/// @param loads of an average token
/// @param busiest part of it; its busy time is for a token
/// @param actions of an average token
/// @param loadHopFj energy of links on which weights of an average token are loaded; their bits are
///   among the loads
public record RankRates(
    double tokensPerS,
    PackageLoads loads,
    BusyResource busiest,
    ActionCounts actions,
    double loadHopFj) {

  /// With weights at rest.
  RankRates(double tokensPerS, PackageLoads loads, BusyResource busiest, ActionCounts actions) {
    this(tokensPerS, loads, busiest, actions, 0);
  }

  /// A token of each rank that passes by itself.
  public static TokenPass[] walk(Plan plan) {
    return walk(plan, 1);
  }

  /// A micro-batch of each rank.
  ///
  /// @param alone what [#walk(Plan)] gave
  public static TokenPass[] walkTogether(Plan plan, TokenPass[] alone) {
    int tokens = plan.scenario().microBatch();
    return tokens == 1 ? alone : walk(plan, tokens);
  }

  private static TokenPass[] walk(Plan plan, int together) {
    Placement placement = plan.placement();
    TokenPass[] passes = new TokenPass[placement.ranks()];
    for (int rank = 0; rank < passes.length; rank++) {
      passes[rank] = TokenPass.walkTogether(plan, rank, together);
    }
    return passes;
  }

  /// A token of each rank, with what is known of other plans' walks.
  public static TokenPass[] walk(Plan plan, WalkMemory memory) {
    TokenPass[] passes = new TokenPass[plan.placement().ranks()];
    for (int rank = 0; rank < passes.length; rank++) {
      passes[rank] = TokenPass.walk(plan, rank, memory);
    }
    return passes;
  }

  /// `sequences` sequences, dealt out to the ranks in turn, a micro-batch at a time.
  public static RankRates of(Plan plan, TokenPass[] passes, long sequences) {
    Machine machine = plan.machine();
    if (passes.length == 1) {
      PackageLoads loads = passes[0].loads();
      BusyResource busiest = BusyResource.longest(machine, loads);
      double rate = sequences / Math.max(passes[0].times().total(), sequences * busiest.seconds());
      return new RankRates(rate, loads, busiest, passes[0].actions());
    }
    double[] rates = new double[passes.length];
    long[] weights = new long[passes.length];
    for (int rank = 0; rank < passes.length; rank++) {
      double own = BusyResource.longest(machine, passes[rank].loads()).seconds();
      long together = plan.scenario().microBatch();
      long lots = sequences / together;
      long here = (lots / passes.length + (rank < lots % passes.length ? 1 : 0)) * together;
      weights[rank] = here;
      rates[rank] = here / Math.max(passes[rank].times().total(), here * own);
    }
    return together(machine, passes, rates, weights);
  }

  /// Streams enough to keep every rank's busiest part busy.
  ///
  /// @param some what fewer sequences do
  public static RankRates saturated(Plan plan, TokenPass[] passes, RankRates some) {
    if (passes.length == 1) {
      return new RankRates(
          1 / some.busiest().seconds(), some.loads(), some.busiest(), some.actions());
    }
    Machine machine = plan.machine();
    double[] rates = new double[passes.length];
    for (int rank = 0; rank < passes.length; rank++) {
      rates[rank] = 1 / BusyResource.longest(machine, passes[rank].loads()).seconds();
    }
    long[] weights = new long[passes.length];
    Arrays.fill(weights, 1);
    return together(machine, passes, rates, weights);
  }

  /// Actions are counted by sequences, in whole numbers: all ranks of a kind go equally fast.
  private static RankRates together(
      Machine machine, TokenPass[] passes, double[] rates, long[] weights) {
    double sum = 0;
    for (double rate : rates) {
      sum += rate;
    }
    PackageLoads loads = PackageLoads.none(machine.topology());
    ActionCounts actions = passes[0].actions().times(0);
    for (int rank = 0; rank < passes.length; rank++) {
      loads.add(passes[rank].loads(), rates[rank] / sum);
      actions = actions.plus(passes[rank].actions().times((double) weights[rank]));
    }
    BusyResource busiest = BusyResource.longest(machine, loads);
    double sequences = (double) Arrays.stream(weights).sum();
    return new RankRates(
        Math.min(sum, 1 / busiest.seconds()), loads, busiest, actions.over(sequences));
  }

  /// Whether the busiest part has no time left.
  public boolean isSaturated() {
    return tokensPerS * busiest.seconds() > 1 - 1e-9;
  }
}
