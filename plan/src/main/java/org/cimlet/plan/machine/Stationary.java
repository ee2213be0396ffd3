package org.cimlet.plan.machine;

/// What stays in a DRAM die while the rest passes by.
public enum Stationary {
  /// A buffer of inputs meets all outputs; partial sums leave the die for each buffer of inputs.
  INPUT,
  /// As many outputs as there are accumulators meet all inputs, buffer after buffer.
  OUTPUT
}
