package org.cimlet.estimate;

import org.cimlet.plan.machine.Gpu;

/// What GPUs with the weights in stacked memory do with the same network in the same scenario.
///
/// @param gpu one device, peaks and efficiencies kept apart
/// @param weightBits bits of a stored weight, which also choose the arithmetic: 8 or 16
/// @param cacheBits bits of a cached key or value element
/// @param devices devices the weights and the cache are spread over, every matrix cut over all of
///   them
/// @param weightBytes bytes of all weights, the embedding included
/// @param kvCacheBytesPerSequence keys and values of one sequence at the scenario's context
/// @param largestBatch sequences whose cache fits beside the weights
/// @param atBatch with the scenario's batch
/// @param atLargestBatch with `largestBatch` sequences
public record GpuEstimate(
    Gpu gpu,
    int weightBits,
    int cacheBits,
    int devices,
    double weightBytes,
    double kvCacheBytesPerSequence,
    long largestBatch,
    At atBatch,
    At atLargestBatch) {

  /// Figures at one batch.
  ///
  /// @param batch sequences decoded together
  /// @param ttftS of one prompt alone
  /// @param tpotS between two tokens of a sequence
  /// @param throughputTokensPerS of all sequences together
  /// @param energyPerTokenJ board power of all devices over throughput: an upper bound, because
  ///   decoding seldom draws a board's full power
  /// @param operationsPerByte arithmetic intensity of a decode step
  /// @param achievedOpsPerS operations of a decode step over its time, all devices together
  /// @param bottleneck what the largest part of a decode step goes to: `memory bandwidth`,
  ///   `compute`, `device links` or `launch overhead`
  public record At(
      long batch,
      double ttftS,
      double tpotS,
      double throughputTokensPerS,
      double energyPerTokenJ,
      double operationsPerByte,
      double achievedOpsPerS,
      String bottleneck) {}
}
