package org.cimlet.explore.space;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What is asked about a design, by the words and units of `cimlet run --json`.
public enum Metric {
  /// Time per output token at the scenario's batch.
  TPOT_S(Source.DECODE),
  /// Time per output token of a sequence that is alone.
  TPOT_BATCH1_S(Source.DECODE),
  /// At the scenario's batch.
  THROUGHPUT_TOKENS_PER_S(Source.DECODE),
  /// With sequences enough.
  PEAK_THROUGHPUT_TOKENS_PER_S(Source.DECODE),
  /// At the scenario's batch.
  ENERGY_PER_TOKEN_J(Source.DECODE),
  /// Dies of the package that hold weights of layers.
  CHIPLETS(Source.DECODE),
  /// Of all dies of the package.
  AREA_MM2(Source.DECODE),
  /// Time to first token.
  TTFT_S(Source.PREFILL),
  /// What making a package costs, its share of the design included.
  PACKAGE_USD(Source.COST),
  /// Peak throughput over that.
  TOKENS_PER_S_PER_USD(Source.COST),
  /// Carbon dioxide equivalent of making a package's dies.
  CARBON_KG(Source.COST),
  /// Hottest place of the package under the load of many sequences.
  HOTTEST_C(Source.HEAT);

  private final Source source;

  /// What must be worked out to answer.
  public enum Source {
    /// The closed form of a decoded token.
    DECODE,
    /// That of a prompt too.
    PREFILL,
    /// The bill of a package.
    COST,
    /// Its temperatures, which take longest.
    HEAT
  }

  Metric(Source source) {
    this.source = source;
  }

  /// What must be worked out to answer.
  public Source source() {
    return source;
  }

  /// The metric of that name.
  public static Optional<Metric> named(String name) {
    return Stream.of(values()).filter(metric -> metric.toString().equals(name)).findFirst();
  }

  /// Names of all.
  public static List<String> names() {
    return Stream.of(values()).map(Metric::toString).toList();
  }

  /// `peak_throughput_tokens_per_s`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
