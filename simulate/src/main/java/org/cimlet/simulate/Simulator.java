package org.cimlet.simulate;

import org.cimlet.plan.Plan;

/// Simulates a plan event by event, in whole picoseconds.
///
/// The same plan and options give the same result to the last bit, whatever the locale, the machine
/// or the number of threads.
public final class Simulator {
  private Simulator() {}

  /// Hears how far a simulation is.
  @FunctionalInterface
  public interface Progress {
    /// Hears nothing.
    Progress NONE = (done, all) -> {};

    /// @param done tokens simulated
    /// @param all tokens there are to simulate
    void tokens(long done, long all);
  }

  /// Everything about a plan: the batch, a lone stream, the prompt.
  ///
  /// @throws IllegalArgumentException where the plan cannot be simulated: a rate of zero, a
  ///   placement that does not hold the program
  public static Simulation simulate(Plan plan, SimulationOptions options) {
    Simulation.Decode decode = decode(plan, options, Progress.NONE);
    Simulation.Decode lone =
        plan.scenario().batch() == 1
            ? decode
            : new DecodeRun(plan, 1, options, Progress.NONE, null).decode();
    return new Simulation(decode, lone, prefill(plan, options, Progress.NONE));
  }

  /// The scenario's batch of streams.
  public static Simulation.Decode decode(Plan plan, SimulationOptions options, Progress progress) {
    return new DecodeRun(plan, plan.scenario().batch(), options, progress, null).decode();
  }

  /// Reading the prompt.
  public static Simulation.Prefill prefill(
      Plan plan, SimulationOptions options, Progress progress) {
    return new PrefillRun(plan, options, null).prefill(progress);
  }
}
