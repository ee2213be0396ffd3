package org.cimlet.plan;

import java.util.Arrays;

/// Counts actions as they happen, in whole numbers; see [ActionCounts] for what is counted. Not
/// safe for several threads.
public final class ActionTally {
  private final int kinds;
  private final long[] counts;

  /// @param kinds of dies
  public ActionTally(int kinds) {
    this.kinds = kinds;
    counts = new long[ActionCells.size(kinds)];
  }

  /// Dies of a kind did it so often.
  ///
  /// @throws IllegalArgumentException where the action is not counted for dies
  public void add(Action action, int kind, long count) {
    counts[ActionCells.ofDies(action, kind)] += count;
  }

  /// The package did it so often.
  ///
  /// @throws IllegalArgumentException where the action is not counted for the package
  public void add(Action action, long count) {
    counts[ActionCells.ofPackage(action, kinds)] += count;
  }

  /// Adds another's counts `times` over.
  ///
  /// @throws IllegalArgumentException where they count other kinds of dies
  public void addAll(ActionTally other, long times) {
    if (kinds != other.kinds) {
      throw new IllegalArgumentException(
          "counts must be of the same kinds of dies, got %s and %s".formatted(kinds, other.kinds));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += times * other.counts[i];
    }
  }

  /// Adds another's counts, which start again from zero.
  public void take(ActionTally other) {
    addAll(other, 1);
    other.clear();
  }

  /// Starts again from zero.
  public void clear() {
    Arrays.fill(counts, 0);
  }

  /// A tally that counts on from here.
  public ActionTally copy() {
    ActionTally copy = new ActionTally(kinds);
    copy.addAll(this, 1);
    return copy;
  }

  /// How often the dies of one kind did it.
  ///
  /// @throws IllegalArgumentException where the action is not counted for dies
  public long of(Action action, int kind) {
    return counts[ActionCells.ofDies(action, kind)];
  }

  /// How often the package did it, dies of all kinds together.
  ///
  /// @throws IllegalArgumentException where the action is not counted
  public long of(Action action) {
    if (!action.isOfDies()) {
      return counts[ActionCells.ofPackage(action, kinds)];
    }
    long sum = 0;
    for (int kind = 0; kind < kinds; kind++) {
      sum += of(action, kind);
    }
    return sum;
  }

  /// Number of cells; for those that compare two states of a run.
  public int cells() {
    return counts.length;
  }

  /// One of them.
  public long cell(int index) {
    return counts[index];
  }

  /// What was counted so far. A count above 2^53 is rounded to the nearest double.
  public ActionCounts counts() {
    double[] all = new double[counts.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = counts[i];
    }
    return ActionCounts.of(all);
  }
}
