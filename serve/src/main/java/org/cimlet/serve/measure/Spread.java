package org.cimlet.serve.measure;

/// A figure over requests, in seconds.
///
/// @param mean of all
/// @param p50 what half of them do not exceed
/// @param p90 what 90 % do not exceed
/// @param p95 what 95 % do not exceed
/// @param p99 what 99 % do not exceed
/// @param most the largest
public record Spread(double mean, double p50, double p90, double p95, double p99, double most) {
  /// Of a distribution.
  public static Spread of(Distribution values) {
    return new Spread(
        values.mean(),
        values.percentile(0.5),
        values.percentile(0.9),
        values.percentile(0.95),
        values.percentile(0.99),
        values.most());
  }
}
