package org.cimlet.report.facts;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Si;

/// Uncertainty in words.
public final class MovedWords {
  private MovedWords() {}

  /// The three numbers that matter most to an answer.
  public static String drivers(OutputSpread moved) {
    return moved.drivers().isEmpty()
        ? "no number shows"
        : moved.drivers().stream()
            .map(driver -> "%s (%s)".formatted(driver.key(), Si.percent(driver.varianceShare())))
            .collect(Collectors.joining(", "));
  }

  /// How the numbers were moved.
  public static String method(Uncertainty uncertainty) {
    return "%s samples%s; %s numbers within a range of their own, %s by the spread of their evidence: %s"
        .formatted(
            Si.grouped(uncertainty.samples()),
            uncertainty.refused() == 0
                ? ""
                : ", %s of machines that cannot run this, left out"
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

  /// An answer's value with its unit.
  public static String value(OutputSpread moved, double value) {
    return switch (moved.unit()) {
      case "$" -> AppraisalFacts.dollars(value);
      case "mm²" -> Wording.area(value);
      default -> Si.of(value, moved.unit());
    };
  }
}
