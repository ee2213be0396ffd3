package org.cimlet.report;

import java.util.List;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.Request;
import org.cimlet.quantity.Interval;
import org.cimlet.run.Baseline;
import org.cimlet.run.Result;
import org.cimlet.run.Verdict;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A GPU that answers the same scenario, and how the machine compares with it.
final class BaselineJson {
  private BaselineJson() {}

  /// GPUs, then other machines that ran the same job.
  static void write(ObjectNode root, Result result) {
    List<Verdict> verdicts = result.verdicts();
    List<Baseline> gpus = result.baselines();
    ArrayNode baselines = root.putArray("baselines");
    for (int i = 0; i < gpus.size(); i++) {
      Baseline gpu = gpus.get(i);
      ObjectNode node = baselines.addObject();
      baseline(node, gpu.estimate());
      Request request = gpu.request();
      if (request != null) {
        JsonReport.request(node.putObject("request"), request);
      }
      AssessmentJson.write(node.putObject("assessment"), gpu.assessment());
      Uncertainty moving = gpu.uncertainty();
      if (moving != null) {
        AssessmentJson.write(node.putObject("uncertainty"), moving);
      }
      verdict(node, verdicts.get(i), gpu.equal(), result);
    }
    if (result.machines().isEmpty()) {
      return;
    }
    ArrayNode machines = root.putArray("machines");
    for (int i = 0; i < result.machines().size(); i++) {
      Result other = result.machines().get(i);
      ObjectNode node = machines.addObject();
      JsonReport.machine(node.putObject("machine"), other.plan().machine());
      JsonReport.placement(
          node.putObject("placement"), other.plan(), other.figures(), other.answer());
      JsonReport.answer(node, other.answer(), other.plan().scenario().microBatch());
      AssessmentJson.write(node.putObject("assessment"), other.assessment());
      other
          .moving()
          .ifPresent(moving -> AssessmentJson.write(node.putObject("uncertainty"), moving));
      measures(node.putObject("verdict"), verdicts.get(gpus.size() + i));
    }
  }

  private static void baseline(ObjectNode node, GpuEstimate gpu) {
    GpuEstimate.At at = gpu.atBatch();
    node.put("name", gpu.gpu().name());
    node.put("devices", gpu.devices());
    node.put("weight_bits", (int) Math.round(gpu.system().weights().bits()));
    node.put("weights", gpu.system().weights().label());
    node.put("experts", gpu.system().experts().label());
    node.put("kv", gpu.system().cache().label());
    node.put("kernels", gpu.gpu().laws().name());
    node.put("kernels_carried_over", gpu.gpu().carriedOver());
    node.put("batch", at.batch());
    node.put("ttft_s", at.ttftS());
    node.put("tpot_s", at.tpotS());
    node.put("throughput_tokens_per_s", at.throughputTokensPerS());
    node.put("energy_per_token_j", at.energyPerTokenJ());
    node.put("power_w", at.powerW());
    node.put("host_w", at.hostW());
    node.put("bottleneck", at.bottleneck());
    GpuEstimate.At largest = gpu.atLargestBatch();
    node.putObject("largest_batch")
        .put("batch", largest.batch())
        .put("tpot_s", largest.tpotS())
        .put("throughput_tokens_per_s", largest.throughputTokensPerS())
        .put("energy_per_token_j", largest.energyPerTokenJ())
        .put("bottleneck", largest.bottleneck());
  }

  /// @param gpu the system at the machine's precision
  private static void verdict(
      ObjectNode baseline, Verdict verdict, GpuEstimate gpu, Result result) {
    ObjectNode node = baseline.putObject("verdict");
    node.put("devices", gpu.devices());
    node.put("weight_bits", result.job().weights().layers().weightBits());
    node.put("kv_cache_bits", result.plan().machine().cacheBits());
    node.put("weights", gpu.system().weights().label());
    node.put("kv", gpu.system().cache().label());
    measures(node, verdict);
  }

  private static void measures(ObjectNode node, Verdict verdict) {
    ArrayNode measures = node.putArray("measures");
    for (Verdict.Measure measure : verdict.measures()) {
      ObjectNode entry =
          measures.addObject().put("name", measure.name()).put("unit", measure.unit());
      number(entry, "machine", measure.machine());
      number(entry, "baseline", measure.baseline());
      number(entry, "times_better", measure.times());
      Interval range = measure.range();
      if (range != null) {
        entry.put("low", range.low()).put("high", range.high());
      }
      Interval other = measure.baselineRange();
      if (other != null) {
        entry.put("baseline_low", other.low()).put("baseline_high", other.high());
      }
      Interval times = measure.timesRange();
      if (times != null) {
        entry.put("times_better_low", times.low()).put("times_better_high", times.high());
      }
    }
  }

  private static void number(ObjectNode entry, String key, @Nullable Double value) {
    if (value != null) {
      entry.put(key, value.doubleValue());
    }
  }
}
