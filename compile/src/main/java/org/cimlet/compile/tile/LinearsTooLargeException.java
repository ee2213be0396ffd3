package org.cimlet.compile.tile;

import org.cimlet.quantity.Si;

/// The least that can be placed of fused linears takes more rows than an empty chiplet has: an
/// output channel, one copy of routed linears, or what a group of chiplets deals out together.
public final class LinearsTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param capacityBits of a macro
  public LinearsTooLargeException(TiledLinears what, long capacityBits) {
    super(
        "%s of %s on one chiplet: %s rows of every macro, got %s"
            .formatted(
                what.isRouted()
                    ? "one copy"
                    : what.quantum() == 1 ? "one output" : what.quantum() + " outputs",
                what.fused().linears().getFirst().name(),
                Si.grouped(what.isRouted() ? what.rows() : what.rowsOf(what.quantum())),
                Si.grouped(capacityBits / what.tiling().rowBits())));
  }
}
