package org.cimlet.report.facts;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Si;

/// Uncertainty in words.
public final class SpreadWords {
  private SpreadWords() {}

  /// The numbers that matter most to an output, with their shares of its variance.
  public static String drivers(OutputSpread spread) {
    return spread.drivers().isEmpty()
        ? "none"
        : spread.drivers().stream()
            .map(driver -> "%s (%s)".formatted(driver.key(), Si.percent(driver.varianceShare())))
            .collect(Collectors.joining(", "));
  }

  /// How the numbers are drawn.
  public static String method(Uncertainty uncertainty) {
    return "%s samples%s; %s numbers within their stated range, %s by the spread of their evidence: %s"
        .formatted(
            Si.grouped(uncertainty.samples()),
            uncertainty.refused() == 0
                ? ""
                : ", %s left out (machine cannot run the network)"
                    .formatted(Si.grouped(uncertainty.refused())),
            uncertainty.stated(),
            uncertainty.usual(),
            spreads());
  }

  private static String spreads() {
    return List.of(Evidence.values()).stream()
        .map(evidence -> "%s x/÷ %s".formatted(evidence.label(), Si.plain(evidence.spread())))
        .collect(Collectors.joining(", "));
  }

  /// A value with its unit.
  public static String value(OutputSpread spread, double value) {
    return switch (spread.unit()) {
      case "$" -> AssessmentFacts.dollars(value);
      case "mm²" -> Wording.area(value);
      case "tokens/s" -> Wording.rate(value);
      default -> Si.of(value, spread.unit());
    };
  }
}
