package org.cimlet.technology.scaling;

import org.cimlet.technology.ClockLaw;
import org.cimlet.technology.PowerLaw;

/// A process at a supply voltage, with what the voltage does to clock and leakage.
///
/// @param nodeNm process
/// @param voltageV supply
/// @param thresholdV see [ThresholdVoltage]
/// @param leakageExponent power of the voltage with which static power rises
public record ProcessPoint(
    double nodeNm, double voltageV, double thresholdV, double leakageExponent) {
  /// The 28 nm sparse chip leaks 2.31 mW on 3.93 mm2 at 0.64 V: the fit of its two operating points
  /// with [PowerLaw#LEAKAGE_EXPONENT]. Other processes are taken to leak as much for an area.
  private static final double LEAKAGE_W_PER_MM2 = 2.31e-3 / 3.93;

  private static final double LEAKAGE_V = 0.64;

  /// With the usual threshold of the process.
  public static ProcessPoint usual(double nodeNm, double voltageV) {
    return new ProcessPoint(
        nodeNm, voltageV, ThresholdVoltage.of(nodeNm).value(), PowerLaw.LEAKAGE_EXPONENT);
  }

  /// The same with another threshold.
  public ProcessPoint withThreshold(double otherV) {
    return new ProcessPoint(nodeNm, voltageV, otherV, leakageExponent);
  }

  /// Delay of a gate here over that of a usual one of the process at its nominal supply.
  ///
  /// @throws IllegalArgumentException at or below the threshold
  public Scaled slowness() {
    Scaled nominal = LogicScaling.nominalVoltageV(nodeNm);
    double usual = ThresholdVoltage.of(nodeNm).value();
    return nominal.map(
        volts -> ClockLaw.slowness(voltageV, thresholdV) / ClockLaw.slowness(volts, usual));
  }

  /// Static power of a square millimetre of logic and memory in watts.
  public double leakageWPerMm2() {
    return LEAKAGE_W_PER_MM2 * Math.pow(voltageV / LEAKAGE_V, leakageExponent);
  }
}
