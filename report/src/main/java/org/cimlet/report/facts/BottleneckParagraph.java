package org.cimlet.report.facts;

import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Host;
import org.cimlet.quantity.Si;
import org.cimlet.run.Figures;

/// Says what limits a run in whole sentences, with the figures that make it so.
public final class BottleneckParagraph {
  private final Figures facts;
  private final Estimate estimate;

  public BottleneckParagraph(Figures facts) {
    this.facts = facts;
    this.estimate = facts.estimate();
  }

  /// What no number of streams can push beyond.
  public String throughput() {
    Bottleneck limit = estimate.decode().peakBottleneck();
    String time = Si.of(limit.share() / estimate.decode().peakThroughputTokensPerS(), "s");
    Host host = facts.host();
    return switch (limit.part()) {
      case MACROS ->
          "The macros of %s limit throughput: they read their rows for %s of every token."
              .formatted(limit.name(), time);
      case REFRESH ->
          "DRAM refresh limits throughput: %s is refreshed for %s of every token."
              .formatted(limit.name(), time);
      case DISTRIBUTION ->
          "On-die distribution limits throughput: %s brings its macros their inputs for %s of every token."
              .formatted(limit.name(), time);
      case VECTOR_UNIT ->
          "The vector unit of %s limits throughput: it works for %s on every token."
              .formatted(limit.name(), time);
      case CHIPLET_LINK ->
          "A link between chiplets limits throughput: %s carries %s for every token, which takes %s."
              .formatted(limit.name(), bits(limit.name()), time);
      case HOST_LINK ->
          "The link to the host limits throughput: %s carries %s for every token, which takes %s."
              .formatted(limit.name(), bits(limit.name()), time);
      case HOST_DISPATCH ->
          "The host's dispatch limits throughput: it takes %s of every token.".formatted(time);
      case HOST_COMPUTE ->
          "%s throughput: %s for every token, %s at %s."
              .formatted(
                  several("The host's arithmetic limits", "The hosts' arithmetic limits"),
                  Si.of(estimate.actions().hostOps(), "op"),
                  time,
                  Si.of(host.achievedOpsPerS() * facts.hosts(), "op/s"));
      case ATTENTION_COMPUTE ->
          "The attention module of %s limits throughput: it computes for %s on every token."
              .formatted(limit.name(), time);
      case ATTENTION_MEMORY ->
          (attendsInBanks()
                  ? "The banks of %s limit throughput: they multiply keys and values for %s of every token."
                  : "The memory of %s's attention module limits throughput: it reads keys and values for %s of every token.")
              .formatted(limit.name(), time);
      case HOST_MEMORY ->
          "%s %s of keys and values for every token, %s at %s."
              .formatted(
                  several(
                      "The host's memory limits throughput: it reads",
                      "The hosts' memories limit throughput: together they read"),
                  Si.of(facts.cacheBytesPerToken(), "B"),
                  time,
                  Si.of(host.achievedMemoryBytesPerS() * facts.hosts(), "B/s"));
      case WEIGHT_MEMORY ->
          "The weight memory limits throughput: it reads for %s of every token.".formatted(time);
      case WEIGHT_LOADING ->
          "Loading weights limits throughput: it takes %s of every token.".formatted(time);
    };
  }

  /// Whether the scenario's batch gets there, and what its streams wait for if not.
  public String scenario() {
    Estimate.Decode decode = estimate.decode();
    Bottleneck limit = decode.bottleneck();
    String streams = Wording.count(decode.batch(), "stream");
    if (estimate.reload() != null) {
      return "With %s in flight the largest share of the time, %s, goes to %s."
          .formatted(streams, Wording.percent(limit.share()), limit.part().label());
    }
    if (limit.saturated()) {
      return "With %s in flight that limit is reached, and each waits for its turn."
          .formatted(streams);
    }
    return "With %s in flight nothing is saturated: %s waits for its own steps, %s of the time for %s."
        .formatted(
            streams,
            decode.batch() == 1 ? "it" : "each",
            Wording.percent(limit.share()),
            limit.part().label());
  }

  /// What that means for the chiplets where they are not the limit.
  public String chiplets() {
    return switch (estimate.decode().peakBottleneck().part()) {
      case MACROS, REFRESH, DISTRIBUTION, VECTOR_UNIT -> "";
      case ATTENTION_COMPUTE,
          ATTENTION_MEMORY,
          CHIPLET_LINK,
          HOST_LINK,
          HOST_DISPATCH,
          HOST_COMPUTE,
          HOST_MEMORY,
          WEIGHT_MEMORY,
          WEIGHT_LOADING ->
          " The chiplets wait for it: at saturation the busiest works %s of the time."
              .formatted(Wording.percent(facts.busiestChipletAtSaturation()));
    };
  }

  private boolean attendsInBanks() {
    DieKind attending = facts.plan().machine().dies().attending();
    return attending != null && attending.chiplet().attention() instanceof Attention.InBanks;
  }

  private String several(String one, String more) {
    return facts.hosts() == 1 ? one : more;
  }

  private String bits(String link) {
    return estimate.links().stream()
        .filter(load -> load.name().equals(link))
        .findFirst()
        .map(load -> Si.of(load.bitsPerToken(), "bit"))
        .orElseThrow();
  }
}
