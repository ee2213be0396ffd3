package org.cimlet.compile.tile;

import org.cimlet.plan.program.FusedLinears;

/// One copy of routed linears is larger than a chiplet.
public final class LinearsTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient FusedLinears linears;

  public LinearsTooLargeException(FusedLinears linears) {
    super(linears.linears().getFirst().name());
    this.linears = linears;
  }

  public FusedLinears linears() {
    return linears;
  }
}
