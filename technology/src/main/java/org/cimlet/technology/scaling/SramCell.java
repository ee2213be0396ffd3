package org.cimlet.technology.scaling;

import java.util.Map;

/// Area of one memory cell, and how it scales.
///
/// A six-transistor cell shrank with logic down to 28 nm and has hardly done so since: 3 nm cells
/// are as large as 5 nm ones. Published high-density cells; nodes between are interpolated.
public enum SramCell {
  /// Six transistors, one port.
  SIX_T("6T", 1),
  /// Two transistors more for a read port of its own: a row is read without disturbing it.
  EIGHT_T("8T", 1.3),
  /// Four more: two read ports, or a gate beside the cell.
  TEN_T("10T", 1.6),
  /// Six more: read and write at once, a multiplier's gate in the cell.
  TWELVE_T("12T", 2);

  private static final NodeTable<Double> HIGH_DENSITY_UM2 =
      new NodeTable<>(
          "the table of SRAM cells",
          Map.ofEntries(
              Map.entry(65.0, 0.5),
              Map.entry(28.0, 0.127),
              Map.entry(16.0, 0.07),
              Map.entry(14.0, 0.064),
              Map.entry(10.0, 0.04),
              Map.entry(7.0, 0.027),
              Map.entry(5.0, 0.021),
              Map.entry(3.0, 0.021),
              Map.entry(2.0, 0.0175)));

  private final String label;
  private final double overSixT;

  SramCell(String label, double overSixT) {
    this.label = label;
    this.overSixT = overSixT;
  }

  /// As engineers write it: `8T`.
  public String label() {
    return label;
  }

  /// Its area over that of a six-transistor cell.
  public double overSixT() {
    return overSixT;
  }

  /// Area of a cell in square micrometres.
  ///
  /// Cells with more ports by the usual ratios to the six-transistor cell: 1.3 for eight (Chang et
  /// al., VLSI 2005), 1.6 for ten, 2 for twelve; assumed for the last two.
  public Scaled areaUm2(double nodeNm) {
    return HIGH_DENSITY_UM2.at(nodeNm, Double::doubleValue).map(area -> area * overSixT);
  }

  /// Area of the same cells in one process over that in another.
  public static Scaled area(double fromNm, double toNm) {
    return SIX_T.areaUm2(toNm).over(SIX_T.areaUm2(fromNm));
  }
}
