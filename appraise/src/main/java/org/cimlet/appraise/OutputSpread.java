package org.cimlet.appraise;

import java.util.List;
import org.cimlet.quantity.Interval;

/// How far an answer moves while every technology number moves within its interval.
///
/// @param name of the answer
/// @param unit of its values; may be empty
/// @param nominal with every number as written
/// @param low below which 5 % of samples lie
/// @param median below which half of them do
/// @param high above which 5 % do
/// @param drivers the numbers that matter most, the weightiest first; at most three
public record OutputSpread(
    String name,
    String unit,
    double nominal,
    double low,
    double median,
    double high,
    List<Driver> drivers) {
  static final int NAMED = 3;

  /// Copies the list.
  public OutputSpread {
    drivers = List.copyOf(drivers);
  }

  /// A number that moves an answer.
  ///
  /// @param key as written in the machine file
  /// @param interval in which it was moved
  /// @param varianceShare of the answer's variance that goes with it, 0 to 1
  /// @param rises whether the answer rises with it
  public record Driver(String key, Interval interval, double varianceShare, boolean rises) {}
}
