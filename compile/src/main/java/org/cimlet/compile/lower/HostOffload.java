package org.cimlet.compile.lower;

import org.cimlet.plan.machine.Machine;

/// What dies do beside multiplying; the rest is the host's.
public enum HostOffload {
  /// Nothing: every result goes to the host.
  PRODUCTS,
  /// Norms, activations and residuals.
  ELEMENTS,
  /// Those, and attention: each layer's home, or dies that are there for it.
  ATTENTION;

  public static HostOffload of(Machine machine) {
    if (machine.chiplet().vector() == null) {
      return PRODUCTS;
    }
    return machine.dies().attending() == null ? ELEMENTS : ATTENTION;
  }
}
