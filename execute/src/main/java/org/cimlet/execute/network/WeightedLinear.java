package org.cimlet.execute.network;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One linear with its weights: `y = W x`, or `y = W x + b`.
///
/// @param name its tensor's name in the file
/// @param weights `W[outputs, inputs]`
/// @param biasRow `b` as one row of `outputs` floats, null where there is none
public record WeightedLinear(String name, LinearWeights weights, @Nullable FloatRows biasRow) {
  /// @throws IllegalArgumentException if the bias is not one row of `outputs` floats
  public WeightedLinear {
    if (biasRow != null && (biasRow.rows() != 1 || biasRow.columns() != weights.outputs())) {
      throw new IllegalArgumentException(
          "%s needs a bias [1, %s], got [%s, %s]"
              .formatted(name, weights.outputs(), biasRow.rows(), biasRow.columns()));
    }
  }

  /// The same linear with its weights stored otherwise.
  WeightedLinear with(UnaryOperator<LinearWeights> change) {
    return new WeightedLinear(name, change.apply(weights), biasRow);
  }

  /// The bias, where there is one.
  public Optional<FloatRows> bias() {
    return Optional.ofNullable(biasRow);
  }
}
