package org.cimlet.estimate.gpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// How far predictions are off, over a group of measurements.
///
/// @param count measurements
/// @param median of the errors' sizes
/// @param worst of them
/// @param withinBand share of measurements whose error is no larger than the band
/// @param bias median of the errors with their signs: below 0 where predictions are too short
public record ErrorSummary(int count, double median, double worst, double withinBand, double bias) {

  /// Of errors as shares: 0.05 where 5 % too long.
  public static ErrorSummary of(DoubleStream errors, double band) {
    double[] signed = errors.sorted().toArray();
    double[] sizes = Arrays.stream(signed).map(Math::abs).sorted().toArray();
    long within = Arrays.stream(sizes).filter(size -> size <= band).count();
    return new ErrorSummary(
        sizes.length,
        middle(sizes),
        sizes[sizes.length - 1],
        (double) within / sizes.length,
        middle(signed));
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /// Cells of a row of the study: count, median, worst, share within the band, bias.
  public String cells() {
    return String.format(
        Locale.ROOT,
        "%,d | %.1f %% | %.0f %% | %.0f %% | %+.1f %%",
        count,
        100 * median,
        100 * worst,
        100 * withinBand,
        100 * bias);
  }
}
