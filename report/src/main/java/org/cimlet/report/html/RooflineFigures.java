package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Action;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.KernelLaws;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.html.Roof.Spot;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;

/// Roofs and operating points of the machine and the baselines.
///
/// The machine has two memories, so it has two roofs and each operating point twice, at the same
/// height: against the rows the macros read, and against the KV cache the host reads.
final class RooflineFigures {
  private final Figures facts;
  private final Answer answer;
  private final List<GpuEstimate> baselines;

  RooflineFigures(Result result) {
    this.facts = result.figures();
    this.answer = result.answer();
    this.baselines = result.gpus();
  }

  List<Roof> baselines() {
    List<Roof> roofs = new ArrayList<>();
    for (GpuEstimate estimate : baselines) {
      Gpu gpu = estimate.gpu();
      int devices = estimate.devices();
      double peak = devices * gpu.peakOpsPerS(estimate.system().weights());
      KernelLaws.Product law = gpu.products(estimate.system().weights());
      double bytes = devices * gpu.memoryBytesPerS();
      List<Spot> spots = new ArrayList<>();
      spots.add(spot(gpu.name(), estimate.atBatch()));
      if (estimate.atLargestBatch().batch() != estimate.atBatch().batch()) {
        spots.add(spot(gpu.name(), estimate.atLargestBatch()));
      }
      roofs.add(
          new Roof(
              devices == 1 ? gpu.name() : devices + " × " + gpu.name(),
              false,
              peak,
              bytes,
              peak * law.computeEfficiency(),
              bytes * law.memoryEfficiency(),
              spots));
    }
    return roofs;
  }

  private static Spot spot(String name, GpuEstimate.At at) {
    return new Spot(
        Lines.shorten(name, 22) + ", batch " + Si.grouped(at.batch()),
        at.operationsPerByte(),
        at.achievedOpsPerS());
  }

  /// Macros reading rows. With packed weights a row stands for as many operations as there were
  /// weights before pruning.
  Roof macros() {
    double bytesPerToken = answer.actions().of(Action.MACRO_READ) / 8;
    double peak = facts.plan().machine().peakOpsPerS() * unpacked();
    double bytes = facts.macroBytesPerS();
    return new Roof("macros", true, peak, bytes, peak, bytes, spots(bytesPerToken));
  }

  /// The host's memory, under the same peak.
  Roof hostMemory() {
    Host host = facts.host();
    double bytesPerToken = answer.actions().of(Action.HOST_MEMORY) / 8;
    double peak = facts.plan().machine().peakOpsPerS() * unpacked();
    return new Roof(
        "host memory",
        true,
        peak,
        host.peakMemoryBytesPerS(),
        peak,
        host.achievedMemoryBytesPerS(),
        spots(bytesPerToken));
  }

  /// Weights that one stored weight stands for.
  double unpacked() {
    Packing packing = facts.packing();
    return (double) packing.group() / packing.kept();
  }

  private List<Spot> spots(double bytesPerToken) {
    Answer.Decode decode = answer.decode();
    double operations = facts.operationsPerToken();
    double intensity = operations / bytesPerToken;
    List<Spot> spots = new ArrayList<>();
    spots.add(
        new Spot(
            "batch " + Si.grouped(decode.batch()),
            intensity,
            operations * decode.throughputTokensPerS()));
    if (decode.throughputTokensPerS() < 0.98 * decode.peakThroughputTokensPerS()) {
      spots.add(new Spot("peak", intensity, operations * decode.peakThroughputTokensPerS()));
    }
    return spots;
  }
}
