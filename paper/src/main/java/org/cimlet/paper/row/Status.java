package org.cimlet.paper.row;

import java.util.Locale;

/// How a printed figure compares with the computed one.
public enum Status {
  /// Comes out as printed, from what is not the figure itself: it could have come out otherwise.
  REPRODUCED,
  /// Comes out otherwise, and the computed figure is the right one.
  CORRECTED,
  /// Comes out otherwise under our conditions, where the paper does not give its own.
  NOT_REPRODUCED,
  /// Comes out as printed because a number of ours was fitted so that it does.
  CALIBRATED,
  /// Comes out of a model that was not fitted to it; the difference is the model's error.
  PREDICTED,
  /// Another printed figure, or a choice of the paper's that a preset repeats, in another unit or
  /// by one division: it cannot come out otherwise.
  RESTATED,
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

  /// Whether the figure could have come out otherwise: neither fitted nor repeated.
  public boolean isTested() {
    return switch (this) {
      case REPRODUCED, CORRECTED, NOT_REPRODUCED, PREDICTED -> true;
      case CALIBRATED, RESTATED, IMPLIED, GIVEN, NOT_REPRODUCIBLE -> false;
    };
  }

  /// Whether a row of this status has a computed value.
  public boolean computes() {
    return switch (this) {
      case REPRODUCED, CORRECTED, NOT_REPRODUCED, CALIBRATED, PREDICTED, RESTATED, IMPLIED -> true;
      case GIVEN, NOT_REPRODUCIBLE -> false;
    };
  }
}
