package org.cimlet.serve.law;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// A figure for every number of tokens, worked out at some and on straight lines between.
final class Table {
  private final double[] values;

  private Table(double[] values) {
    this.values = values;
  }

  /// @param knots in rising order, the last the largest that is asked for
  static Table of(int[] knots, IntToDoubleFunction figure) {
    double[] values = new double[knots[knots.length - 1] + 1];
    int before = knots[0];
    double last = figure.applyAsDouble(before);
    for (int tokens = 0; tokens <= before; tokens++) {
      values[tokens] = last;
    }
    for (int knot : knots) {
      double here = knot == before ? last : figure.applyAsDouble(knot);
      for (int tokens = before + 1; tokens <= knot; tokens++) {
        values[tokens] = last + (here - last) * (tokens - before) / (knot - before);
      }
      before = knot;
      last = here;
    }
    return new Table(values);
  }

  double at(int tokens) {
    return values[tokens];
  }

  /// The same, worked out up to a number of tokens only: beyond it on the line of the last two
  /// figures.
  ///
  /// @param last knots up to here are worked out, at least two
  static Table extended(int[] knots, int last, IntToDoubleFunction figure) {
    int[] near = Arrays.stream(knots).filter(knot -> knot <= last).toArray();
    if (near.length < 2 || near.length == knots.length) {
      return of(knots, figure);
    }
    int end = near[near.length - 1];
    int before = near[near.length - 2];
    double there = figure.applyAsDouble(end);
    double slope = (there - figure.applyAsDouble(before)) / (end - before);
    return of(
        knots, knot -> knot <= last ? figure.applyAsDouble(knot) : there + slope * (knot - end));
  }

  /// The figures in whole picoseconds, from seconds.
  long[] picoseconds() {
    long[] ps = new long[values.length];
    for (int i = 0; i < ps.length; i++) {
      ps[i] = Math.round(values[i] * 1e12);
    }
    return ps;
  }

  /// The figures, each times its number of tokens: 0 for none.
  Table timesTokens() {
    double[] products = new double[values.length];
    for (int tokens = 0; tokens < products.length; tokens++) {
      products[tokens] = tokens * values[tokens];
    }
    return new Table(products);
  }

  /// The figures, each times the other's.
  Table times(Table other) {
    double[] products = new double[values.length];
    for (int tokens = 0; tokens < products.length; tokens++) {
      products[tokens] = values[tokens] * other.values[tokens];
    }
    return new Table(products);
  }

  /// Powers of two from 1 up, and the largest.
  static int[] knots(int largest) {
    int count = 32 - Integer.numberOfLeadingZeros(Math.max(1, largest - 1));
    int[] knots = new int[count + 1];
    for (int i = 0; i < count; i++) {
      knots[i] = 1 << i;
    }
    knots[count] = Math.max(1, largest);
    return largest <= 1 ? new int[] {1} : knots;
  }
}
