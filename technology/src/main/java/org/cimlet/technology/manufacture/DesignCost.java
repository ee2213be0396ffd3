package org.cimlet.technology.manufacture;

/// What a chip costs before the first one is sold: design, verification, masks.
///
/// Chiplet Actuary's split of a figure for a chip of 300 mm2: half goes into modules and three
/// tenths into the chip, both by its area; a fifth, masks and tools, whatever the area.
public final class DesignCost {
  private static final double REFERENCE_MM2 = 300;
  private static final double MODULES = 0.5;
  private static final double CHIP = 0.3;

  private DesignCost() {}

  /// Design of one kind of chip in dollars.
  ///
  /// @param usdAt300Mm2 what a chip of 300 mm2 costs in the process
  public static double usd(double usdAt300Mm2, double areaMm2) {
    double byArea = (MODULES + CHIP) * areaMm2 / REFERENCE_MM2;
    return usdAt300Mm2 * (byArea + 1 - MODULES - CHIP);
  }
}
