package org.cimlet.execute.products;

/// What an analog run depends on beside its machine.
///
/// @param seed of programming errors and of noise
/// @param ageS seconds since the cells were written, from 1 on
public record AnalogConditions(long seed, double ageS) {
  /// @throws IllegalArgumentException where the age is below a second
  public AnalogConditions {
    if (!(ageS >= 1)) {
      throw new IllegalArgumentException("age must be at least 1 s, got " + ageS);
    }
  }
}
