package org.cimlet.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

  /// Writes the first tokens of the scenario's batch as a trace that Perfetto's viewer opens: a
  /// track for every stream, every part of every chiplet, every link, and the host.
  ///
  /// @param tokens of all streams together after which the trace ends
  /// @param out where it goes; it is not closed
  /// @throws IOException where it cannot be written
  public static void traceDecode(
      Plan plan, SimulationOptions options, int tokens, Progress progress, OutputStream out)
      throws IOException {
    int batch = plan.scenario().batch();
    try {
      TraceRecorder recorder = new TraceRecorder(plan, batch, "stream", out);
      recorder.close(new DecodeRun(plan, batch, options, progress, recorder).runUntil(tokens));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Writes the reading of the prompt as a trace, a track for every chunk.
  ///
  /// @param out where it goes; it is not closed
  /// @throws IOException where it cannot be written
  public static void tracePrefill(
      Plan plan, SimulationOptions options, Progress progress, OutputStream out)
      throws IOException {
    try {
      int chunks = PrefillRun.chunks(plan.scenario());
      TraceRecorder recorder = new TraceRecorder(plan, chunks, "chunk", out);
      recorder.close(
          new PrefillRun(plan, options, recorder).prefill(progress).timeToFirstTokenPs());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
