package org.cimlet.execute.network;

import java.util.List;

/// How the linears of a network are computed.
public interface Arithmetic {
  /// Makes the products of linears that share an input.
  ///
  /// @param layer number of the layer; the number of layers for the head
  /// @param stage where in the layer
  /// @param linears at least one, all with the same inputs
  StackProducts products(int layer, Stage stage, List<WeightedLinear> linears);

  /// Floats: the reference. Weights stored as integers are multiplied by their scales first.
  static Arithmetic floats() {
    return (_, _, linears) -> new FloatProducts(linears);
  }

  /// INT8 weights and activations, int32 sums, for networks whose linears are stored as integers.
  static Arithmetic integers() {
    return (_, _, linears) -> new IntegerProducts(linears, PlainIntegerSums::new);
  }
}
