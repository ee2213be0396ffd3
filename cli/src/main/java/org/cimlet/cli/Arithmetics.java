package org.cimlet.cli;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Arithmetic;
import org.cimlet.execute.network.Network;
import org.jspecify.annotations.Nullable;

/// A network in the form that the arithmetic asked for can compute.
record Arithmetics(Linears linears, Network network, Arithmetic arithmetic) {

  /// @param asked null for as the network is stored
  /// @throws InvalidInputException where a network is to run packed that is not
  static Arithmetics choose(String name, Network network, @Nullable Linears asked) {
    Linears stored = Linears.FLOAT;
    Linears linears = asked == null ? stored : asked;
    return switch (linears) {
      case FLOAT -> new Arithmetics(linears, network, Arithmetic.floats());
      case INT8, PACKED ->
          throw InvalidInputException.of("--linears", "must be float for now, got " + linears);
    };
  }
}
