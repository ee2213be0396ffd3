package org.cimlet.network;

/// Scales a vector to unit size before a linear reads it.
public sealed interface Norm {
  /// Added to the mean square or the variance.
  double epsilon();

  /// `x / sqrt(mean(x²) + epsilon) * weight`.
  record RootMeanSquare(double epsilon) implements Norm {}

  /// `(x - mean(x)) / sqrt(variance(x) + epsilon) * weight + bias`.
  record MeanAndVariance(double epsilon) implements Norm {}
}
