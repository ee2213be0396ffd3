package org.cimlet.explore.space;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A design space: a base, what varies, what is wanted.
///
/// A design is a number: the levels of its axes in mixed radix, the first axis the slowest.
///
/// @param name of the space
/// @param base what does not vary: words of the job
/// @param axes what does
/// @param constraints designs that break one are not answered
/// @param objectives what is wanted
/// @param limits what a design must keep to be on the front
/// @param search which designs are answered
/// @param metrics those asked for beside objectives and limits
/// @param checks what is asked about the front once it is known
/// @param identity tells this space from another: a hash of all that answers depend on
public record Space(
    String name,
    Map<String, Object> base,
    List<Axis> axes,
    List<Constraint> constraints,
    List<Objective> objectives,
    List<Limit> limits,
    Search search,
    List<Metric> metrics,
    Checks checks,
    String identity) {
  /// Copies.
  public Space {
    base = Map.copyOf(base);
    axes = List.copyOf(axes);
    constraints = List.copyOf(constraints);
    objectives = List.copyOf(objectives);
    limits = List.copyOf(limits);
    metrics = List.copyOf(metrics);
  }

  /// A bound on a product of values.
  ///
  /// @param keys of axes, or of the base
  public record Constraint(List<String> keys, double atLeast, double atMost) {
    /// Copies the list.
    public Constraint {
      keys = List.copyOf(keys);
    }
  }

  /// A metric to be as large or as small as can be.
  public record Objective(Metric metric, boolean maximize) {
    /// The metric, less being better.
    public double cost(double value) {
      return maximize ? -value : value;
    }

    /// The metric that costs so much.
    public double value(double cost) {
      return maximize ? -cost : cost;
    }

    /// `maximize peak_throughput_tokens_per_s`.
    @Override
    public String toString() {
      return (maximize ? "maximize " : "minimize ") + metric;
    }
  }

  /// A bound on a metric.
  public record Limit(Metric metric, double atLeast, double atMost) {
    /// Whether a value keeps it.
    public boolean holds(double value) {
      return value >= atLeast && value <= atMost;
    }
  }

  /// Which designs are answered.
  ///
  /// @param evaluations at most
  /// @param patience generations of an evolution without a better front after which it ends
  public record Search(Method method, long evaluations, long seed, int population, int patience) {
    private static final int GENERATIONS = 25;
    private static final int FEWEST = 20;
    private static final int USUAL = 200;

    /// Designs of a generation where a space does not say: 200, but fewer where few designs are
    /// answered, so that there are some 25 generations.
    public static int usualPopulation(long evaluations) {
      return Math.clamp(evaluations / GENERATIONS, FEWEST, USUAL);
    }

    /// Ways to choose designs.
    public enum Method {
      /// Every design.
      EXHAUSTIVE,
      /// Designs drawn without repetition.
      RANDOM,
      /// Designs bred from the best (NSGA-II).
      EVOLVE
    }
  }

  /// What is asked about the designs of the front. It changes neither rows nor front, and is no
  /// part of what tells this space from another.
  ///
  /// @param samples machines drawn within the ranges of each design's numbers; 0 for none
  /// @param refined designs answered event by event, at most; 0 for none
  /// @param tokens measured of each of these
  public record Checks(int samples, int refined, int tokens) {}

  /// Designs there are.
  public long size() {
    long size = 1;
    for (Axis axis : axes) {
      size = Math.multiplyExact(size, axis.levels().size());
    }
    return size;
  }

  /// The level of each axis of a design.
  public int[] levels(long design) {
    int[] levels = new int[axes.size()];
    long left = design;
    for (int axis = levels.length - 1; axis >= 0; axis--) {
      int count = axes.get(axis).levels().size();
      levels[axis] = (int) (left % count);
      left /= count;
    }
    return levels;
  }

  /// The design that has these levels.
  public long design(int[] levels) {
    long design = 0;
    for (int axis = 0; axis < levels.length; axis++) {
      design = design * axes.get(axis).levels().size() + levels[axis];
    }
    return design;
  }

  /// What the keys of a design take: the base, and over it each axis's level.
  public Map<String, Object> values(int[] levels) {
    Map<String, Object> values = new LinkedHashMap<>(base);
    for (int axis = 0; axis < levels.length; axis++) {
      Axis varied = axes.get(axis);
      for (int key = 0; key < varied.keys().size(); key++) {
        values.put(varied.keys().get(key), varied.levels().get(levels[axis]).values().get(key));
      }
    }
    return values;
  }

  /// Keys of all axes, in their order.
  public List<String> keys() {
    return axes.stream().flatMap(axis -> axis.keys().stream()).toList();
  }

  /// What a design's keys take, as rows have it.
  public List<String> words(int[] levels) {
    List<String> words = new ArrayList<>();
    for (int axis = 0; axis < levels.length; axis++) {
      words.addAll(axes.get(axis).levels().get(levels[axis]).words());
    }
    return words;
  }
}
