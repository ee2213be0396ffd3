package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Si;
import org.cimlet.run.Candidate;
import org.cimlet.run.Verdict;
import org.cimlet.run.Verdict.Measure;

/// A verdict in words, and as the rows of a table.
public record VerdictWords(Verdict verdict) {
  /// Within this of each other two figures are called equal.
  private static final double EQUAL = 1.05;

  /// @param measure what is compared, with its unit
  /// @param machine its value, with its range where one is known
  /// @param baseline the other system's value
  /// @param times how much better or worse
  public record Row(String measure, String machine, String baseline, String times) {}

  /// The other system: `2 x H100`.
  public String baseline() {
    return verdict.baseline().name();
  }

  /// `Against H100 at equal work and precision`.
  public String title() {
    return "Verdict: against %s at equal work%s"
        .formatted(baseline(), isEqualPrecision() ? " and precision" : "");
  }

  /// GPUs are taken at the machine's precision; another machine keeps its KV cache as its file
  /// says.
  private boolean isEqualPrecision() {
    Candidate.Conditions own = verdict.machine().conditions();
    Candidate.Conditions other = verdict.baseline().conditions();
    return verdict.baseline().time().isEmpty() || own.kvCache().equals(other.kvCache());
  }

  /// What was equal.
  public String terms() {
    Candidate.Conditions own = verdict.machine().conditions();
    Candidate.Conditions other = verdict.baseline().conditions();
    return "weights %s and KV cache of %s here, %s and %s there; the same network, prompt and context; hosts included"
        .formatted(own.weights(), own.kvCache(), other.weights(), other.kvCache());
  }

  /// What costs mean.
  public static String costs() {
    return String.format(
        Locale.ROOT,
        "Made: silicon, memory and packages by the same cost model on both sides, design left out, and"
            + " hosts at their price. Bought: list prices and hosts. Cost of tokens: over %d years at"
            + " peak throughput, electricity at $%.2f/kWh.",
        Verdict.YEARS,
        Verdict.USD_PER_KWH);
  }

  /// One measure a row.
  public List<Row> rows() {
    return verdict.measures().stream()
        .map(measure ->
            new Row(
                measure.name() + ", " + measure.unit(),
                value(measure, measure.machine()) + range(measure),
                value(measure, measure.baseline()),
                times(measure)))
        .toList();
  }

  /// What is better and what is worse, the most different first.
  public String sentence() {
    List<String> better = new ArrayList<>();
    List<String> worse = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (Measure measure : verdict.measures()) {
      List<String> side = isEqual(measure) ? equal : measure.times() > 1 ? better : worse;
      side.add(
          isEqual(measure) ? measure.name() : "%s (%s)".formatted(measure.name(), factor(measure)));
    }
    List<String> parts = new ArrayList<>();
    add(parts, "better in", better);
    add(parts, "worse in", worse);
    add(parts, "equal in", equal);
    String all = String.join("; ", parts);
    return "Against " + baseline() + ", " + verdict.machine().name() + " is " + all + ".";
  }

  private static void add(List<String> parts, String head, List<String> names) {
    if (!names.isEmpty()) {
      parts.add(head + " " + String.join(", ", names));
    }
  }

  private static boolean isEqual(Measure measure) {
    return measure.times() < EQUAL && measure.times() > 1 / EQUAL;
  }

  private static String factor(Measure measure) {
    return Si.plain(Math.max(measure.times(), 1 / measure.times())) + " x";
  }

  private static String times(Measure measure) {
    return isEqual(measure)
        ? "equal"
        : factor(measure) + (measure.times() > 1 ? " better" : " worse");
  }

  private static String value(Measure measure, double value) {
    return measure.unit().equals("$") ? Si.grouped(Math.round(value)) : Si.plain(value);
  }

  private static String range(Measure measure) {
    Interval range = measure.range();
    return range == null
        ? ""
        : " (%s to %s)".formatted(value(measure, range.low()), value(measure, range.high()));
  }
}
