package org.cimlet.compile.place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.compile.resolve.HopCounts;
import org.cimlet.plan.machine.Topology;

/// Ways to walk over all dies of a package, on which consecutive dies are near: places for a
/// pipeline.
public final class DieOrders {
  /// Stripes wider than this are tried at powers of two only.
  private static final int WIDE = 4;

  private DieOrders() {}

  /// Ways to try: the dies' numbers; for dies on a grid, snakes of every width that go to and fro
  /// along rows or columns, from each corner; and a walk that goes to the nearest die not visited.
  public static List<int[]> of(Topology topology, HopCounts hops) {
    List<int[]> orders = new ArrayList<>();
    int[] numbers = new int[topology.chiplets()];
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = c;
    }
    orders.add(numbers);
    if (numbers.length > 2) {
      snakes(topology, orders);
      orders.add(nearestNext(topology, hops));
    }
    return orders;
  }

  private static void snakes(Topology topology, List<int[]> orders) {
    int columns = 0;
    int rows = 0;
    for (int c = 0; c < topology.chiplets(); c++) {
      columns = Math.max(columns, topology.column(c) + 1);
      rows = Math.max(rows, topology.row(c) + 1);
    }
    int[] dieAt = new int[rows * columns];
    Arrays.fill(dieAt, -1);
    for (int c = 0; c < topology.chiplets(); c += topology.height()) {
      dieAt[topology.row(c) * columns + topology.column(c)] = c;
    }
    for (int width = 1; width <= Math.max(2, Math.max(rows, columns) / 2); width++) {
      if (width > WIDE && Integer.bitCount(width) != 1) {
        continue;
      }
      for (int turn = 0; turn < 4; turn++) {
        orders.add(snake(topology, dieAt, rows, columns, width, false, turn));
        orders.add(snake(topology, dieAt, rows, columns, width, true, turn));
      }
    }
  }

  /// Along stripes of `width` lines, to and fro within each: dies of a group lie in a block. A
  /// stack's dies follow one another.
  ///
  /// @param dieAt the die, or the lowest of a stack, at each place; -1 where there is none
  /// @param turned whether stripes run along columns
  /// @param turn from which corner: 1 mirrors the stripes' order, 2 the way along them
  private static int[] snake(
      Topology topology, int[] dieAt, int rows, int columns, int width, boolean turned, int turn) {
    int lines = turned ? columns : rows;
    int length = turned ? rows : columns;
    int[] order = new int[topology.chiplets()];
    int at = 0;
    boolean forth = true;
    for (int first = 0; first < lines; first += width) {
      int last = Math.min(lines, first + width);
      boolean down = true;
      for (int step = 0; step < length; step++) {
        int along = forth ? step : length - 1 - step;
        for (int k = first; k < last; k++) {
          int across = down ? k : first + last - 1 - k;
          int line = (turn & 1) == 0 ? across : lines - 1 - across;
          int place = (turn & 2) == 0 ? along : length - 1 - along;
          int die = turned ? dieAt[place * columns + line] : dieAt[line * columns + place];
          for (int level = 0; die >= 0 && level < topology.height(); level++) {
            order[at++] = die + level;
          }
        }
        down = !down;
      }
      forth = !forth;
    }
    return order;
  }

  private static int[] nearestNext(Topology topology, HopCounts hops) {
    int dies = topology.chiplets();
    boolean[] visited = new boolean[dies];
    int[] order = new int[dies];
    int at = 0;
    for (int die = 1; die < dies; die++) {
      if (hops.between(topology.host(0), die) < hops.between(topology.host(0), at)) {
        at = die;
      }
    }
    for (int i = 0; i < dies; i++) {
      order[i] = at;
      visited[at] = true;
      int nearest = -1;
      for (int die = 0; die < dies; die++) {
        if (!visited[die] && (nearest < 0 || hops.between(at, die) < hops.between(at, nearest))) {
          nearest = die;
        }
      }
      at = nearest;
    }
    return order;
  }
}
