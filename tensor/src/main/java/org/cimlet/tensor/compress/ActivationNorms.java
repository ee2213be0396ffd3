package org.cimlet.tensor.compress;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How large each input of each linear is on a text: the root of its sum of squares over tokens.
public final class ActivationNorms {
  private final Map<String, float[]> byTensor = new TreeMap<>();

  /// @param byTensor for the name of a linear's weights, one norm per input, finite and not below
  ///   0; copied
  /// @throws IllegalArgumentException if a norm is not so
  public ActivationNorms(Map<String, float[]> byTensor) {
    byTensor.forEach((name, norms) -> {
      for (float norm : norms) {
        if (!(norm >= 0 && norm < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "%s: a norm must be finite and not below 0, got %s".formatted(name, norm));
        }
      }
      this.byTensor.put(name, norms.clone());
    });
  }

  /// The norms of one linear's inputs, not to be changed.
  Optional<float[]> of(String name) {
    return Optional.ofNullable(byTensor.get(name));
  }
}
