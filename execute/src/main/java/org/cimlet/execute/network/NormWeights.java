package org.cimlet.execute.network;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The learned part of a norm.
///
/// @param weight one row
/// @param biasRow one row, null where the norm only scales
public record NormWeights(FloatRows weight, @Nullable FloatRows biasRow) {
  /// The bias, where there is one.
  public Optional<FloatRows> bias() {
    return Optional.ofNullable(biasRow);
  }
}
