package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Action;
import org.cimlet.plan.Resource;
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
/// The machine has several memories, so it has several roofs and each operating point once for
/// each, at the same height: against the rows the macros read, the KV cache the host or its dies
/// read, and the weights that are reloaded.
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

  /// Memories that are not macros, under the same peak: where the KV cache lies, and what weights
  /// are reloaded over.
  List<Roof> memories() {
    List<Roof> roofs = new ArrayList<>();
    if (facts.diesAttend()) {
      dieMemory().ifPresent(roofs::add);
    } else {
      Host host = facts.host();
      double bytesPerToken = answer.actions().of(Action.HOST_MEMORY) / 8;
      roofs.add(
          roof(
              "host memory",
              facts.hosts() * host.peakMemoryBytesPerS(),
              facts.hosts() * host.achievedMemoryBytesPerS(),
              bytesPerToken));
    }
    Estimate.Reload reload = facts.estimate().reload();
    if (reload != null) {
      double bytesPerToken = reload.bits() / 8 / answer.decode().batch();
      double bytesPerS = facts.loadedBytesPerS();
      roofs.add(roof("weight reload", bytesPerS, bytesPerS, bytesPerToken));
    }
    return roofs;
  }

  /// The memory of the dies that attend, as fast as the rate it would allow alone says.
  private Optional<Roof> dieMemory() {
    double bytesPerToken = facts.cacheBytesPerToken();
    return answer.ceilings().stream()
        .filter(ceiling -> ceiling.resource() == Resource.ATTENTION_MEMORY)
        .findFirst()
        .map(ceiling -> {
          double bytesPerS = ceiling.tokensPerS() * bytesPerToken;
          return roof("attention memory", bytesPerS, bytesPerS, bytesPerToken);
        });
  }

  private Roof roof(
      String name, double peakBytesPerS, double achievedBytesPerS, double bytesPerToken) {
    double peak = facts.plan().machine().peakOpsPerS() * unpacked();
    return new Roof(name, true, peak, peakBytesPerS, peak, achievedBytesPerS, spots(bytesPerToken));
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
