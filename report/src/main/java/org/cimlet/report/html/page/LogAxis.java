package org.cimlet.report.html.page;

import java.util.ArrayList;
import java.util.List;

/// A logarithmic axis.
///
/// @param least value it begins with
/// @param most value it ends with
/// @param from coordinate of the least
/// @param to coordinate of the most
public record LogAxis(double least, double most, double from, double to) {
  /// @throws IllegalArgumentException unless `0 < least < most`
  public LogAxis {
    if (!(least > 0) || !(most > least) || !Double.isFinite(most)) {
      throw new IllegalArgumentException(
          "a logarithmic axis needs 0 < least < most, got " + least + " and " + most);
    }
  }

  /// Coordinate of a value; beyond the ends it is held there.
  public double at(double value) {
    double share = Math.log(Math.clamp(value, least, most) / least) / Math.log(most / least);
    return from + share * (to - from);
  }

  /// Every whole decade on it.
  public List<Double> decades() {
    List<Double> decades = new ArrayList<>();
    // A hair's breadth of tolerance, so that an end that is a decade keeps its line.
    int first = (int) Math.ceil(Math.log10(least) - 1e-9);
    int last = (int) Math.floor(Math.log10(most) + 1e-9);
    for (int decade = first; decade <= last; decade++) {
      decades.add(Math.pow(10, decade));
    }
    return decades;
  }
}
