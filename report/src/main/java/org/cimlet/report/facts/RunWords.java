package org.cimlet.report.facts;

import org.cimlet.estimate.Estimate;
import org.cimlet.plan.Placement;
import org.cimlet.quantity.Si;
import org.cimlet.run.Figures;

/// Figures of a run in words.
public final class RunWords {
  private RunWords() {}

  /// How many streams it takes until more bring little, and what they get.
  public static String peak(Figures figures) {
    Estimate.Decode decode = figures.estimate().decode();
    Estimate.Reload loading = figures.estimate().reload();
    String rate = Si.of(decode.peakThroughputTokensPerS(), "token/s");
    return loading == null
        ? "%s together, from %s streams on".formatted(rate, Si.grouped(decode.saturatingBatch()))
        : "%s together with %s, loading %s of the time; more streams bring at most a ninth more"
            .formatted(
                rate,
                Wording.count(decode.saturatingBatch(), "stream"),
                Wording.percent(loading.shareAtPeak()));
  }

  /// How the network is cut over the package, in a sentence.
  public static String mapping(Figures figures) {
    Placement placement = figures.plan().placement();
    StringBuilder words = new StringBuilder(placement.mapping());
    if (placement.replicas() > 1) {
      words.append(", the network held %s times".formatted(placement.replicas()));
    }
    if (figures.hosts() > 1) {
      words.append(", streams served by %s hosts".formatted(figures.hosts()));
    }
    return words
        .append(
            "; an average chiplet has %s of the busiest one's work"
                .formatted(Si.percent(figures.balance())))
        .toString();
  }
}
