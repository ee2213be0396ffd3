package org.cimlet.explore.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Designs than which none met is better in everything. Of equals the smallest number stays, so
/// that the order in which designs come changes nothing.
public final class Front {
  private final List<Point> points = new ArrayList<>();

  /// A design with its costs: less is better.
  @SuppressWarnings("ArrayRecordComponent") // a million of them are compared
  public record Point(long design, double[] costs) {
    /// Whether this is as good in everything, and better in something or equal with a smaller
    /// number.
    boolean beats(Point other) {
      boolean better = false;
      for (int i = 0; i < costs.length; i++) {
        if (costs[i] > other.costs[i]) {
          return false;
        }
        better |= costs[i] < other.costs[i];
      }
      return better || design <= other.design;
    }
  }

  /// Starts empty.
  public Front() {}

  /// Takes a design in, unless one that is there beats it.
  ///
  /// @return whether it is on the front now
  public boolean add(Point point) {
    for (double cost : point.costs()) {
      if (Double.isNaN(cost)) {
        return false;
      }
    }
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).beats(point)) {
        if (i > 0) { // what beats one often beats the next
          points.addFirst(points.remove(i));
        }
        return false;
      }
    }
    points.removeIf(point::beats);
    points.add(point);
    return true;
  }

  /// Takes in those of another.
  public void addAll(Front other) {
    other.points.forEach(this::add);
  }

  /// The designs, by their numbers.
  public List<Point> points() {
    return points.stream().sorted(Comparator.comparingLong(Point::design)).toList();
  }

  /// How many there are.
  public int size() {
    return points.size();
  }
}
