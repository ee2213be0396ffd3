package org.cimlet.tensor.compress;

/// Which weights of a group are kept.
public sealed interface Method {
  /// Those of the largest magnitude.
  record Magnitude() implements Method {}

  /// Those of the largest magnitude times norm of their input (Sun et al., *A Simple and Effective
  /// Pruning Approach for Large Language Models*, 2023), compared within each group.
  record Wanda(ActivationNorms norms) implements Method {}

  /// `magnitude` or `wanda`.
  default String key() {
    return switch (this) {
      case Magnitude _ -> "magnitude";
      case Wanda _ -> "wanda";
    };
  }
}
