package org.cimlet.serve.measure;

/// How values above 0 are distributed, in memory that does not grow: counted in classes each of
/// which is a thousandth of an octave wide, so that percentiles are off by 0.05 % at most.
public final class Distribution {
  private static final int SHIFT = 42;
  private static final double LEAST = 1e-12;
  private static final double MOST = 1e12;
  private static final int FIRST = (int) (Double.doubleToLongBits(LEAST) >>> SHIFT);
  private static final int CLASSES = (int) (Double.doubleToLongBits(MOST) >>> SHIFT) - FIRST + 1;

  private final long[] counts = new long[CLASSES];
  private long count;
  private double sum;
  private double least = Double.POSITIVE_INFINITY;
  private double most;

  /// Nothing yet.
  public Distribution() {}

  /// Counts a value; one below a picosecond counts as one.
  public void add(double value) {
    counts[(int) (Double.doubleToLongBits(Math.clamp(value, LEAST, MOST)) >>> SHIFT) - FIRST]++;
    count++;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }

  /// Values so far.
  public long count() {
    return count;
  }

  /// Their mean; 0 of none.
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /// The largest; 0 of none.
  public double most() {
    return most;
  }

  /// The value that a share of all does not exceed; 0 of none.
  ///
  /// @param share from 0 to 1
  public double percentile(double share) {
    if (count == 0) {
      return 0;
    }
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < CLASSES; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return i == 0 ? least : Math.clamp(middle(i), least, most);
      }
    }
    return most;
  }

  private static double middle(int index) {
    double from = Double.longBitsToDouble((long) (FIRST + index) << SHIFT);
    double to = Double.longBitsToDouble((long) (FIRST + index + 1) << SHIFT);
    return (from + to) / 2;
  }
}
