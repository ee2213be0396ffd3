package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate.Ceiling;
import org.cimlet.quantity.Si;
import org.cimlet.run.Answer;

/// What a resource alone would allow, in words.
///
/// @param resource its kind
/// @param name the busiest of it
/// @param rate the throughput at which it has no time left
/// @param over that over the lowest ceiling, which is the peak where memory holds sequences enough
public record CeilingRow(String resource, String name, String rate, String over) {
  /// What the rows are, in a sentence.
  public static final String MEANING =
      "Throughput at which a resource has no time left, whatever the others have. The lowest limits"
          + " the peak; the next one does once it is gone.";

  /// The lowest first.
  public static List<CeilingRow> of(Answer answer) {
    List<CeilingRow> rows = new ArrayList<>();
    for (Ceiling ceiling : answer.ceilings()) {
      double times = ceiling.tokensPerS() / answer.ceilings().getFirst().tokensPerS();
      rows.add(
          new CeilingRow(
              ceiling.resource().label(),
              ceiling.name(),
              Si.plain(ceiling.tokensPerS()),
              times < 1000 ? Si.plain(times) + " x" : "> 1,000 x"));
    }
    return rows;
  }
}
