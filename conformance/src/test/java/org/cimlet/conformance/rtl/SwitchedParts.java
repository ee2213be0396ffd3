package org.cimlet.conformance.rtl;

import java.util.SplittableRandom;
import org.cimlet.technology.liberty.StandardCells;

/// Synthesized parts of an edge for 8 of 32 inputs of 8 bits, switched as rows of a network would:
/// another mask with every row while inputs are held, random weights and inputs for the tree.
///
/// @param fj of a row, glitches included
/// @param settledFj of a row, without
/// @param toggles of a gate in a row, glitches included
/// @param settledToggles of a gate in a row, without
record SwitchedParts(double fj, double settledFj, double toggles, double settledToggles) {
  private static final int CYCLES = 8;
  private static final int GROUP = 32;
  private static final int KEPT = 8;

  private static SwitchedParts of(GateSimulation circuit, Runnable row) {
    circuit.settle();
    circuit.forget();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      row.run();
      circuit.settle();
    }
    double gates = circuit.gates();
    return new SwitchedParts(
        circuit.fj() / CYCLES,
        circuit.settledFj() / CYCLES,
        circuit.toggles() / CYCLES / gates,
        circuit.settledToggles() / CYCLES / gates);
  }

  /// A mask decoder, or a zero skipper with a register on the way.
  static SwitchedParts skipper(String netlist, StandardCells cells) {
    GateSimulation circuit = new GateSimulation(MappedNetlist.read(netlist, cells), cells);
    SplittableRandom random = new SplittableRandom(5);
    for (int bit = 0; bit < circuit.width("x"); bit++) {
      circuit.set("x", bit, random.nextLong());
    }
    return of(
        circuit,
        () -> {
          long[] mask = masks(random);
          for (int bit = 0; bit < circuit.width("mask"); bit++) {
            circuit.set("mask", bit, mask[bit]);
          }
          circuit.clock();
        });
  }

  /// An adder tree whose sum comes back as its addend.
  static SwitchedParts tree(String netlist, StandardCells cells) {
    GateSimulation circuit = new GateSimulation(MappedNetlist.read(netlist, cells), cells);
    SplittableRandom random = new SplittableRandom(5);
    return of(
        circuit,
        () -> {
          for (String port : new String[] {"weights", "inputs"}) {
            for (int bit = 0; bit < circuit.width(port); bit++) {
              circuit.set(port, bit, random.nextLong());
            }
          }
          long[] sum = new long[circuit.width("sum")];
          for (int bit = 0; bit < sum.length; bit++) {
            sum[bit] = circuit.get("sum", bit);
          }
          for (int bit = 0; bit < sum.length; bit++) {
            circuit.set("addend", bit, sum[bit]);
          }
        });
  }

  private static long[] masks(SplittableRandom random) {
    long[] lanes = new long[GROUP];
    for (int lane = 0; lane < Long.SIZE; lane++) {
      int open = KEPT;
      for (int i = 0; i < GROUP; i++) {
        if (random.nextInt(GROUP - i) < open) {
          lanes[i] |= 1L << lane;
          open--;
        }
      }
    }
    return lanes;
  }
}
