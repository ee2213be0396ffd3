package org.cimlet.appraise;

import java.util.List;

/// Temperatures of a package at rest, in degrees Celsius.
///
/// @param ambientC around it
/// @param limitC hottest that a die may be
/// @param saturated with streams enough to keep the busiest part of the machine busy
/// @param busy were every chiplet in use busy all the time: the most that cooling must carry
public record Heat(double ambientC, double limitC, State saturated, State busy) {

  /// One state of load.
  ///
  /// @param packageW heat of all chiplets
  /// @param hottestC hottest place of all
  /// @param chipletW heat of each chiplet
  /// @param chipletC hottest place of each chiplet
  public record State(
      double packageW, double hottestC, List<Double> chipletW, List<Double> chipletC) {
    /// Copies the lists.
    public State {
      chipletW = List.copyOf(chipletW);
      chipletC = List.copyOf(chipletC);
    }
  }

  /// Whether a die would be too hot under the load of many streams.
  public boolean tooHot() {
    return saturated.hottestC() > limitC;
  }

  /// Whether it would be were everything busy.
  public boolean tooHotWhenBusy() {
    return busy.hottestC() > limitC;
  }
}
