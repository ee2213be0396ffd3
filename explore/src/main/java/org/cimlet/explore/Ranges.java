package org.cimlet.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.cimlet.explore.space.Space;

/// Answers ranges of a space's designs, in an order in which those that share most follow one
/// another. Not thread-safe: one for each thread.
final class Ranges {
  /// Designs of a range at least: some seconds of work.
  private static final long LEAST = 10_000;

  /// Designs of a range at most: their rows are held until all are answered.
  private static final long MOST = 100_000;

  /// Ranges of a space, if they need not be larger for it: each has two files.
  private static final long FEW = 10_000;

  private final Space space;
  private final Order order;
  private final Answerer answerer;

  Ranges(Space space, Columns columns) {
    this.space = space;
    this.order = new Order(space);
    this.answerer = new Answerer(space, columns);
  }

  /// Designs of each range of a space; the last has what is left.
  static long size(Space space) {
    return Math.clamp(Math.ceilDiv(space.search().evaluations(), FEW), LEAST, MOST);
  }

  /// What becomes of every design of a range.
  ///
  /// @throws CancellationException where this thread need not go on
  List<Row> rows(long range) {
    long size = size(space);
    long end = Math.min(space.search().evaluations(), (range + 1) * size);
    List<Row> rows = new ArrayList<>();
    for (long design : order.designs(range * size, end)) {
      if (Workers.isStopped()) {
        throw new CancellationException("range %s was left".formatted(range));
      }
      rows.add(answerer.answer(design));
    }
    return rows;
  }
}
