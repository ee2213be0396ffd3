package org.cimlet.estimate;

/// Time of one pass through the pipeline, part by part.
///
/// An array by ordinal: this is the inner loop of a sweep, and nothing outside sees the order.
@SuppressWarnings("EnumOrdinal")
final class PartTimes {
  private final double[] seconds = new double[Part.values().length];

  void add(Part part, double time) {
    seconds[part.ordinal()] += time;
  }

  /// Computing while reading: the longer of the two is waited for, `times` times.
  void addOverlapped(int times, Part compute, double computeS, Part memory, double memoryS) {
    if (computeS > memoryS) {
      add(compute, times * computeS);
    } else {
      add(memory, times * memoryS);
    }
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
