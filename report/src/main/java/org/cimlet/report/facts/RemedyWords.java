package org.cimlet.report.facts;

import java.util.List;
import org.cimlet.quantity.Si;
import org.cimlet.run.Remedy;
import org.cimlet.run.Result;

/// What would meet a target rate that a run misses, in words.
public record RemedyWords(Result result) {
  /// `What would reach 10,000 tokens/s`.
  public String title() {
    return "What would reach " + Wording.rate(result.job().targetTokensPerS());
  }

  /// Whether somebody asked, and the target is missed.
  public boolean isNeeded() {
    return result.job().seeksTarget()
        && result.estimate().decode().peakThroughputTokensPerS() < result.job().targetTokensPerS();
  }

  /// Each change with what it gives and costs.
  public List<Fact> facts() {
    return result.remedies().stream().map(RemedyWords::fact).toList();
  }

  /// The same where no title says what they are about.
  public List<Fact> labelled() {
    return facts().stream()
        .map(fact -> Fact.of(title(), fact.label() + ": " + fact.text()))
        .toList();
  }

  private static Fact fact(Remedy remedy) {
    String text =
        "%s: batch %s, limited by %s%s"
            .formatted(
                remedy.change(), Si.grouped(remedy.batch()), remedy.limit().label(), cost(remedy));
    return Fact.of(
        Si.plain(remedy.tokensPerS()) + " /s", remedy.reaches() ? text : "Not enough: " + text);
  }

  /// How the changes were found, and what their costs leave out.
  public String note() {
    if (result.remedies().isEmpty()) {
      return "Nothing that was tried helps: hosts, dies that keep the KV cache, shorter words in it,"
          + " shared keys, spans. The limit is the %s."
              .formatted(result.estimate().decode().peakBottleneck().resource().label());
    }
    boolean reached = result.remedies().stream().anyMatch(Remedy::reaches);
    return (reached ? "" : "None of these, alone or by two, is enough. ")
        + "Each is placed and estimated in closed form. Costs are those of a package and its hosts, without design. Shorter words in"
        + " the cache, shared keys and spans cost quality, which is not estimated.";
  }

  private static String cost(Remedy remedy) {
    Double all = remedy.packageUsd();
    Double more = remedy.moreUsd();
    if (all == null) {
      return "";
    }
    String difference =
        more == null || Math.abs(more) < 0.5
            ? ""
            : " (%s%s)".formatted(more > 0 ? "+" : "-", AssessmentFacts.dollars(Math.abs(more)));
    Double hosts = remedy.hostsUsd();
    String ofHosts =
        hosts == null
            ? ", hosts without a price in the file"
            : ", hosts " + AssessmentFacts.dollars(hosts);
    return "; package " + AssessmentFacts.dollars(all) + ofHosts + difference;
  }
}
