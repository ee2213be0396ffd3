package org.cimlet.plan.program;

/// Element-wise work that is not part of a step: a gate, a convolution over few tokens.
///
/// @param operations for a token
public record ElementWise(String name, long operations, At at) implements LocalWork {
  /// @throws IllegalArgumentException where there are less than no operations
  public ElementWise {
    if (operations < 0) {
      throw new IllegalArgumentException(
          "%s must have at least 0 operations, got %s".formatted(name, operations));
    }
  }

  @Override
  public long stateBits() {
    return 0;
  }

  @Override
  public long keptBits() {
    return 0;
  }
}
