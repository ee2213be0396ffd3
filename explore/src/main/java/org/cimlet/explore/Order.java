package org.cimlet.explore;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cimlet.explore.search.Permutation;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Space;

/// The order in which designs are answered: those that share most follow one another. What weights
/// need of a machine varies slowest, then the rest of the machine, the network, and what is asked
/// of both.
final class Order {
  private final Space space;
  private final int[] axes;
  private final Permutation draw;

  Order(Space space) {
    this.space = space;
    this.axes =
        IntStream.range(0, space.axes().size())
            .boxed()
            .sorted(Comparator.comparingInt(axis -> rank(space.axes().get(axis))))
            .mapToInt(Integer::intValue)
            .toArray();
    this.draw = new Permutation(space.size(), space.search().seed());
  }

  private static int rank(Axis axis) {
    return axis.keys().stream().mapToInt(Order::rank).min().orElseThrow();
  }

  private static int rank(String key) {
    if (!key.startsWith("machine")) {
      return List.of("network", "weights", "compress").contains(key) ? 3 : 4;
    }
    boolean holds =
        key.equals("machine")
            || key.startsWith("machine.topology")
            || key.startsWith("machine.other_dies")
            || key.equals("machine.chiplet.macros")
            || (key.startsWith("machine.chiplet.macro.") && !key.endsWith("_mhz"));
    if (holds) {
      return 0;
    }
    return key.startsWith("machine.links.") || key.startsWith("machine.host.") ? 2 : 1;
  }

  /// Designs from one place of the order to another, place by place.
  long[] designs(long from, long to) {
    long[] designs = new long[(int) (to - from)];
    boolean drawn = space.search().method() == Space.Search.Method.RANDOM;
    for (int i = 0; i < designs.length; i++) {
      designs[i] = drawn ? draw.of(from + i) : at(from + i);
    }
    return drawn ? sorted(designs) : designs;
  }

  private long at(long place) {
    int[] levels = new int[axes.length];
    long left = place;
    for (int i = axes.length - 1; i >= 0; i--) {
      int count = space.axes().get(axes[i]).levels().size();
      levels[axes[i]] = (int) (left % count);
      left /= count;
    }
    return space.design(levels);
  }

  /// Where a design stands in the order.
  private long place(long design) {
    int[] levels = space.levels(design);
    long place = 0;
    for (int axis : axes) {
      place = place * space.axes().get(axis).levels().size() + levels[axis];
    }
    return place;
  }

  /// The same designs in this order.
  long[] sorted(long[] designs) {
    return Arrays.stream(designs)
        .boxed()
        .sorted(Comparator.comparingLong(this::place))
        .mapToLong(Long::longValue)
        .toArray();
  }
}
