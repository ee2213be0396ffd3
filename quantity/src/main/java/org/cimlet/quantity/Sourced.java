package org.cimlet.quantity;

/// A technology number and where it comes from.
///
/// @param value the number, in the unit its key names
/// @param evidence how it was found
/// @param source paper, table, node, voltage, or the reasoning
public record Sourced(double value, Evidence evidence, String source) {
  /// @throws IllegalArgumentException where the value is not finite or the source is blank
  public Sourced {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a sourced number must be finite, got " + value);
    }
    if (source.isBlank()) {
      throw new IllegalArgumentException("a sourced number must name its source");
    }
  }

  /// An assumed number, for tests and sweeps that vary it.
  public static Sourced assumed(double value, String why) {
    return new Sourced(value, Evidence.ASSUMED, why);
  }
}
