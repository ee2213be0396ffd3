package org.cimlet.quantity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A technology number and where it comes from.
///
/// @param value the number, in the unit its key names
/// @param evidence how it was found
/// @param source paper, table, node, voltage, or the reasoning
/// @param range where it may lie; null where nobody said
public record Sourced(double value, Evidence evidence, String source, @Nullable Interval range) {
  /// @throws IllegalArgumentException where the value is not finite, lies outside its range, or the
  ///   source is blank
  public Sourced {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a sourced number must be finite, got " + value);
    }
    if (source.isBlank()) {
      throw new IllegalArgumentException("a sourced number must name its source");
    }
    if (range != null && !range.contains(value)) {
      throw new IllegalArgumentException(
          "a sourced number must lie in its range, got %s for %s".formatted(value, range));
    }
  }

  /// A number of which nobody said where else it may lie.
  public Sourced(double value, Evidence evidence, String source) {
    this(value, evidence, source, null);
  }

  /// An assumed number, for tests and sweeps that vary it.
  public static Sourced assumed(double value, String why) {
    return new Sourced(value, Evidence.ASSUMED, why);
  }

  /// Where somebody said it may lie.
  public Optional<Interval> statedRange() {
    return Optional.ofNullable(range);
  }

  /// Where it may lie: the stated range, or else what its evidence lets expect.
  public Interval interval() {
    return range == null ? evidence.intervalAround(value) : range;
  }
}
