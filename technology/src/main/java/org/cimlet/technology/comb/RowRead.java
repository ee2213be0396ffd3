package org.cimlet.technology.comb;

import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;

/// What reading one bit of a row takes.
///
/// A bit discharges a bit line past all its rows, so that energy rises with the rows on it; word
/// line, sense amplifier and decoder come on top. CACTI at 28 nm and 0.9 V gives both: 64 bits of
/// 128 rows take 0.40 pJ, of 256 rows 0.56 pJ. Longer arrays are cut into segments of
/// `bitlineRows`, whose bits then travel to the edge of the array on a global line.
///
/// @param at process and supply
/// @param cellUm2 area of a cell, whose height goes with its root
/// @param bitlineRows rows on one bit line
/// @param travelMm way of a bit from its segment to the multipliers
public record RowRead(ProcessPoint at, Scaled cellUm2, int bitlineRows, double travelMm) {
  private static final double REFERENCE_NM = 28;
  private static final double REFERENCE_V = 0.9;
  private static final double FJ_PER_ROW = (560.0 - 400) / 64 / 128;
  private static final double FIXED_FJ = 400.0 / 64 - 128 * FJ_PER_ROW;

  /// 0.2 pF/mm; a line that carries random bits draws its charge every fourth time.
  private static final double WIRE_FF_PER_MM = 200;

  private static final double CHARGED = 0.25;

  /// Energy of one bit in femtojoules.
  public Scaled fjPerBit() {
    double swing = at.voltageV() * at.voltageV() / (REFERENCE_V * REFERENCE_V);
    Scaled height =
        cellUm2
            .over(SramCell.SIX_T.areaUm2(REFERENCE_NM))
            .map(area -> Math.sqrt(area) * swing * FJ_PER_ROW * bitlineRows);
    Scaled fixed =
        new MacroLogic(at)
            .capacitance()
            .over(new MacroLogic(ProcessPoint.usual(REFERENCE_NM, REFERENCE_V)).capacitance())
            .map(factor -> factor * swing * FIXED_FJ);
    double wire = CHARGED * WIRE_FF_PER_MM * travelMm * at.voltageV() * at.voltageV();
    return height.plus(fixed).map(fj -> fj + wire);
  }
}
