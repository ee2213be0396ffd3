package org.cimlet.serve.engine;

import org.cimlet.estimate.gpu.GpuBatch;

/// What a step takes of a group of GPUs, or of a package whose weights are reloaded.
public interface StepLaw {
  /// A step of a batch.
  Step step(GpuBatch batch);

  /// Power with nothing to do, hosts included.
  double idleW();

  /// A step.
  ///
  /// @param durationPs at least 1
  /// @param joules in all, hosts included
  record Step(long durationPs, double joules) {}
}
