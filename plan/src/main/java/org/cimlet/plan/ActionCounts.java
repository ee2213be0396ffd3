package org.cimlet.plan;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/// How often what was done: a count for every [Action], those of dies for each kind of die.
///
/// Kinds of dies are numbered in the order of [org.cimlet.plan.machine.Dies#kinds]. Counts are
/// doubles, since an estimate counts what is expected (routed experts by their share of tokens);
/// whole numbers are exact up to 2^53. Immutable; [ActionTally] counts what happens one by one,
/// [Builder] what is expected.
public final class ActionCounts {
  private final double[] counts;

  private ActionCounts(double[] counts) {
    this.counts = counts;
  }

  /// Takes the array.
  static ActionCounts of(double[] counts) {
    return new ActionCounts(counts);
  }

  /// Nothing done by so many kinds of dies.
  public static ActionCounts none(int kinds) {
    return new ActionCounts(new double[ActionCells.size(kinds)]);
  }

  /// Kinds of dies.
  public int kinds() {
    return ActionCells.kinds(counts.length);
  }

  /// How often the package did it, dies of all kinds together.
  ///
  /// @throws IllegalArgumentException where the action is not counted
  public double of(Action action) {
    if (!action.isOfDies()) {
      return counts[ActionCells.ofPackage(action, kinds())];
    }
    double sum = 0;
    for (int kind = 0; kind < kinds(); kind++) {
      sum += of(action, kind);
    }
    return sum;
  }

  /// How often the dies of one kind did it.
  ///
  /// @throws IllegalArgumentException where the action is not counted for dies
  public double of(Action action, int kind) {
    return counts[ActionCells.ofDies(action, kind)];
  }

  /// Each count `times` over.
  public ActionCounts times(double times) {
    double[] all = counts.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] *= times;
    }
    return new ActionCounts(all);
  }

  /// The share of one of so many.
  public ActionCounts over(double count) {
    double[] all = counts.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] /= count;
    }
    return new ActionCounts(all);
  }

  /// This and another together.
  ///
  /// @throws IllegalArgumentException where they count other kinds of dies
  public ActionCounts plus(ActionCounts other) {
    return with(other, Double::sum);
  }

  /// This without another.
  ///
  /// @throws IllegalArgumentException where they count other kinds of dies
  public ActionCounts minus(ActionCounts other) {
    return with(other, (mine, others) -> mine - others);
  }

  /// The same with an action of the whole package done so often more.
  ///
  /// @throws IllegalArgumentException where the action is not counted for the package
  public ActionCounts plus(Action action, double count) {
    double[] all = counts.clone();
    all[ActionCells.ofPackage(action, kinds())] += count;
    return new ActionCounts(all);
  }

  private ActionCounts with(ActionCounts other, DoubleBinaryOperator both) {
    if (counts.length != other.counts.length) {
      throw new IllegalArgumentException(
          "counts must be of the same kinds of dies, got %s and %s"
              .formatted(kinds(), other.kinds()));
    }
    double[] all = new double[counts.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = both.applyAsDouble(counts[i], other.counts[i]);
    }
    return new ActionCounts(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ActionCounts that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /// Every count that is not zero.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Action action : Action.counted()) {
      if (of(action) != 0) {
        text.append(text.isEmpty() ? "" : ", ").append(action.key()).append(' ').append(of(action));
      }
    }
    return text.toString();
  }

  /// Adds up expected counts; good for one result.
  public static final class Builder {
    private final int kinds;
    private final double[] counts;

    /// @param kinds of dies
    public Builder(int kinds) {
      this.kinds = kinds;
      counts = new double[ActionCells.size(kinds)];
    }

    /// The dies of a kind do it so often.
    ///
    /// @throws IllegalArgumentException where the action is not counted for dies
    public void add(Action action, int kind, double count) {
      counts[ActionCells.ofDies(action, kind)] += count;
    }

    /// The package does it so often.
    ///
    /// @throws IllegalArgumentException where the action is not counted for the package
    public void add(Action action, double count) {
      counts[ActionCells.ofPackage(action, kinds)] += count;
    }

    /// What was counted. It takes the builder's array: the builder must not be used again.
    public ActionCounts build() {
      return new ActionCounts(counts);
    }
  }
}
