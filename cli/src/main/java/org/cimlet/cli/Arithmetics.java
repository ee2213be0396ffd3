package org.cimlet.cli;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.jspecify.annotations.Nullable;

/// A network in the form that the arithmetic asked for computes.
record Arithmetics(Linears linears, Network network, Arithmetic arithmetic) {

  /// @param name what diagnostics call the network
  /// @param asked null for as the network is stored
  /// @throws InvalidInputException where a network is to run packed that is not
  static Arithmetics choose(String name, Network network, @Nullable Linears asked) {
    Linears stored = stored(network);
    Linears linears = asked == null ? stored : asked;
    return switch (linears) {
      case FLOAT -> new Arithmetics(linears, network, Arithmetic.floats());
      case INT8 -> new Arithmetics(linears, network.dense(), Arithmetic.stored());
      case PACKED -> {
        if (stored != Linears.PACKED) {
          throw InvalidInputException.of(
              name,
              "must be packed to run so, got %s linears; pack it with: cimlet compress %s OUT --pattern 8:32"
                  .formatted(stored.label(), name));
        }
        yield new Arithmetics(linears, network, Arithmetic.stored());
      }
      case ANALOG, ALIGNED ->
          throw InvalidInputException.of(
              "--linears",
              "must come with the machine whose arrays are meant, got %s alone; name it with --machine"
                  .formatted(linears.label()));
    };
  }

  private static Linears stored(Network network) {
    if (network.storesLinears(Arithmetics::packed)) {
      return Linears.PACKED;
    }
    return network.storesLinears(weights -> weights instanceof LinearWeights.Integers)
        ? Linears.INT8
        : Linears.FLOAT;
  }

  private static boolean packed(LinearWeights weights) {
    return switch (weights) {
      case LinearWeights.Floats _, LinearWeights.Integers(DenseMatrix _) -> false;
      case LinearWeights.Integers(PackedMatrix _) -> true;
    };
  }
}
