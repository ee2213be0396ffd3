package org.cimlet.plan.machine;

/// Boards that carry and feed the package, all together, resolved. Hosts have boards of their own,
/// which their power includes.
///
/// @param fixedW interfaces, management and what regulators take themselves, whatever the load
/// @param conversionEfficiency share of the power into the boards that reaches the package; above
///   0, at most 1
public record Board(double fixedW, double conversionEfficiency) {
  /// Ideal boards.
  public static final Board NONE = new Board(0, 1);

  /// @throws IllegalArgumentException where energy would be gained
  public Board {
    if (!(fixedW >= 0 && conversionEfficiency > 0 && conversionEfficiency <= 1)) {
      throw new IllegalArgumentException(
          "boards must take power, got %s W and an efficiency of %s"
              .formatted(fixedW, conversionEfficiency));
    }
  }
}
