package org.cimlet.compile;

import org.cimlet.plan.machine.Machine;

/// What dies do beside multiplying; the rest is the host's.
enum OnDie {
  /// Nothing: every result goes to the host.
  PRODUCTS,
  /// Norms, activations and residuals.
  ELEMENTS,
  /// Those, and attention: each layer's home, or dies that are there for it.
  ATTENTION;

  static OnDie of(Machine machine) {
    if (machine.chiplet().vector() == null) {
      return PRODUCTS;
    }
    return machine.dies().attending() == null ? ELEMENTS : ATTENTION;
  }
}
