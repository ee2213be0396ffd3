package org.cimlet.technology.adc;

import org.cimlet.technology.scaling.LogicScaling;
import org.cimlet.technology.scaling.Scaled;

/// Energy of a converter at the foot of a memory's column, which counts down the charge that the
/// column gathered, rather than one of [AdcSurvey], which stands by itself.
///
/// Calibrated on NeuRRAM's neurons (Wan et al., Nature 2022; 130 nm, 1.8 V, 256 rows): 8.3, 21.8,
/// 37.2 and 50.5 fJ a row for 4, 6, 8 and 10 output bits are 6.7 fJ for each bit beyond the second
/// and half of one, 1.7 pJ a bit and column. Other processes by capacitance and the square of the
/// voltage.
public final class ColumnConverter {
  private static final double FJ_PER_ROW_AND_BIT = 6.7;
  private static final double ROWS = 256;
  private static final double FREE_BITS = 2.5;
  private static final double NODE_NM = 130;
  private static final double VOLTAGE_V = 1.8;

  private ColumnConverter() {}

  /// Energy of one conversion in picojoules.
  ///
  /// @param bits of the result
  /// @throws IllegalArgumentException where an argument is not positive
  public static Scaled energyPj(double nodeNm, double voltageV, int bits) {
    if (!(voltageV > 0) || bits < 1) {
      throw new IllegalArgumentException(
          "a converter needs a voltage and bits, got %s V and %s".formatted(voltageV, bits));
    }
    double charged = Math.max(0.5, bits - FREE_BITS);
    double swing = voltageV * voltageV / (VOLTAGE_V * VOLTAGE_V);
    return LogicScaling.capacitance(NODE_NM, nodeNm)
        .map(factor -> factor * swing * charged * FJ_PER_ROW_AND_BIT * ROWS / 1000);
  }
}
