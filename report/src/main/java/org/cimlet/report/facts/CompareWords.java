package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cimlet.quantity.Si;
import org.cimlet.run.Candidate;
import org.cimlet.run.Comparison;
import org.cimlet.run.Comparison.Change;
import org.cimlet.run.Verdict;
import org.jspecify.annotations.Nullable;

/// A comparison in words, and as the rows of a table: systems have letters, A is the first.
public record CompareWords(Comparison comparison) {
  private static final String UNKNOWN = "–";

  /// Changes that make up so much of a difference are named.
  private static final double EXPLAINED = 0.9;

  private static final int MOST_NAMED = 4;

  /// Figures closer than this are called equal.
  private static final double EQUAL = 0.005;

  /// `A`, `B`, ...; after `Z` comes `AA`.
  public static String letter(int index) {
    String last = String.valueOf((char) ('A' + index % 26));
    return index < 26 ? last : letter(index / 26 - 1) + last;
  }

  /// Letters of all systems.
  public List<String> letters() {
    List<String> letters = new ArrayList<>();
    for (int i = 0; i < candidates().size(); i++) {
      letters.add(letter(i));
    }
    return letters;
  }

  /// `llama-2-7b on comb-200mb-36`.
  public String name(int index) {
    Candidate candidate = candidates().get(index);
    return candidate.conditions().network() + " on " + candidate.name();
  }

  /// All figures, in the order in which people ask for them.
  public List<CompareRow> rows() {
    List<CompareRow> rows = new ArrayList<>();
    rows.add(words("machine", Candidate::name));
    rows.add(words("network", candidate -> candidate.conditions().network()));
    rows.add(words("weights", candidate -> candidate.conditions().weights()));
    rows.add(words("KV cache", candidate -> candidate.conditions().kvCache()));
    rows.add(count("prompt", candidate -> candidate.conditions().prompt()));
    rows.add(count("context", candidate -> candidate.conditions().context()));
    rows.add(count("batch", candidate -> candidate.conditions().batch()));
    rows.add(words("mapping", candidate -> candidate.conditions().mapping()));
    rows.add(words("engine", candidate -> candidate.conditions().engine()));
    rows.add(figure("TPOT at batch 1", "s", candidate -> candidate.speed().tpotBatch1S()));
    rows.add(figure("TTFT", "s", candidate -> candidate.speed().ttftS()));
    rows.add(atBatch("TPOT at the batch", "s", Candidate.AtBatch::tpotS));
    rows.add(
        atBatch("throughput at the batch", "tokens/s", Candidate.AtBatch::throughputTokensPerS));
    rows.add(
        figure(
            "peak throughput",
            "tokens/s",
            candidate -> candidate.speed().peakThroughputTokensPerS()));
    rows.add(count("batch at the peak", candidate -> candidate.speed().peakBatch()));
    rows.add(words("bottleneck at the peak", candidate -> candidate.speed().peakBottleneck()));
    rows.add(atBatch("energy per token", "J", Candidate.AtBatch::energyPerTokenJ));
    rows.add(
        figure("energy at the peak", "J", candidate -> candidate.speed().peakEnergyPerTokenJ()));
    rows.add(figure("silicon", "mm²", Candidate::areaMm2));
    rows.add(figure("cost to make", "$", candidate -> candidate.money().madeUsd()));
    rows.add(figure("price", "$", candidate -> candidate.money().boughtUsd()));
    return rows;
  }

  /// What makes another system slower or faster than the first: the resources that take the time,
  /// then what limits both at their peak.
  public String speed(int index) {
    Candidate first = candidates().getFirst();
    Candidate other = candidates().get(index);
    StringBuilder text = new StringBuilder(letter(index)).append(" against A: ");
    double change = other.speed().tpotBatch1S() - first.speed().tpotBatch1S();
    if (Math.abs(change) < EQUAL * first.speed().tpotBatch1S()) {
      text.append("TPOT at batch 1 alike");
    } else {
      text.append("TPOT at batch 1 %s".formatted(signed(change, "s")));
      List<Change> changes = comparison.time(index);
      text.append(changes.isEmpty() ? ", not known by resource" : " (" + named(changes, "s") + ")");
    }
    return text.append(
            "; the peak is limited by %s, that of A by %s."
                .formatted(other.speed().peakBottleneck(), first.speed().peakBottleneck()))
        .toString();
  }

  /// What makes it take more or less energy; empty where one of them is not known by action.
  public String energy(int index) {
    List<Change> changes = comparison.energy(index);
    if (changes.isEmpty()) {
      return "";
    }
    double first = changes.stream().mapToDouble(Change::first).sum();
    double change = changes.stream().mapToDouble(Change::more).sum();
    return Math.abs(change) < EQUAL * first
        ? "%s against A: energy per token alike.".formatted(letter(index))
        : "%s against A: energy per token %s (%s)."
            .formatted(letter(index), signed(change, "J"), named(changes, "J"));
  }

  /// The largest changes, until little is left.
  private static String named(List<Change> changes, String unit) {
    double all = changes.stream().mapToDouble(change -> Math.abs(change.more())).sum();
    List<String> words = new ArrayList<>();
    double named = 0;
    for (Change change : changes) {
      if (change.more() == 0
          || words.size() == MOST_NAMED
          || (!words.isEmpty() && named > EXPLAINED * all)) {
        break;
      }
      named += Math.abs(change.more());
      words.add(change.name() + " " + signed(change.more(), unit));
    }
    return String.join(", ", words);
  }

  /// What is better and worse of a system against the first.
  public String verdict(int index) {
    return new VerdictWords(
            Verdict.of(
                candidates().get(index).named(letter(index)),
                candidates().getFirst().named(letter(0))))
        .sentence();
  }

  private static String signed(double value, String unit) {
    return (value < 0 ? "−" : "+") + Si.of(Math.abs(value), unit);
  }

  private List<Candidate> candidates() {
    return comparison.candidates();
  }

  private CompareRow words(String name, Function<Candidate, String> word) {
    List<String> words = candidates().stream().map(word).toList();
    return new CompareRow(
        name, "", words.stream().map(text -> text.isEmpty() ? UNKNOWN : text).toList(), words);
  }

  private CompareRow count(String name, Function<Candidate, Number> figure) {
    List<Number> counts = candidates().stream().map(figure).toList();
    return new CompareRow(
        name,
        "",
        counts.stream().map(count -> Si.grouped(count.longValue())).toList(),
        counts.stream().map(Number::toString).toList());
  }

  private CompareRow atBatch(String name, String unit, ToDoubleFunction<Candidate.AtBatch> figure) {
    return figure(
        name,
        unit,
        candidate -> {
          Candidate.AtBatch at = candidate.speed().atBatch();
          return at == null ? null : figure.applyAsDouble(at);
        });
  }

  private CompareRow figure(
      String name, String unit, Function<Candidate, @Nullable Double> figure) {
    List<String> cells = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Candidate candidate : candidates()) {
      Double value = figure.apply(candidate);
      cells.add(value == null ? UNKNOWN : text(value, unit));
      values.add(value == null ? "" : Objects.toString(value));
    }
    return new CompareRow(name, unit, cells, values);
  }

  /// Seconds and joules with their prefix, what has a unit of its own without it.
  private static String text(double value, String unit) {
    return switch (unit) {
      case "s", "J" -> Si.of(value, unit);
      case "$" -> AssessmentFacts.dollars(value);
      default -> Si.plain(value);
    };
  }
}
