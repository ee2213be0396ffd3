package org.cimlet.plan.program;

/// One weight matrix `y = W x`, `W[outputs, inputs]`, and how many equal ones a layer has.
///
/// @param name the usual name within its layer: `q_proj`, `experts.gate_proj`
/// @param copies equal matrices in the layer: 1, or one per expert or head
/// @param activeCopies how many of them a token uses
/// @param bias whether it adds a bias, kept and added by the vector unit or the host
public record Linear(
    String name, int outputs, int inputs, int copies, int activeCopies, boolean bias) {
  /// @throws IllegalArgumentException where a size is below one or more copies are active than
  ///   exist
  public Linear {
    if (outputs < 1 || inputs < 1 || copies < 1 || activeCopies < 1 || activeCopies > copies) {
      throw new IllegalArgumentException(
          "linear %s must have positive sizes and active <= copies, got [%s, %s] x %s/%s"
              .formatted(name, outputs, inputs, activeCopies, copies));
    }
  }

  /// Weights of all copies, biases left out.
  public long weights() {
    return (long) outputs * inputs * copies;
  }

  /// Weights one token uses.
  public long activeWeights() {
    return (long) outputs * inputs * activeCopies;
  }
}
