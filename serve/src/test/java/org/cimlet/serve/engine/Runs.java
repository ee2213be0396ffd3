package org.cimlet.serve.engine;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.serve.traffic.Request;
import org.cimlet.serve.traffic.Traffic;

/// Runs a fleet and keeps what it says.
final class Runs implements Fleet.Log {
  final List<Served> served = new ArrayList<>();
  final List<Request> refused = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set before anyone sees it
  Fleet.Totals totals;

  static final long BIG = 1L << 50;

  static Runs of(Traffic traffic, Pool... pools) {
    Runs runs = new Runs();
    runs.totals =
        Fleet.run(
            new FleetSpec(
                List.of(pools),
                FleetSpec.Routing.LEAST_KV,
                new FleetSpec.Handover(1e12, 5),
                0,
                1 << 24),
            traffic,
            runs);
    return runs;
  }

  /// A byte a token, blocks of 4 tokens.
  static KvSpec memory(long tokens) {
    return new KvSpec(tokens, each -> each, 4, KvSpec.Admit.GROW, false, 0);
  }

  static Pool gpus(StepPolicy.Kind kind, int stepTokens, int sequences, KvSpec memory) {
    return new Pool(
        "gpus",
        Pool.Role.BOTH,
        1,
        new Pool.Hardware.Steps(new CountingSteps(), new StepPolicy(kind, stepTokens, sequences)),
        memory);
  }

  @Override
  public void served(Served request) {
    served.add(request);
  }

  @Override
  public void refused(Request request) {
    refused.add(request);
  }

  @Override
  public void progress(long done, long total) {
    // tests wait
  }

  /// `number: start first last` of each, in the order in which they came.
  List<String> times() {
    List<String> times = new ArrayList<>();
    served.stream()
        .sorted(java.util.Comparator.comparingLong(each -> each.request().number()))
        .forEach(each ->
            times.add(
                "%s: %s %s %s%s"
                    .formatted(
                        each.request().number(),
                        each.startPs(),
                        each.firstPs(),
                        each.lastPs(),
                        each.preemptions() > 0 ? " preempted " + each.preemptions() : "")));
    return times;
  }

  /// A step takes 100 ps, and one more for every token.
  static final class CountingSteps implements StepLaw {
    @Override
    public Step step(org.cimlet.estimate.gpu.GpuBatch batch) {
      double tokens = batch.decoding();
      for (org.cimlet.estimate.gpu.GpuBatch.Prompts each : batch.prompts()) {
        tokens += each.count() * each.tokens();
      }
      return new Step(100 + (long) tokens, tokens);
    }

    @Override
    public double idleW() {
      return 0;
    }
  }
}
