package org.cimlet.compile;

import org.cimlet.plan.Chiplet;

/// What chiplets do beside multiplying; the rest is the host's.
enum OnDie {
  /// Nothing: every result goes to the host.
  PRODUCTS,
  /// Norms, activations and residuals.
  ELEMENTS,
  /// Those, and attention at each layer's home.
  ATTENTION;

  static OnDie of(Chiplet chiplet) {
    if (chiplet.vector() == null) {
      return PRODUCTS;
    }
    return chiplet.attention() == null ? ELEMENTS : ATTENTION;
  }
}
