package org.cimlet.serve.law;

import org.cimlet.estimate.gpu.GpuBatch;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.estimate.gpu.GpuSteps;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.serve.engine.StepLaw;

/// Steps of a group of GPUs: what its kernels take, and what the serving software adds.
public final class GpuLaw implements StepLaw {
  private static final double PS = 1e-12;

  private final GpuSteps steps;
  private final double overheadS;
  private final double sequenceS;
  private final double factor;
  private final double hostW;
  private final double idleW;

  /// @param overheadS more for each step
  /// @param sequenceS more for each sequence of a step, as of software that schedules between steps
  /// @param factor by which every step takes longer than the laws say
  public GpuLaw(GpuSteps steps, double overheadS, double sequenceS, double factor) {
    this.factor = factor;
    this.steps = steps;
    this.overheadS = overheadS;
    this.sequenceS = sequenceS;
    Gpu gpu = steps.devices().gpu();
    hostW = steps.devices().count() * gpu.hostW();
    idleW = steps.devices().count() * gpu.power().idleW() + hostW;
  }

  @Override
  public Step step(GpuBatch batch) {
    GpuPass pass = steps.pass(batch);
    double added = overheadS + sequenceS * (batch.decoding() + batch.prompts().size());
    double seconds = factor * pass.seconds();
    return new Step(
        Math.max(1, Math.round((seconds + added) / PS)),
        seconds * (pass.watts() + hostW) + added * idleW);
  }

  @Override
  public double idleW() {
    return idleW;
  }
}
