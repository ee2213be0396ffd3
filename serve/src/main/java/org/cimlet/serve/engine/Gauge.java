package org.cimlet.serve.engine;

/// A quantity over time: its mean and its peak.
final class Gauge {
  private long value;
  private long peak;
  private long sincePs;
  private double area;

  void set(long nowPs, long to) {
    area += (double) (nowPs - sincePs) * value;
    sincePs = nowPs;
    value = to;
    peak = Math.max(peak, to);
  }

  void add(long nowPs, long more) {
    set(nowPs, value + more);
  }

  long value() {
    return value;
  }

  long peak() {
    return peak;
  }

  /// Value times picoseconds, up to a time.
  double area(long nowPs) {
    return area + (double) (nowPs - sincePs) * value;
  }

  /// Mean from the beginning to a time.
  double mean(long nowPs) {
    return nowPs == 0 ? 0 : area(nowPs) / nowPs;
  }
}
