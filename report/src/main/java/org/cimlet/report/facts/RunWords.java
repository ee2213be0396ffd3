package org.cimlet.report.facts;

import org.cimlet.plan.Placement;
import org.cimlet.quantity.Si;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;

/// Figures of a run in words.
public final class RunWords {
  private RunWords() {}

  /// `686 tokens/s (saturates at batch 2)`.
  public static String peak(Figures figures, Answer.Decode decode) {
    return "%s (%s)"
        .formatted(Wording.rate(decode.peakThroughputTokensPerS()), from(figures, decode));
  }

  /// `saturates at batch 2`; where weights are reloaded, `90 % of the limit, at batch 11`; where
  /// memory holds no more sequences, `at batch 4, all that memory holds`.
  public static String from(Figures figures, Answer.Decode decode) {
    String batch = "at batch " + Si.grouped(decode.saturatingBatch());
    if (decode.peakHeld()) {
      return batch + ", all that memory holds";
    }
    return figures.estimate().reload() == null
        ? "saturates " + batch
        : "90 % of the limit, " + batch;
  }

  /// How the network is cut over the package.
  public static String mapping(Figures figures, Answer answer) {
    Placement placement = figures.plan().placement();
    StringBuilder words = new StringBuilder(placement.mapping());
    if (figures.hosts() > 1) {
      words.append(", %s hosts".formatted(figures.hosts()));
    }
    return words
        .append("; balance %s".formatted(Si.percent(answer.balance(figures.linears()))))
        .toString();
  }
}
