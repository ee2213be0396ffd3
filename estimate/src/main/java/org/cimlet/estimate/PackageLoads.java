package org.cimlet.estimate;

import org.cimlet.plan.Topology;

/// How long one token keeps every part of the package busy.
///
/// @param macroS of each chiplet
/// @param vectorS of each chiplet
/// @param linkBits over each link
@SuppressWarnings("ArrayRecordComponent") // shared within the engine's walk, never outside it
record PackageLoads(double[] macroS, double[] vectorS, double[] linkBits) {

  static PackageLoads none(Topology topology) {
    return new PackageLoads(
        new double[topology.chiplets()],
        new double[topology.chiplets()],
        new double[topology.links().size()]);
  }

  /// The loads as they are now, whatever is added later.
  PackageLoads copy() {
    return new PackageLoads(macroS.clone(), vectorS.clone(), linkBits.clone());
  }
}
