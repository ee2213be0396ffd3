package org.cimlet.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.trace.TraceRecorder;

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

  /// Everything about a plan: the batch, one sequence alone, the prompt.
  ///
  /// @throws IllegalArgumentException where the plan cannot be simulated: a rate of zero, a
  ///   placement that does not hold the program
  public static Simulation simulate(Plan plan, SimulationOptions options) {
    return simulate(plan, options, 1, Progress.NONE);
  }

  /// Everything about a plan, the batch, one sequence alone and the prompt at the same time where
  /// there are threads for it.
  ///
  /// @param threads to use; the result does not depend on them
  /// @param progress hears from one thread at a time
  /// @throws IllegalArgumentException where the plan cannot be simulated
  public static Simulation simulate(
      Plan plan, SimulationOptions options, int threads, Progress progress) {
    boolean isBatch1 = plan.scenario().batch() == 1;
    int prompt = plan.scenario().promptTokens();
    SharedProgress shared =
        new SharedProgress(progress, (isBatch1 ? 1L : 2L) * options.window().tokens() + prompt);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      CompletableFuture<Simulation.Decode> decode =
          CompletableFuture.supplyAsync(() -> decode(plan, options, shared.part()), pool);
      CompletableFuture<Simulation.Prefill> prefill =
          CompletableFuture.supplyAsync(() -> prefill(plan, options, shared.part()), pool);
      CompletableFuture<Simulation.Decode> batch1 =
          isBatch1
              ? decode
              : CompletableFuture.supplyAsync(
                  () -> new DecodeRun(plan, 1, options, shared.part(), null).decode(), pool);
      return new Simulation(decode.join(), batch1.join(), prefill.join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// Adds up how far several simulations are.
  private static final class SharedProgress {
    private final Progress progress;
    private final long all;
    private long done;

    SharedProgress(Progress progress, long all) {
      this.progress = progress;
      this.all = all;
    }

    private synchronized void add(long more) {
      done += more;
      progress.tokens(done, all);
    }

    Progress part() {
      AtomicLong before = new AtomicLong();
      return (partDone, partAll) -> add(partDone - before.getAndSet(partDone));
    }
  }

  /// The scenario's batch of sequences.
  public static Simulation.Decode decode(Plan plan, SimulationOptions options, Progress progress) {
    return new DecodeRun(plan, plan.scenario().batch(), options, progress, null).decode();
  }

  /// Reading the prompt.
  public static Simulation.Prefill prefill(
      Plan plan, SimulationOptions options, Progress progress) {
    return new PrefillRun(plan, options).prefill(progress);
  }

  /// Requests that come and go, as a scheduler admits them: a prompt is read in the scenario's
  /// chunks, its answer generated token by token beside those of all others.
  ///
  /// @param progress hears of requests served, of those started
  /// @return what was served, in the order in which it ended
  public static List<Request.Served> serve(
      Plan plan, SimulationOptions options, Scheduler scheduler, Progress progress) {
    return new ServingRun(plan, options, scheduler).serve(progress);
  }

  /// Whole requests: the scenario's batch of prompts, all there at once, each with its answer.
  ///
  /// @param answerTokens of each, at least 1
  public static Simulation.WholeRequests request(
      Plan plan, SimulationOptions options, int answerTokens, Progress progress) {
    return new RequestRun(plan, options, answerTokens).request(progress);
  }

  /// Watches all hardware: during a token at batch 1, and while the batch is decoded.
  ///
  /// @param simulated what [#decode] found
  public static Timelines timelines(
      Plan plan, SimulationOptions options, Simulation.Decode simulated, Progress progress) {
    return new TimelineRun(plan, options, progress).timelines((long) simulated.times().meanPs());
  }

  /// Writes the first tokens of the scenario's batch as a trace that Perfetto's viewer opens: a
  /// track for every sequence, every part of every chiplet, every link, and the host.
  ///
  /// @param tokens of all sequences together after which the trace ends
  /// @param out where it goes; it is not closed
  /// @throws IOException where it cannot be written
  public static void traceDecode(
      Plan plan, SimulationOptions options, int tokens, Progress progress, OutputStream out)
      throws IOException {
    int batch = plan.scenario().batch();
    try {
      TraceRecorder recorder = new TraceRecorder(plan, out);
      recorder.close(new DecodeRun(plan, batch, options, progress, recorder).runUntil(tokens));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
