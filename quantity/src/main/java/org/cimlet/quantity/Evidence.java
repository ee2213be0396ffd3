package org.cimlet.quantity;

import java.util.Locale;

/// How far a technology number can be trusted.
public enum Evidence {
  /// Printed in a paper, data sheet or standard.
  PUBLISHED,
  /// Arithmetic on published numbers.
  DERIVED,
  /// Fitted so that a published result comes out.
  CALIBRATED,
  /// Our judgement; nobody printed it.
  ASSUMED;

  /// The word specs and reports use: `published`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
