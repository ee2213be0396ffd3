package org.cimlet.estimate;

import org.cimlet.estimate.walk.LeastWork;
import org.cimlet.estimate.walk.WalkMemory;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;

/// What plans of one program on one machine for one scenario do not beat, however its weights are
/// placed.
///
/// Of a cut it is known what no placement spares: the work of hosts and vector units, and rows of
/// macros, at best in equal shares ([LeastWork]); links are left out. Of a placement that has been
/// walked over the same links it is known how long those take, whatever the clocks do
/// ([WalkMemory]).
public final class Bounds {
  /// By so much bounds give way to sums that are added in another order.
  private static final double ROUNDING = 1e-9;

  private final Plan any;
  private final WalkMemory memory;
  private final LeastWork least;
  private final int hosts;

  /// @param any one of the plans, that holds its weights at rest
  Bounds(Plan any, LeastWork least, WalkMemory memory) {
    this.any = any;
    this.memory = memory;
    this.least = least;
    this.hosts = any.machine().topology().hosts();
  }

  /// Of a network that is cut into equal shares.
  ///
  /// @param group chiplets that share every step of a stage
  /// @param stages of a replica
  /// @param replicas of the network
  public Bound ofCut(int group, int stages, int replicas) {
    double aloneS = least.aloneS(group, stages);
    double busiestS = Math.max(least.busyS() / ((double) group * stages), least.hostBusyS());
    int ranks = hosts / gcd(hosts, replicas) * replicas;
    Scenario scenario = any.scenario();
    int together = scenario.microBatch();
    int lots = scenario.batch() / together;
    double tokensPerS = 0;
    int more = lots % ranks;
    if (more > 0) {
      tokensPerS += more * rate((lots / ranks + 1) * together, aloneS, busiestS);
    }
    if (lots >= ranks) {
      tokensPerS += (ranks - more) * rate(lots / ranks * together, aloneS, busiestS);
    }
    double peak = peak((double) group * stages * replicas);
    return bound(Math.min(tokensPerS, peak), peak, aloneS);
  }

  /// What all chiplets and hosts allow together.
  private double peak(double chiplets) {
    return Math.min(chiplets / least.busyS(), hosts / least.hostBusyS());
  }

  private static double rate(int sequences, double aloneS, double busiestS) {
    return sequences / Math.max(aloneS, sequences * busiestS);
  }

  private Bound bound(double tokensPerS, double peak, double aloneS) {
    return new Bound(
        any.scenario().batch() / tokensPerS * (1 - ROUNDING),
        peak * (1 + ROUNDING),
        aloneS * (1 - ROUNDING));
  }

  /// Of a plan of which every rank has been walked, its placement on the same links; of others, and
  /// where a micro-batch passes together, nothing.
  public Bound of(Plan plan) {
    int ranks = plan.placement().ranks();
    int sequences = plan.scenario().batch();
    double tokensPerS = 0;
    double peak = 0;
    double aloneS = 0;
    for (int rank = 0; rank < ranks; rank++) {
      WalkMemory.Least walk = plan.scenario().microBatch() == 1 ? memory.least(plan, rank) : null;
      if (walk == null) {
        return new Bound(0, Double.POSITIVE_INFINITY, 0);
      }
      double rankS = walk.seconds() + least.elsewhereS();
      double busiestS = Math.max(walk.busiestS(), least.hostBusyS());
      int here = sequences / ranks + (rank < sequences % ranks ? 1 : 0);
      tokensPerS += here == 0 ? 0 : rate(here, rankS, busiestS);
      peak += 1 / busiestS;
      aloneS = rank == 0 ? rankS : aloneS;
    }
    return bound(Math.min(tokensPerS, peak), peak, aloneS);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
