package org.cimlet.execute.floats;

import java.util.stream.IntStream;

/// Work cut into runs of rows for all processors. Rows do not depend on each other, so the cut does
/// not show in the result.
public final class RowTasks {
  /// Multiply-accumulates below which one thread is faster.
  private static final long WORTH_SHARING = 1 << 16;

  private static final int TASKS = 4 * Runtime.getRuntime().availableProcessors();

  private RowTasks() {}

  /// Does rows `from` to `to`, the latter not included.
  public interface Rows {
    void run(int from, int to);
  }

  /// @param multiplies what all rows take together
  public static void run(int rows, long multiplies, Rows task) {
    if (multiplies < WORTH_SHARING) {
      task.run(0, rows);
      return;
    }
    int tasks = Math.min(rows, TASKS);
    IntStream.range(0, tasks)
        .parallel()
        .forEach(i -> task.run(bound(rows, i, tasks), bound(rows, i + 1, tasks)));
  }

  private static int bound(int rows, int index, int tasks) {
    return (int) ((long) rows * index / tasks);
  }
}
