package org.cimlet.appraise;

import java.util.List;

/// Temperatures of a package at rest, in degrees Celsius.
///
/// @param ambientC around it
/// @param limitC hottest that a die may be
/// @param statedLeakageW static power of all chiplets as the machine states it
/// @param saturated with sequences enough to keep the busiest part of the machine busy
/// @param busy were every chiplet in use busy all the time: the most that cooling must carry
public record Heat(
    double ambientC, double limitC, double statedLeakageW, State saturated, State busy) {

  /// One state of load.
  ///
  /// @param packageW heat of all chiplets
  /// @param leakageW of it static power, at the temperatures computed where it is said to rise
  /// @param hottestC hottest place of all
  /// @param runsAway whether leakage and temperature drive each other up without end; the figures
  ///   are then those with leakage as stated
  /// @param chipletW heat of each chiplet
  /// @param chipletC hottest place of each chiplet
  public record State(
      double packageW,
      double leakageW,
      double hottestC,
      boolean runsAway,
      List<Double> chipletW,
      List<Double> chipletC) {
    /// Copies the lists.
    public State {
      chipletW = List.copyOf(chipletW);
      chipletC = List.copyOf(chipletC);
    }

    private boolean tooHot(double limitC) {
      return runsAway || hottestC > limitC;
    }
  }

  /// Whether a die would be too hot under the load of many sequences.
  public boolean tooHot() {
    return saturated.tooHot(limitC);
  }

  /// Whether it would be were everything busy.
  public boolean tooHotWhenBusy() {
    return busy.tooHot(limitC);
  }
}
