package org.cimlet.plan.program;

import java.util.List;

/// One shape of layer; a program repeats few of them.
///
/// @param linears every weight matrix by its usual name, for listings
/// @param steps what the chiplets do, in order
/// @param attention what is done between the step that sends it queries and the next
/// @param normWeights parameters of the norms
public record Block(
    List<Linear> linears, List<Step> steps, AttentionWork attention, int normWeights) {
  /// Copies the lists.
  public Block {
    linears = List.copyOf(linears);
    steps = List.copyOf(steps);
  }

  /// Weights of all linears, biases left out.
  public long weights() {
    return linears.stream().mapToLong(Linear::weights).sum();
  }

  /// Weights one token uses.
  public long activeWeights() {
    return linears.stream().mapToLong(Linear::activeWeights).sum();
  }

  /// Parameters of the biases.
  public long biases() {
    return linears.stream()
        .filter(Linear::bias)
        .mapToLong(linear -> (long) linear.outputs() * linear.copies())
        .sum();
  }
}
