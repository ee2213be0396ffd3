package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Topology;

/// How long a token keeps every part of the package busy.
///
/// @param macroS of each chiplet, with its vector unit and its attention where they take turns
/// @param vectorS of each chiplet
/// @param wiresS of each chiplet: inputs and results of its macros, and the state of recurrent
///   layers, passing its wires
/// @param attentionComputeS of each chiplet
/// @param attentionMemoryS of each chiplet
/// @param linkBits over each link
/// @param hostComputeS of each host
/// @param hostMemoryS of each host
@SuppressWarnings("ArrayRecordComponent") // shared within the engine's walk, never outside it
public record PackageLoads(
    double[] macroS,
    double[] vectorS,
    double[] wiresS,
    double[] attentionComputeS,
    double[] attentionMemoryS,
    double[] linkBits,
    double[] hostComputeS,
    double[] hostMemoryS) {

  /// Demand for links where it does not matter.
  public static final double[] NO_DEMAND = {};

  public static PackageLoads none(Topology topology) {
    return new PackageLoads(
        new double[topology.chiplets()],
        new double[topology.chiplets()],
        new double[topology.chiplets()],
        new double[topology.chiplets()],
        new double[topology.chiplets()],
        new double[topology.linkCount()],
        new double[topology.hosts()],
        new double[topology.hosts()]);
  }

  /// Where the busy time of vector units counts: with that of the macros where they take turns.
  public double[] ofVectorUnits(Chiplet chiplet) {
    return chiplet.takesTurns() ? macroS : vectorS;
  }

  /// The loads as they are now, `times` over, whatever is added later.
  public PackageLoads times(double times) {
    return new PackageLoads(
        scaled(macroS, times),
        scaled(vectorS, times),
        scaled(wiresS, times),
        scaled(attentionComputeS, times),
        scaled(attentionMemoryS, times),
        scaled(linkBits, times),
        scaled(hostComputeS, times),
        scaled(hostMemoryS, times));
  }

  /// Bits times links crossed.
  public double bitsOverLinks() {
    double all = 0;
    for (double bits : linkBits) {
      all += bits;
    }
    return all;
  }

  private static double[] scaled(double[] values, double times) {
    double[] scaled = values.clone();
    if (times != 1) {
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= times;
      }
    }
    return scaled;
  }

  /// Adds another's loads, `times` over.
  public void add(PackageLoads other, double times) {
    add(macroS, other.macroS, times);
    add(vectorS, other.vectorS, times);
    add(wiresS, other.wiresS, times);
    add(attentionComputeS, other.attentionComputeS, times);
    add(attentionMemoryS, other.attentionMemoryS, times);
    add(linkBits, other.linkBits, times);
    add(hostComputeS, other.hostComputeS, times);
    add(hostMemoryS, other.hostMemoryS, times);
  }

  private static void add(double[] to, double[] from, double times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * from[i];
    }
  }

  /// How long the busiest resource of a chiplet is busy.
  public double busyS(int chiplet) {
    return Math.max(
        Math.max(Math.max(macroS[chiplet], vectorS[chiplet]), wiresS[chiplet]),
        Math.max(attentionComputeS[chiplet], attentionMemoryS[chiplet]));
  }
}
