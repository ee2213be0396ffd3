package org.cimlet.estimate.walk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a walk over known links takes at the least on dies of any speed: sums of what does not
/// depend on them, noted the first time.
///
/// Of each step one chiplet is followed, the one that was waited for then: its input, its work and
/// its result follow each other on any dies. Where partial sums are added on their way, a step is
/// shortened at most by as much as the chiplet that gains most.
final class KnownWalk {
  private final PlacedSteps placed;

  /// Of each sort of shards how many chiplets are followed that have it.
  private int[] followed = new int[4];

  private final Map<List<Integer>, SummedSteps> summed = new HashMap<>();
  private double seconds;

  /// Steps whose chiplets have the same sorts of shards, and partial sums.
  ///
  /// @param workedS for how long chiplets of each sort worked at most
  @SuppressWarnings("ArrayRecordComponent") // read and written here, never handed out
  private record SummedSteps(int times, int[] sorts, double[] workedS) {
    SummedSteps and(SummedSteps other) {
      double[] longest = workedS.clone();
      for (int i = 0; i < longest.length; i++) {
        longest[i] = Math.max(longest[i], other.workedS[i]);
      }
      return new SummedSteps(times + other.times, sorts, longest);
    }

    /// By how much the steps are longer at the least.
    double longerS(PlacedSteps.Times on) {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < sorts.length; i++) {
        least = Math.min(least, on.workS(sorts[i]) - workedS[i]);
      }
      return times * least;
    }
  }

  KnownWalk(PlacedSteps placed) {
    this.placed = placed;
  }

  /// Notes a step whose vectors are known as sets, each by how long it takes.
  void pointToPoint(StepTiming steps) {
    StepShards shards = steps.shards();
    int longest = 0;
    for (int i = 1; i < shards.size(); i++) {
      longest = workS(shards, i) > workS(shards, longest) ? i : longest;
    }
    follow(placed.sort(steps.number(), longest));
  }

  private static double workS(StepShards shards, int i) {
    return shards.macroS(i) + shards.controlS(i);
  }

  /// Notes a step that many chiplets share.
  ///
  /// @param vectors how its inputs travelled, and its results
  /// @param totalS until the last result was there
  void collective(StepTiming steps, @Nullable StepVectors vectors, double totalS) {
    StepShards shards = steps.shards();
    if (vectors != null && vectors.hasResults()) {
      int last = vectors.last(shards.eachS());
      seconds += vectors.travelledS(last);
      follow(placed.sort(steps.number(), last));
      return;
    }
    seconds += totalS;
    Map<Integer, Double> workedS = new TreeMap<>();
    for (int i = 0; i < shards.size(); i++) {
      workedS.merge(placed.sort(steps.number(), i), shards.eachS()[i], Math::max);
    }
    SummedSteps step =
        new SummedSteps(
            1,
            workedS.keySet().stream().mapToInt(Integer::intValue).toArray(),
            workedS.values().stream().mapToDouble(Double::doubleValue).toArray());
    summed.merge(List.copyOf(workedS.keySet()), step, SummedSteps::and);
  }

  private void follow(int sort) {
    if (sort >= followed.length) {
      followed = Arrays.copyOf(followed, 2 * sort);
    }
    followed[sort]++;
  }

  /// The walk has come to its end.
  ///
  /// @param setsS how long each set of vectors took that was sent from few chiplets to few
  void settle(double[] setsS) {
    seconds += Arrays.stream(setsS).sum();
  }

  /// How long macros and links take on some dies, at the least; what hosts and vector units do in
  /// between is left out.
  double leastS(PlacedSteps.Times on) {
    double least = seconds;
    for (int sort = 0; sort < Math.min(followed.length, placed.sorts()); sort++) {
      least += followed[sort] * on.workS(sort);
    }
    for (SummedSteps steps : summed.values()) {
      least += steps.longerS(on);
    }
    return least;
  }

  /// Numbers of 8 bytes that are kept.
  int numbers() {
    return followed.length + 24 * summed.size();
  }
}
