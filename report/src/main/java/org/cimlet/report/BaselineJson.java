package org.cimlet.report;

import org.cimlet.estimate.GpuEstimate;
import org.cimlet.quantity.Interval;
import org.cimlet.run.Verdict;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A GPU that answers the same scenario, and how the machine compares with it.
final class BaselineJson {
  private BaselineJson() {}

  static void baseline(ObjectNode node, GpuEstimate gpu) {
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

  static void verdict(ObjectNode baseline, Verdict verdict) {
    ObjectNode node = baseline.putObject("verdict");
    node.put("devices", verdict.gpu().devices());
    node.put("weight_bits", verdict.weightBits());
    node.put("kv_cache_bits", verdict.kvCacheBits());
    node.put("weights", verdict.gpu().system().weights().label());
    node.put("kv", verdict.gpu().system().cache().label());
    ArrayNode measures = node.putArray("measures");
    for (Verdict.Measure measure : verdict.measures()) {
      ObjectNode entry =
          measures
              .addObject()
              .put("name", measure.name())
              .put("unit", measure.unit())
              .put("machine", measure.machine())
              .put("baseline", measure.baseline())
              .put("times_better", measure.times());
      Interval range = measure.range();
      if (range != null) {
        entry.put("low", range.low()).put("high", range.high());
      }
    }
  }
}
