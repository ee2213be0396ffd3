package org.cimlet.estimate;

import org.cimlet.plan.gpu.Gpu;

/// What GPUs with the weights in stacked memory do with the same network in the same scenario.
///
/// @param system the GPUs, their number decided
/// @param weightBytes bytes of all weights, the embedding included
/// @param kvCacheBytesPerSequence keys and values of one sequence at the scenario's context
/// @param largestBatch sequences whose cache fits beside the weights
/// @param atBatch with the scenario's batch
/// @param atLargestBatch with `largestBatch` sequences
public record GpuEstimate(
    GpuSystem system,
    double weightBytes,
    double kvCacheBytesPerSequence,
    long largestBatch,
    At atBatch,
    At atLargestBatch) {

  /// One device.
  public Gpu gpu() {
    return system.gpu();
  }

  /// Devices the weights and the cache are spread over.
  public int devices() {
    return system.devices();
  }

  /// What is bought: modules of one device or more.
  public int modules() {
    return system.devices() / gpu().devicesPerModule();
  }

  /// Figures at one batch.
  ///
  /// @param batch sequences decoded together
  /// @param ttftS of one prompt alone
  /// @param tpotS between two tokens of a sequence
  /// @param throughputTokensPerS of all sequences together
  /// @param powerW mean power of all devices in a decode step
  /// @param hostW power of what hosts add
  /// @param operationsPerByte arithmetic intensity of a decode step
  /// @param achievedOpsPerS operations of a decode step over its time, all devices together
  /// @param bottleneck what the largest part of a decode step goes to: `memory bandwidth`,
  ///   `compute`, `device links` or `launch overhead`
  public record At(
      long batch,
      double ttftS,
      double tpotS,
      double throughputTokensPerS,
      double powerW,
      double hostW,
      double operationsPerByte,
      double achievedOpsPerS,
      String bottleneck) {

    /// Energy of all devices and their hosts for a token of a decode step.
    public double energyPerTokenJ() {
      return (powerW + hostW) / throughputTokensPerS;
    }
  }
}
