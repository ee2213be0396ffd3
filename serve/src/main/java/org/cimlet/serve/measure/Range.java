package org.cimlet.serve.measure;

import org.cimlet.appraise.Uncertainty;

/// Where a figure lies in nine samples of ten.
///
/// @param low below which 5 % lie; not a number where no sample has the figure
/// @param median below which half of them do
/// @param high above which 5 % lie
public record Range(double low, double median, double high) {
  /// Of samples; those that are no number are left out.
  public static Range of(double[] samples) {
    return new Range(
        Uncertainty.percentile(samples, 0.05),
        Uncertainty.percentile(samples, 0.5),
        Uncertainty.percentile(samples, 0.95));
  }

  /// Whether any sample has the figure.
  public boolean isKnown() {
    return !Double.isNaN(median);
  }
}
