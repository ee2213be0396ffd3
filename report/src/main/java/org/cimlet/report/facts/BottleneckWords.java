package org.cimlet.report.facts;

import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.quantity.Si;
import org.cimlet.run.Answer;
import org.cimlet.run.Answer.Bottleneck;
import org.cimlet.run.Figures;

/// What limits a run, with the figures that make it so.
///
/// @param answer of the engine that is shown
public record BottleneckWords(Figures figures, Answer answer) {

  /// All of it: `host memory (KV cache 537 MB/token at 369 GB/s). Macros at most 2.5 % utilised. At
  /// batch 1 latency-bound: host memory 89 %.`
  public String all() {
    return peak() + macros() + " " + scenario();
  }

  /// What limits peak throughput.
  public String peak() {
    Bottleneck limit = answer.decode().peakBottleneck();
    return answer.decode().peakHeld()
        ? "batch %s is all that memory holds; %s %s busy (%s)."
            .formatted(
                Si.grouped(answer.decode().saturatingBatch()),
                limit.resource().label(),
                Wording.percent(limit.share()),
                detail(limit))
        : "%s (%s).".formatted(limit.resource().label(), detail(limit));
  }

  private String detail(Bottleneck limit) {
    String name = limit.name();
    String time = Si.of(limit.share() / answer.decode().peakThroughputTokensPerS(), "s") + "/token";
    return switch (limit.resource()) {
      case MACROS, REFRESH, DISTRIBUTION, VECTOR_UNIT, STEP_CONTROL, ATTENTION_COMPUTE ->
          name + ", " + time;
      case ATTENTION_MEMORY ->
          "%s, KV cache %s, %s".formatted(name, inBanks() ? "in banks" : "reads", time);
      case CHIPLET_LINK, HOST_LINK -> "%s, %s/token, %s".formatted(name, bits(name), time);
      case HOST_DISPATCH, WEIGHT_MEMORY, WEIGHT_LOADING -> time;
      case HOST_COMPUTE ->
          "%s/token at %s%s"
              .formatted(
                  Si.of(figures.hostOpsPerToken(), "op"),
                  Wording.ops(figures.host().achievedOpsPerS() * figures.hosts()),
                  hosts());
      case HOST_MEMORY ->
          "KV cache %s/token at %s%s"
              .formatted(
                  Si.of(figures.cacheBytesPerToken(), "B"),
                  Si.of(figures.host().achievedMemoryBytesPerS() * figures.hosts(), "B/s"),
                  hosts());
    };
  }

  /// How little the macros do where chiplets are not the limit; empty where they are.
  public String macros() {
    return switch (answer.decode().peakBottleneck().resource()) {
      case MACROS, REFRESH, VECTOR_UNIT, STEP_CONTROL -> "";
      case ATTENTION_COMPUTE,
          ATTENTION_MEMORY,
          CHIPLET_LINK,
          DISTRIBUTION,
          HOST_LINK,
          HOST_DISPATCH,
          HOST_COMPUTE,
          HOST_MEMORY,
          WEIGHT_MEMORY,
          WEIGHT_LOADING ->
          " Macros at most %s utilised."
              .formatted(
                  Wording.percent(
                      answer.busiest(figures.linears(), ChipletLoad::utilisationAtPeak)));
    };
  }

  /// Whether the scenario's batch reaches the peak, and what bounds its latency if not.
  public String scenario() {
    Answer.Decode decode = answer.decode();
    String batch = "At batch " + Si.grouped(decode.batch());
    if (decode.saturated()) {
      return batch + " saturated.";
    }
    Bottleneck limit = decode.bottleneck();
    return "%s latency-bound: %s %s."
        .formatted(batch, limit.resource().label(), Wording.percent(limit.share()));
  }

  private boolean inBanks() {
    DieKind attending = figures.plan().machine().dies().attending();
    return attending != null
        && switch (attending.chiplet().attends()) {
          case Attention.InBanks _ -> true;
          case Attention.Module _ -> false;
        };
  }

  private String hosts() {
    return figures.hosts() == 1 ? "" : " of %s hosts".formatted(figures.hosts());
  }

  private String bits(String link) {
    return answer.links().stream()
        .filter(load -> load.name().equals(link))
        .findFirst()
        .map(load -> Si.of(load.bitsPerToken(), "bit"))
        .orElseThrow();
  }
}
