package org.cimlet.paper;

import java.util.List;

/// A growth the paper reads off a survey: so many times in two years.
///
/// @param subject what grows
/// @param timesInTwoYears as printed
public record GrowthTrend(String subject, double timesInTwoYears) {
  private static final double YEARS = 2;

  /// The introduction and Figure 1, as printed.
  public static List<GrowthTrend> all() {
    return List.of(
        new GrowthTrend("size of networks", 240),
        new GrowthTrend("compute that training them takes", 750),
        new GrowthTrend("compute of hardware", 3.1));
  }

  /// Months in which it doubles.
  public double doublingMonths() {
    return 12 * YEARS * Math.log(2) / Math.log(timesInTwoYears);
  }

  /// How many times this outgrows another in a number of years.
  public double outgrows(GrowthTrend other, double years) {
    return Math.pow(timesInTwoYears / other.timesInTwoYears, years / YEARS);
  }
}
