package org.cimlet.explore;

import java.util.Arrays;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Space;

/// What each level of each axis, and each pair of levels of two axes, goes along with: over all
/// designs that were answered, exact. Long axes are taken in stretches of neighbouring levels.
public final class Effects {
  /// Stretches of a long axis.
  private static final int MOST_STRETCHES = 40;

  /// The same where two axes meet.
  private static final int MOST_OF_PAIR = 12;

  private final Space space;
  private final int metrics;
  private final Cells[] axes;
  private final Cells[][] pairs;

  /// Cells of designs, each with counts and its metrics.
  ///
  /// @param answered designs with figures
  /// @param refused designs without, that were tried
  /// @param sums of each metric, cell by cell
  /// @param least of each metric, likewise, of designs within every limit
  /// @param most likewise
  @SuppressWarnings("ArrayRecordComponent") // filled by a million designs
  public record Cells(
      int width,
      long[] answered,
      long[] refused,
      double[][] sums,
      double[][] least,
      double[][] most) {
    private static Cells of(int cells, int width, int metrics) {
      Cells made =
          new Cells(
              width,
              new long[cells],
              new long[cells],
              new double[cells][metrics],
              new double[cells][metrics],
              new double[cells][metrics]);
      for (int cell = 0; cell < cells; cell++) {
        Arrays.fill(made.least[cell], Double.POSITIVE_INFINITY);
        Arrays.fill(made.most[cell], Double.NEGATIVE_INFINITY);
      }
      return made;
    }

    /// How many there are.
    public int size() {
      return answered.length;
    }

    private void add(int cell, boolean within, double[] values) {
      answered[cell]++;
      for (int metric = 0; metric < values.length; metric++) {
        sums[cell][metric] += values[metric];
        if (within) {
          least[cell][metric] = Math.min(least[cell][metric], values[metric]);
          most[cell][metric] = Math.max(most[cell][metric], values[metric]);
        }
      }
    }
  }

  Effects(Space space, int metrics) {
    this.space = space;
    this.metrics = metrics;
    int count = space.axes().size();
    this.axes = new Cells[count];
    this.pairs = new Cells[count][count];
    for (int axis = 0; axis < count; axis++) {
      int stretches = stretches(axis, MOST_STRETCHES);
      axes[axis] = Cells.of(stretches, stretches, metrics);
      for (int other = axis + 1; other < count; other++) {
        int across = stretches(other, MOST_OF_PAIR);
        pairs[axis][other] = Cells.of(stretches(axis, MOST_OF_PAIR) * across, across, metrics);
      }
    }
  }

  private int stretches(int axis, int most) {
    return Math.min(most, space.axes().get(axis).levels().size());
  }

  /// A design with its metrics; none where it was refused.
  void add(int[] levels, boolean answered, boolean within, double[] values) {
    for (int axis = 0; axis < levels.length; axis++) {
      int cell = stretch(axis, levels[axis], MOST_STRETCHES);
      if (!answered) {
        axes[axis].refused[cell]++;
        continue;
      }
      axes[axis].add(cell, within, values);
      int row = stretch(axis, levels[axis], MOST_OF_PAIR);
      for (int other = axis + 1; other < levels.length; other++) {
        Cells pair = pairs[axis][other];
        pair.add(row * pair.width + stretch(other, levels[other], MOST_OF_PAIR), within, values);
      }
    }
  }

  private int stretch(int axis, int level, int most) {
    int levels = space.axes().get(axis).levels().size();
    return (int) ((long) level * stretches(axis, most) / levels);
  }

  /// Metrics that every cell has.
  public int metrics() {
    return metrics;
  }

  /// The stretches of an axis.
  public Cells axis(int axis) {
    return axes[axis];
  }

  /// Where two axes meet, the one with the smaller number across the rows.
  public Cells pair(int axis, int other) {
    return pairs[axis][other];
  }

  /// What the stretches of an axis are called: its levels, or the first and the last of each.
  ///
  /// @param ofPair whether those of a pair are meant
  public String[] words(int axis, boolean ofPair) {
    Axis varied = space.axes().get(axis);
    int count = stretches(axis, ofPair ? MOST_OF_PAIR : MOST_STRETCHES);
    String[] first = new String[count];
    String[] last = new String[count];
    for (int level = 0; level < varied.levels().size(); level++) {
      int at = (int) ((long) level * count / varied.levels().size());
      String words = String.join(", ", varied.levels().get(level).words());
      first[at] = first[at] == null ? words : first[at];
      last[at] = words;
    }
    for (int at = 0; at < count; at++) {
      first[at] = first[at].equals(last[at]) ? first[at] : first[at] + " to " + last[at];
    }
    return first;
  }
}
