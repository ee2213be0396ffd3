package org.cimlet.serve.measure;

/// A service level objective: what a request must meet to count as served in time.
///
/// @param group the class of requests it is for; empty for all that have none of their own
/// @param ttftS longest time to first token
/// @param tpotS longest time per output token after the first
public record Slo(String group, double ttftS, double tpotS) {
  /// Two seconds and 50 ms, for all.
  public static final Slo USUAL = new Slo("", 2, 0.05);

  /// @throws IllegalArgumentException where a time is not above 0
  public Slo {
    if (!(ttftS > 0) || !(tpotS > 0)) {
      throw new IllegalArgumentException(
          "times must be above 0, got %s and %s s".formatted(ttftS, tpotS));
    }
  }
}
