package org.cimlet.plan.machine;

/// How a row's weights meet their inputs: what an execution of integers must do alike.
public enum Datapath {
  /// All bits of an input at once.
  BIT_PARALLEL,
  /// A bit of every input a cycle.
  BIT_SERIAL,
  /// The banks of a die side by side, under the same commands.
  LOCKSTEP_BANKS,
  /// As currents, which are converted.
  ANALOG
}
