package org.cimlet.estimate;

import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;

/// What was measured, worked out: a batch of equal prompts prefilled and answered together.
record GpuRun(Gpu gpu, Program program, MeasuredRow row) {

  /// In the unit of the row: ms to the first token, tokens/s of one device where the batch is
  /// given, tokens/s of all devices where memory is kept full.
  double value() {
    if (row.isFirstToken()) {
      return 1e3 * GpuPass.prefill(devices(), program, 1, row.prompt()).seconds();
    }
    return row.batch() == 0
        ? tokensPerS(sequencesThatFit())
        : tokensPerS(row.batch()) / row.devices();
  }

  /// Share of the error: 0.05 where 5 % too high.
  double error() {
    return value() / row.value() - 1;
  }

  /// The prefill brings the first token. The others look back on `prompt + 1` to `prompt + output -
  /// 1` positions; without windows a step's time grows linearly with them, so their mean stands for
  /// all.
  private double tokensPerS(long batch) {
    double prefill = GpuPass.prefill(devices(), program, batch, row.prompt()).seconds();
    double step = GpuPass.decode(devices(), program, batch, meanContext()).seconds();
    return (double) batch * row.output() / (prefill + (row.output() - 1) * step);
  }

  private int meanContext() {
    return row.prompt() + row.output() / 2;
  }

  /// With answers of all ages in flight, a sequence holds the mean context.
  private long sequencesThatFit() {
    Scenario scenario = new Scenario(row.prompt(), meanContext(), 1, row.prompt());
    GpuSystem system = new GpuSystem(gpu, format(), format(), format(), row.devices());
    return GpuBaseline.estimate(system, program, scenario).largestBatch();
  }

  /// Bytes a device holds when the answers end.
  double bytesPerDevice() {
    double cache = devices().cacheBytes(program, row.prompt() + row.output());
    return (devices().weightBytes(program) + row.batch() * cache) / row.devices();
  }

  GpuDevices devices() {
    return new GpuDevices(gpu, row.devices(), format(), format());
  }

  private GpuFormat format() {
    return row.bits() == 8 ? GpuFormat.FP8 : GpuFormat.FP16;
  }
}
