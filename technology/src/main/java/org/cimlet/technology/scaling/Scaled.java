package org.cimlet.technology.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// A value read from a table or a fit, and where it was read beyond the range of either.
///
/// @param value the answer, in the unit its maker names
/// @param beyond each place where a table or fit was left, in words; empty inside all of them
public record Scaled(double value, List<String> beyond) {
  /// Copies the list.
  public Scaled {
    beyond = List.copyOf(beyond);
  }

  /// A value within every range.
  public static Scaled within(double value) {
    return new Scaled(value, List.of());
  }

  /// Whether some table or fit was left.
  public boolean isExtrapolated() {
    return !beyond.isEmpty();
  }

  /// The product; marked where either factor is.
  public Scaled times(Scaled factor) {
    return new Scaled(value * factor.value, union(beyond, factor.beyond));
  }

  /// The quotient; marked where either part is.
  public Scaled over(Scaled divisor) {
    return new Scaled(value / divisor.value, union(beyond, divisor.beyond));
  }

  /// The sum; marked where either part is.
  public Scaled plus(Scaled summand) {
    return new Scaled(value + summand.value, union(beyond, summand.beyond));
  }

  /// A function of the value, with the same marks.
  public Scaled map(DoubleUnaryOperator function) {
    return new Scaled(function.applyAsDouble(value), beyond);
  }

  /// The same value, marked once more.
  public Scaled marked(String place) {
    return new Scaled(value, union(beyond, List.of(place)));
  }

  private static List<String> union(List<String> a, List<String> b) {
    List<String> both = new ArrayList<>(a);
    b.stream().filter(place -> !both.contains(place)).forEach(both::add);
    return both;
  }
}
