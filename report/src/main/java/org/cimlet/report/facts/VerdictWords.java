package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.appraise.TokenCost;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Si;
import org.cimlet.run.Candidate;
import org.cimlet.run.Verdict;
import org.cimlet.run.Verdict.Measure;
import org.jspecify.annotations.Nullable;

/// A verdict in words, and as the rows of a table.
public record VerdictWords(Verdict verdict) {
  /// Within this of each other two figures are called equal.
  private static final double EQUAL = 1.05;

  /// @param measure what is compared, with its unit
  /// @param machine its value
  /// @param range where that lies nine times out of ten; empty where that is not known
  /// @param baseline the other system's value
  /// @param baselineRange where that lies; empty likewise
  /// @param times how much better or worse; empty where a value is not known
  /// @param timesRange where that lies; empty likewise
  public record Row(
      String measure,
      String machine,
      String range,
      String baseline,
      String baselineRange,
      String times,
      String timesRange) {
    /// Whether a range of either is known.
    public boolean hasRange() {
      return !range.isEmpty() || !baselineRange.isEmpty();
    }
  }

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
        "Made: silicon, memory and packages by the same cost model on both sides, design left out,"
            + " and hosts at their price. Bought: prices as reported, and hosts; a dash where"
            + " nothing is sold. Cost of tokens: over %d years at peak throughput, electricity at"
            + " $%.2f/kWh.",
        TokenCost.YEARS,
        TokenCost.USD_PER_KWH);
  }

  /// One measure a row.
  public List<Row> rows() {
    return verdict.measures().stream()
        .map(measure ->
            new Row(
                measure.name() + ", " + measure.unit(),
                value(measure, measure.machine()),
                range(measure, measure.range()),
                value(measure, measure.baseline()),
                range(measure, measure.baselineRange()),
                times(measure.times()),
                timesRange(measure.timesRange())))
        .toList();
  }

  /// What is better and what is worse, and how far that can be trusted where it is known.
  public String sentence() {
    List<String> better = new ArrayList<>();
    List<String> worse = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (Measure measure : verdict.measures()) {
      Double times = measure.times();
      if (times != null) {
        List<String> side = isEqual(times) ? equal : times > 1 ? better : worse;
        side.add(measure.name() + inBrackets(measure, times));
      }
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

  private static String inBrackets(Measure measure, double times) {
    String factor = isEqual(times) ? "" : factor(times);
    String range = timesRange(measure.timesRange());
    String both = factor + (factor.isEmpty() || range.isEmpty() ? "" : ", ") + range;
    return both.isEmpty() ? "" : " (" + both + ")";
  }

  private static boolean isEqual(double times) {
    return times < EQUAL && times > 1 / EQUAL;
  }

  private static String factor(double times) {
    return Si.plain(Math.max(times, 1 / times)) + " x";
  }

  private static String times(@Nullable Double times) {
    if (times == null) {
      return "";
    }
    return isEqual(times) ? "equal" : factor(times) + (times > 1 ? " better" : " worse");
  }

  /// `1.43 to 2.92 x`, on the side that a value's own word names; both sides where it lies across.
  private static String timesRange(@Nullable Interval range) {
    if (range == null) {
      return "";
    }
    if (range.low() >= 1) {
      return "%s to %s".formatted(Si.plain(range.low()), factor(range.high()));
    }
    if (range.high() <= 1) {
      return "%s to %s".formatted(Si.plain(1 / range.high()), factor(range.low()));
    }
    return "%s worse to %s better".formatted(factor(range.low()), factor(range.high()));
  }

  private static String value(Measure measure, @Nullable Double value) {
    if (value == null) {
      return "–";
    }
    return measure.unit().equals("$") ? Si.grouped(Math.round(value)) : Si.plain(value);
  }

  private static String range(Measure measure, @Nullable Interval range) {
    return range == null
        ? ""
        : "%s to %s".formatted(value(measure, range.low()), value(measure, range.high()));
  }
}
