package org.cimlet.estimate;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.cimlet.plan.Resource;
import org.cimlet.plan.program.Step;

/// Time of one pass through the pipeline, part by part.
///
/// An array by ordinal: this is the inner loop of a sweep, and nothing outside sees the order.
@SuppressWarnings("EnumOrdinal")
final class ResourceTimes {
  /// What a token's time is spent on here: distribution counts with macros, the weight memory with
  /// loading.
  static final Set<Resource> TIMED =
      Collections.unmodifiableSet(
          EnumSet.complementOf(EnumSet.of(Resource.DISTRIBUTION, Resource.WEIGHT_MEMORY)));

  private final double[] seconds = new double[Resource.values().length];

  void add(Resource part, double time) {
    seconds[part.ordinal()] += time;
  }

  /// Adds another pass's times.
  void addAll(ResourceTimes other) {
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] += other.seconds[i];
    }
  }

  /// Computing while reading: the longer of the two is waited for, `times` times.
  void addOverlapped(
      int times, Resource compute, double computeS, Resource memory, double memoryS) {
    if (computeS > memoryS) {
      add(compute, times * computeS);
    } else {
      add(memory, times * memoryS);
    }
  }

  /// Adds a step of many chiplets. Work overlaps the vectors of others: links have what macros
  /// leave over.
  ///
  /// @param refreshOverhead wall time of macros over their working time
  void addStep(Step step, CollectiveStep walked, double refreshOverhead) {
    double links = walked.totalS() - walked.workS();
    double in = Math.min(links, walked.inputS());
    boolean fromHost = step.source() == Step.Source.HOST;
    add(Resource.MACROS, walked.workS() / refreshOverhead);
    add(Resource.REFRESH, walked.workS() - walked.workS() / refreshOverhead);
    add(fromHost ? Resource.HOST_LINK : Resource.CHIPLET_LINK, in);
    add(step.toHostElements() > 0 ? Resource.HOST_LINK : Resource.CHIPLET_LINK, links - in);
  }

  double of(Resource part) {
    return seconds[part.ordinal()];
  }

  double total() {
    double total = 0;
    for (double time : seconds) {
      total += time;
    }
    return total;
  }

  /// The part most time is spent on.
  Resource largest() {
    Resource largest = Resource.MACROS;
    for (Resource part : Resource.values()) {
      if (of(part) > of(largest)) {
        largest = part;
      }
    }
    return largest;
  }
}
