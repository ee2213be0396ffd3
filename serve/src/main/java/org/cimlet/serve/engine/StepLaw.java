package org.cimlet.serve.engine;

import org.cimlet.estimate.gpu.GpuBatch;

/// What a step of a group of GPUs takes.
public interface StepLaw {
  /// A step of a batch.
  Step step(GpuBatch batch);

  /// Power of the group with nothing to do, its hosts included.
  double idleW();

  /// A step.
  ///
  /// @param durationPs at least 1
  /// @param joules of the group, its hosts included
  record Step(long durationPs, double joules) {}
}
