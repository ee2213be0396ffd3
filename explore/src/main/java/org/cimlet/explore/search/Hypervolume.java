package org.cimlet.explore.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The volume that points dominate below a reference point, less being better: by slices along the
/// last objective, exact, for fronts of a few hundred points.
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
}
