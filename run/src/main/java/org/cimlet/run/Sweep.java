package org.cimlet.run;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;

/// How a result's figures move with the batch and with the context, in closed form: the placement
/// stays what it is.
///
/// @param name of the machine or of the GPUs
/// @param batches from 1, doubled up to twice what saturates, as far as memory holds them
/// @param contexts doubled up to what the network reads and memory holds; empty for GPUs
public record Sweep(String name, List<AtBatch> batches, List<AtContext> contexts) {
  private static final int LEAST_CONTEXT = 128;
  private static final int MOST_BATCH = 1 << 16;

  /// Copies the lists.
  public Sweep {
    batches = List.copyOf(batches);
    contexts = List.copyOf(contexts);
  }

  /// At the scenario's context.
  ///
  /// @param batch sequences decoded together
  /// @param tpotS time per output token
  /// @param tokensPerS of all sequences together
  public record AtBatch(int batch, double tpotS, double tokensPerS) {}

  /// At a context.
  ///
  /// @param context tokens in the KV cache of each sequence
  /// @param tpotBatch1S time per output token at batch 1
  /// @param peakTokensPerS with sequences enough
  public record AtContext(int context, double tpotBatch1S, double peakTokensPerS) {}

  /// The machine's, then those of the GPUs and machines it is compared with.
  public static List<Sweep> of(Result result) {
    List<Sweep> sweeps = new ArrayList<>();
    sweeps.add(machine(result));
    for (Baseline baseline : result.baselines()) {
      sweeps.add(gpus(baseline.estimate(), result));
    }
    result.machines().forEach(machine -> sweeps.add(machine(machine)));
    return List.copyOf(sweeps);
  }

  private static Sweep machine(Result result) {
    Plan plan = result.plan();
    Estimate.Decode decode = result.estimate().decode();
    long most = Math.min(2 * decode.saturatingBatch(), decode.sequencesHeld());
    List<AtBatch> batches = new ArrayList<>();
    for (int batch : batches((int) Math.min(MOST_BATCH, Math.max(1, most)))) {
      Estimate.Decode at = Estimator.decode(with(plan, plan.scenario().contextTokens(), batch));
      batches.add(new AtBatch(batch, at.tpotS(), at.throughputTokensPerS()));
    }
    List<AtContext> contexts = new ArrayList<>();
    for (int context = LEAST_CONTEXT;
        context <= result.job().network().maxContext();
        context *= 2) {
      Estimate.Decode at = Estimator.decode(with(plan, context, 1));
      if (at.sequencesHeld() < 1) {
        break;
      }
      contexts.add(new AtContext(context, at.tpotBatch1S(), at.peakThroughputTokensPerS()));
    }
    return new Sweep(plan.machine().name(), batches, contexts);
  }

  private static Sweep gpus(GpuEstimate gpu, Result result) {
    Plan plan = result.plan();
    List<AtBatch> batches = new ArrayList<>();
    for (int batch : batches((int) Math.min(MOST_BATCH, Math.max(1, gpu.largestBatch())))) {
      try {
        GpuEstimate.At at =
            GpuBaseline.estimate(
                    gpu.system(),
                    plan.program(),
                    with(plan, plan.scenario().contextTokens(), batch).scenario())
                .atBatch();
        batches.add(new AtBatch(batch, at.tpotS(), at.throughputTokensPerS()));
      } catch (InvalidInputException full) {
        break;
      }
    }
    String devices = gpu.devices() == 1 ? "" : gpu.devices() + " x ";
    return new Sweep(devices + gpu.gpu().name(), batches, List.of());
  }

  /// Powers of two, and the most.
  private static List<Integer> batches(int most) {
    List<Integer> batches = new ArrayList<>();
    for (int batch = 1; batch < most; batch *= 2) {
      batches.add(batch);
    }
    batches.add(most);
    return batches;
  }

  private static Plan with(Plan plan, int context, int batch) {
    Scenario given = plan.scenario();
    return plan.with(
        new Scenario(
            Math.min(given.promptTokens(), context),
            context,
            batch,
            given.prefillChunkTokens(),
            batch % given.microBatch() == 0 ? given.microBatch() : 1));
  }
}
