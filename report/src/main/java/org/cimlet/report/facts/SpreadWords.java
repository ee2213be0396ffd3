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
    return drawn(uncertainty) + ": " + spreads();
  }

  /// How many are drawn, and by what.
  public static String drawn(Uncertainty uncertainty) {
    return "%s samples%s; %s numbers within their stated range, %s by the spread of their evidence"
        .formatted(
            Si.grouped(uncertainty.samples()),
            uncertainty.refused() == 0
                ? ""
                : ", %s left out (the network does not run there)"
                    .formatted(Si.grouped(uncertainty.refused())),
            uncertainty.stated(),
            uncertainty.usual());
  }

  private static String spreads() {
    return List.of(Evidence.values()).stream()
        .map(evidence -> "%s x/÷ %s".formatted(evidence.label(), Si.plain(evidence.spread())))
        .collect(Collectors.joining(", "));
  }

  /// An answer with its unit, but where values have theirs with a prefix.
  public static String label(OutputSpread spread) {
    return hasPrefix(spread) ? spread.name() : spread.name() + ", " + spread.unit();
  }

  /// A value as it stands in a table under such labels.
  public static String plain(OutputSpread spread, double value) {
    if (hasPrefix(spread)) {
      return Si.of(value, spread.unit());
    }
    return spread.unit().equals("$") || spread.unit().equals("mm²")
        ? Si.grouped(Math.round(value))
        : Si.plain(value);
  }

  private static boolean hasPrefix(OutputSpread spread) {
    return spread.unit().equals("J");
  }

  /// A value with its unit.
  public static String value(OutputSpread spread, double value) {
    return switch (spread.unit()) {
      case "$" -> AssessmentFacts.dollars(value);
      case "mm²" -> Wording.area(value);
      case "tokens/s" -> Wording.rate(value);
      case "tokens/s/W", "$/M tokens" -> Si.plain(value) + " " + spread.unit();
      default -> Si.of(value, spread.unit());
    };
  }
}
