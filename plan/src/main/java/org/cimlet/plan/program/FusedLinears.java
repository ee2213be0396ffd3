package org.cimlet.plan.program;

import java.util.List;

/// Linears that share their input, stacked along the outputs and placed as one.
///
/// Output channels of the stacked linears are interleaved, so that any slice of them holds the same
/// share of each: a chiplet with a gate channel has its up channel too.
///
/// @param linears what is stacked; all with the same inputs and copies
/// @param outputs output channels of one copy
/// @param inputs input channels
/// @param copies equal copies: 1, or one per routed expert
/// @param activeCopies how many of them a token uses
/// @param packing how the weights are stored
public record FusedLinears(
    List<Linear> linears, int outputs, int inputs, int copies, int activeCopies, Packing packing) {
  /// Copies the list.
  public FusedLinears {
    linears = List.copyOf(linears);
  }

  /// Stacks linears of equal inputs.
  ///
  /// Where all copies are active (one block per attention head), they are one matrix for a macro:
  /// its rows hold any (output, input tile) pair, so the copies are stacked too.
  ///
  /// @throws IllegalArgumentException where inputs or copies differ
  public static FusedLinears of(List<Linear> linears, Packing packing) {
    Linear first = linears.getFirst();
    long outputs = 0;
    for (Linear linear : linears) {
      if (linear.inputs() != first.inputs()
          || linear.copies() != first.copies()
          || linear.activeCopies() != first.activeCopies()) {
        throw new IllegalArgumentException("cannot fuse " + linear + " on " + first);
      }
      outputs += linear.outputs();
    }
    boolean allActive = first.copies() == first.activeCopies();
    return new FusedLinears(
        linears,
        Math.toIntExact(allActive ? outputs * first.copies() : outputs),
        first.inputs(),
        allActive ? 1 : first.copies(),
        allActive ? 1 : first.activeCopies(),
        packing);
  }

  /// Share of the copies one token uses, 1 where there is no routing.
  public double activity() {
    return (double) activeCopies / copies;
  }

  /// What is dealt out to chiplets: output channels where there is one copy, whole copies where
  /// there are several.
  public int units() {
    return copies > 1 ? copies : outputs;
  }

  /// Stored bits, masks included, padding left out.
  public long storedBits() {
    return packing.bitsPerRow(inputs) * outputs * copies;
  }
}
