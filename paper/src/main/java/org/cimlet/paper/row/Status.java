package org.cimlet.paper.row;

import java.util.Locale;

/// How a printed figure compares with the computed one.
public enum Status {
  /// Comes out as printed.
  REPRODUCED,
  /// Comes out otherwise, and the computed figure is the right one.
  CORRECTED,
  /// Comes out as printed because a number of ours was fitted so that it does.
  CALIBRATED,
  /// Comes out of a model that was not fitted to it; the difference is the model's error.
  PREDICTED,
  /// Not printed; follows from what is.
  IMPLIED,
  /// An input: there is nothing to compute.
  GIVEN,
  /// Cannot be computed from what the paper gives.
  NOT_REPRODUCIBLE;

  /// The words reports use: `not reproducible`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Whether a row of this status has a computed value.
  public boolean computes() {
    return switch (this) {
      case REPRODUCED, CORRECTED, CALIBRATED, PREDICTED, IMPLIED -> true;
      case GIVEN, NOT_REPRODUCIBLE -> false;
    };
  }
}
