package org.cimlet.explore.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/// The volume that points dominate below a reference point, less being better. Exact.
///
/// Of three objectives a sweep along the third over the staircase of the first two (Beume, Fonseca,
/// Lopez-Ibanez, Paquete, Vahrenhold, IEEE Transactions on Evolutionary Computation 13(5), 2009),
/// `n log n` for `n` points; of more, slices along the last, a factor `n` for each.
public final class Hypervolume {
  private Hypervolume() {}

  /// @param points costs of each
  /// @param reference worse than whatever counts
  public static double of(List<double[]> points, double[] reference) {
    List<double[]> inside = new ArrayList<>();
    for (double[] point : points) {
      boolean counts = true;
      for (int i = 0; i < reference.length; i++) {
        counts &= point[i] < reference[i];
      }
      if (counts) {
        inside.add(point);
      }
    }
    return volume(inside, reference, reference.length);
  }

  private static double volume(List<double[]> points, double[] reference, int objectives) {
    int last = objectives - 1;
    List<double[]> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(point -> point[last]));
    if (objectives == 1) {
      return sorted.isEmpty() ? 0 : reference[0] - sorted.getFirst()[0];
    }
    if (objectives == 3) {
      return swept(sorted, reference);
    }
    double volume = 0;
    List<double[]> below = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      double[] point = sorted.get(i);
      below.removeIf(other -> covers(point, other, last));
      if (below.stream().noneMatch(other -> covers(other, point, last))) {
        below.add(point);
      }
      double to = i + 1 < sorted.size() ? sorted.get(i + 1)[last] : reference[last];
      if (to > point[last]) {
        volume += (to - point[last]) * volume(below, reference, last);
      }
    }
    return volume;
  }

  private static boolean covers(double[] a, double[] b, int objectives) {
    for (int i = 0; i < objectives; i++) {
      if (a[i] > b[i]) {
        return false;
      }
    }
    return true;
  }

  /// The third objective from the least on: between two of its values the volume is what lies over
  /// the staircase of the points met so far, of which each keeps what it adds.
  private static double swept(List<double[]> sorted, double[] reference) {
    TreeMap<Double, Double> stairs = new TreeMap<>();
    stairs.put(Double.NEGATIVE_INFINITY, reference[1]);
    stairs.put(reference[0], Double.NEGATIVE_INFINITY);
    double area = 0;
    double volume = 0;
    for (int i = 0; i < sorted.size(); i++) {
      double[] point = sorted.get(i);
      area += added(stairs, point[0], point[1]);
      double to = i + 1 < sorted.size() ? sorted.get(i + 1)[2] : reference[2];
      volume += area * (to - point[2]);
    }
    return volume;
  }

  /// Puts a point on the staircase, takes off those it covers, and says by how much the area grows.
  private static double added(NavigableMap<Double, Double> stairs, double x, double y) {
    double above = Objects.requireNonNull(stairs.floorEntry(x)).getValue();
    if (above <= y) {
      return 0;
    }
    double grown = 0;
    double from = x;
    Map.Entry<Double, Double> next = Objects.requireNonNull(stairs.higherEntry(x));
    while (next.getValue() >= y) {
      grown += (next.getKey() - from) * (above - y);
      from = next.getKey();
      above = next.getValue();
      stairs.remove(from);
      next = Objects.requireNonNull(stairs.higherEntry(from));
    }
    grown += (next.getKey() - from) * (above - y);
    stairs.put(x, y);
    return grown;
  }
}
