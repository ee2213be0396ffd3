package org.cimlet.appraise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;

/// The technology numbers of a machine or GPU that may be other than they are written, each with
/// its interval: its own range, or the usual spread of its evidence, a share never above 1.
final class MovingNumbers {
  /// What the process of any die is called, not what it does.
  private static final String NAME = "process.node_nm";

  /// How the keys of shares end, which are never above 1.
  private static final List<String> SHARES = List.of("_efficiency", "_yield", "_share");

  private MovingNumbers() {}

  static List<Provenance> of(List<Provenance> provenance) {
    return provenance.stream()
        .filter(line -> !line.key().endsWith(NAME))
        .filter(line -> interval(line).low() < interval(line).high())
        .toList();
  }

  static Sampling.Input input(Provenance line) {
    return new Sampling.Input(line.key(), line.number().value(), interval(line));
  }

  /// Those that state a range.
  static int stated(List<Provenance> numbers) {
    return (int) numbers.stream().filter(line -> line.number().statedRange().isPresent()).count();
  }

  /// What stands in for each number in a sample.
  static Function<Provenance, Sourced> reading(
      List<Provenance> numbers, Sampling sampling, int sample) {
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      values.put(numbers.get(i).key(), sampling.value(i, sample));
    }
    return line -> {
      Double value = values.get(line.key());
      Sourced number = line.number();
      return value == null ? number : new Sourced(value, number.evidence(), number.source());
    };
  }

  private static Interval interval(Provenance line) {
    Sourced number = line.number();
    Interval interval = number.interval();
    boolean share = SHARES.stream().anyMatch(line.key()::endsWith);
    return share && number.statedRange().isEmpty() && interval.high() > 1
        ? new Interval(interval.low(), 1)
        : interval;
  }
}
