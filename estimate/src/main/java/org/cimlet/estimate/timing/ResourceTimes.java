package org.cimlet.estimate.timing;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.cimlet.plan.Resource;

/// Time of one pass through the pipeline, part by part.
///
/// An array by ordinal: this is the inner loop of a sweep, and nothing outside sees the order.
@SuppressWarnings("EnumOrdinal")
public final class ResourceTimes {
  /// What a token's time is spent on here: distribution counts with macros, the weight memory with
  /// loading.
  public static final Set<Resource> TIMED =
      Collections.unmodifiableSet(
          EnumSet.complementOf(EnumSet.of(Resource.DISTRIBUTION, Resource.WEIGHT_MEMORY)));

  private static final int RESOURCES = Resource.values().length;

  private final double[] seconds = new double[RESOURCES];

  public void add(Resource part, double time) {
    seconds[part.ordinal()] += time;
  }

  /// Adds another pass's times.
  public void addAll(ResourceTimes other) {
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] += other.seconds[i];
    }
  }

  /// Computing while reading: the longer of the two is waited for, `times` times.
  public void addOverlapped(
      int times, Resource compute, double computeS, Resource memory, double memoryS) {
    if (computeS > memoryS) {
      add(compute, times * computeS);
    } else {
      add(memory, times * memoryS);
    }
  }

  public double of(Resource part) {
    return seconds[part.ordinal()];
  }

  public double total() {
    double total = 0;
    for (double time : seconds) {
      total += time;
    }
    return total;
  }

  /// The part most time is spent on.
  public Resource largest() {
    Resource largest = Resource.MACROS;
    for (Resource part : Resource.values()) {
      if (of(part) > of(largest)) {
        largest = part;
      }
    }
    return largest;
  }
}
