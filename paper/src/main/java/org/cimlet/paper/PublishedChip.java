package org.cimlet.paper;

import org.cimlet.technology.ClockLaw;
import org.cimlet.technology.Dvfs;
import org.cimlet.technology.OperatingPoint;
import org.cimlet.technology.PowerLaw;

/// Figure 8's inputs: what the rows about the 28 nm chip start from.
final class PublishedChip {
  static final OperatingPoint SLOW = new OperatingPoint(0.64, 20e6, 8.27e-3);
  static final OperatingPoint FAST = new OperatingPoint(1.03, 320e6, 250.65e-3);

  /// Priors: the exponents that hold best on other chips.
  static final double LEAKAGE_EXPONENT = PowerLaw.LEAKAGE_EXPONENT;

  static final double ALPHA = ClockLaw.ALPHA;
  static final Dvfs DVFS = Dvfs.through(SLOW, FAST, LEAKAGE_EXPONENT, ALPHA);

  static final double PEAK_TOPS = 3.33;
  static final double AREA_MM2 = 3.93;
  static final double SYSTEM_MIN_TOPS_PER_W = 1.96;
  static final double SYSTEM_MAX_TOPS_PER_W = 25.22;
  static final double MACRO_MIN_TOPS_PER_W = 2.52;
  static final double MACRO_MAX_TOPS_PER_W = 32.17;
  static final double QKV_TOPS_PER_W = 11.83;
  static final double TITLE_TOPS_PER_W = 53.8;

  private PublishedChip() {}
}
