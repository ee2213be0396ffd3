package org.cimlet.estimate;

import org.cimlet.plan.program.Step;

/// Time of one pass through the pipeline, part by part.
///
/// An array by ordinal: this is the inner loop of a sweep, and nothing outside sees the order.
@SuppressWarnings("EnumOrdinal")
final class PartTimes {
  private final double[] seconds = new double[Part.values().length];

  void add(Part part, double time) {
    seconds[part.ordinal()] += time;
  }

  /// Adds another pass's times.
  void addAll(PartTimes other) {
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] += other.seconds[i];
    }
  }

  /// Computing while reading: the longer of the two is waited for, `times` times.
  void addOverlapped(int times, Part compute, double computeS, Part memory, double memoryS) {
    if (computeS > memoryS) {
      add(compute, times * computeS);
    } else {
      add(memory, times * memoryS);
    }
  }

  /// Adds a step of many chiplets. Work overlaps the vectors of others: links have what macros
  /// leave over.
  ///
  /// @param stretch wall time of macros over their working time
  void addStep(Step step, GroupStep walked, double stretch) {
    double links = walked.totalS() - walked.workS();
    double in = Math.min(links, walked.inputS());
    boolean fromHost = step.source() == Step.Source.HOST;
    add(Part.MACROS, walked.workS() / stretch);
    add(Part.REFRESH, walked.workS() - walked.workS() / stretch);
    add(fromHost ? Part.HOST_LINKS : Part.CHIPLET_LINKS, in);
    add(step.toHostElements() > 0 ? Part.HOST_LINKS : Part.CHIPLET_LINKS, links - in);
  }

  double of(Part part) {
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
  Part largest() {
    Part largest = Part.MACROS;
    for (Part part : Part.values()) {
      if (of(part) > of(largest)) {
        largest = part;
      }
    }
    return largest;
  }
}
