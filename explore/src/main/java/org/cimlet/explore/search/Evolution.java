package org.cimlet.explore.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// NSGA-II on levels of axes: generations bred from the best, where better is to be beaten by fewer
/// and, of those, to stand more alone. No design is bred twice.
///
/// Deb, Pratap, Agarwal, Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II",
/// IEEE Transactions on Evolutionary Computation 6(2), 2002. Crossover and mutation are those for
/// numbers, rounded to levels; of axes without an order, a level of either parent or any. All
/// chance comes from the seed and the generation's number: what is answered by whom, and when,
/// changes nothing.
public final class Evolution {
  private static final double CROSSOVER = 0.9;
  private static final double SPREAD = 15;
  private static final int ATTEMPTS = 50;

  /// Share of a generation that is drawn from the whole space.
  private static final double ANYWHERE = 0.1;

  private final int[] counts;
  private final boolean[] ordered;
  private final int population;
  private final long seed;
  private final Set<Long> bred = new HashSet<>();
  private List<Individual> parents = List.of();
  private int generation;

  /// A design that was answered.
  ///
  /// @param levels of its axes
  /// @param costs less being better; infinite where the design was refused
  /// @param violation by how much it breaks limits; 0 where it keeps them
  @SuppressWarnings("ArrayRecordComponent") // never changed once made
  public record Individual(int[] levels, double[] costs, double violation) {}

  /// @param counts levels of each axis
  /// @param ordered whether an axis's levels have an order
  /// @param population designs of a generation
  public Evolution(int[] counts, boolean[] ordered, int population, long seed) {
    this.counts = counts.clone();
    this.ordered = ordered.clone();
    this.population = population;
    this.seed = seed;
  }

  /// Levels of the next generation's designs, none of which was bred before; fewer where hardly any
  /// is left, none where the space is used up.
  public List<int[]> next() {
    SplittableRandom random = new SplittableRandom(Permutation.mix(seed * 1_000_003 + generation));
    List<int[]> children = new ArrayList<>();
    int failed = 0;
    int failedSince = 0;
    while (children.size() < population && failed < ATTEMPTS * population) {
      // where the neighbourhood is used up, a design from anywhere; and now and then, since a best
      // design may have no good neighbour
      boolean anywhere =
          parents.isEmpty() || failedSince > ATTEMPTS || random.nextDouble() < ANYWHERE;
      int[] child = anywhere ? drawn(random) : child(random);
      if (bred.add(number(child))) {
        children.add(child);
        failedSince = 0;
      } else {
        failed++;
        failedSince++;
      }
    }
    generation++;
    return children;
  }

  /// Says what became of a generation; the best of it and its parents are the next parents.
  public void answered(List<Individual> children) {
    List<Individual> all = new ArrayList<>(parents);
    all.addAll(children);
    parents = best(all);
  }

  private long number(int[] levels) {
    long number = 0;
    for (int axis = 0; axis < levels.length; axis++) {
      number = number * counts[axis] + levels[axis];
    }
    return number;
  }

  private int[] drawn(SplittableRandom random) {
    int[] levels = new int[counts.length];
    for (int axis = 0; axis < levels.length; axis++) {
      levels[axis] = random.nextInt(counts[axis]);
    }
    return levels;
  }

  /// Parents are sorted: of two drawn, the one with the smaller number is better.
  private int[] parent(SplittableRandom random) {
    int one = random.nextInt(parents.size());
    int other = random.nextInt(parents.size());
    return parents.get(Math.min(one, other)).levels();
  }

  private int[] child(SplittableRandom random) {
    int[] one = parent(random);
    int[] other = parent(random);
    int[] child = one.clone();
    boolean crosses = random.nextDouble() < CROSSOVER;
    for (int axis = 0; axis < child.length; axis++) {
      if (crosses) {
        boolean nearOne = random.nextBoolean();
        int a = nearOne ? one[axis] : other[axis];
        int b = nearOne ? other[axis] : one[axis];
        child[axis] = ordered[axis] ? near(random, a, b, counts[axis]) : a;
      }
      if (random.nextInt(child.length) == 0) {
        child[axis] = mutated(random, child[axis], axis);
      }
    }
    if (Arrays.equals(child, one)) {
      int axis = random.nextInt(child.length);
      child[axis] = mutated(random, child[axis], axis);
    }
    return child;
  }

  /// Simulated binary crossover: near the first, the farther apart both are the less.
  private static int near(SplittableRandom random, int a, int b, int count) {
    double u = random.nextDouble();
    double beta =
        u <= 0.5
            ? Math.pow(2 * u, 1 / (SPREAD + 1))
            : Math.pow(1 / (2 * (1 - u)), 1 / (SPREAD + 1));
    double value = 0.5 * ((1 + beta) * a + (1 - beta) * b);
    return Math.clamp(Math.round(value), 0, count - 1);
  }

  /// Polynomial mutation where there is an order, one step at least.
  private int mutated(SplittableRandom random, int level, int axis) {
    int count = counts[axis];
    if (count == 1) {
      return level;
    }
    if (!ordered[axis]) {
      int other = random.nextInt(count - 1);
      return other >= level ? other + 1 : other;
    }
    double u = random.nextDouble();
    double delta =
        u < 0.5
            ? Math.pow(2 * u, 1 / (SPREAD + 1)) - 1
            : 1 - Math.pow(2 * (1 - u), 1 / (SPREAD + 1));
    int step = (int) Math.round(delta * (count - 1));
    if (step == 0) {
      step = random.nextBoolean() ? 1 : -1;
    }
    return Math.clamp(level + step, 0, count - 1);
  }

  /// As many as a population has: rank after rank, of the last those that stand alone.
  private List<Individual> best(List<Individual> all) {
    int[] rank = ranks(all);
    double[] alone = new double[all.size()];
    int ranks = Arrays.stream(rank).max().orElse(-1) + 1;
    for (int r = 0; r < ranks; r++) {
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < rank.length; i++) {
        if (rank[i] == r) {
          members.add(i);
        }
      }
      spread(all, members, alone);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.<Integer>comparingInt(i -> rank[i])
            .thenComparing(Comparator.<Integer>comparingDouble(i -> alone[i]).reversed())
            .thenComparingInt(i -> i));
    return order.stream().limit(population).map(all::get).toList();
  }

  /// The rank of each: 0 where no other beats it, 1 where only those of rank 0 do, and so on.
  ///
  /// Zhang, Tian, Cheng, Jin, "An efficient approach to nondominated sorting", IEEE Transactions on
  /// Evolutionary Computation 19(2), 2015: in the order of violation and costs none is beaten by a
  /// later one, and the first rank of which no member beats it is found by halving.
  private static int[] ranks(List<Individual> all) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    order.sort((i, j) -> compared(all.get(i), all.get(j))); // of equals the first stays first
    List<List<Individual>> ranks = new ArrayList<>();
    int[] rank = new int[all.size()];
    for (int i : order) {
      int low = 0;
      int high = ranks.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (isBeaten(all.get(i), ranks.get(middle))) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low == ranks.size()) {
        ranks.add(new ArrayList<>());
      }
      ranks.get(low).add(all.get(i));
      rank[i] = low;
    }
    return rank;
  }

  /// By violation, then by cost after cost.
  private static int compared(Individual a, Individual b) {
    return a.violation() == b.violation()
        ? Arrays.compare(a.costs(), b.costs())
        : Double.compare(a.violation(), b.violation());
  }

  private static boolean isBeaten(Individual one, List<Individual> before) {
    for (int i = before.size() - 1; i >= 0; i--) { // what comes shortly before beats most often
      if (beats(before.get(i), one)) {
        return true;
      }
    }
    return false;
  }

  /// Whether one breaks limits less, or is as good in everything: of designs that cost the same one
  /// is enough. Otherwise a population fills with copies of its best where an axis changes nothing
  /// that is wanted.
  private static boolean beats(Individual before, Individual one) {
    if (before.violation() != one.violation()) {
      return before.violation() < one.violation();
    }
    for (int i = 0; i < one.costs().length; i++) {
      if (before.costs()[i] > one.costs()[i]) {
        return false;
      }
    }
    return true;
  }

  /// Crowding distance.
  private static void spread(List<Individual> all, List<Integer> members, double[] alone) {
    if (members.isEmpty()) {
      return;
    }
    int objectives = all.get(members.getFirst()).costs().length;
    for (int objective = 0; objective < objectives; objective++) {
      int o = objective;
      List<Integer> sorted = new ArrayList<>(members);
      sorted.sort(Comparator.comparingDouble(i -> all.get(i).costs()[o]));
      double low = all.get(sorted.getFirst()).costs()[o];
      double high = all.get(sorted.getLast()).costs()[o];
      alone[sorted.getFirst()] = Double.POSITIVE_INFINITY;
      alone[sorted.getLast()] = Double.POSITIVE_INFINITY;
      if (high > low && high < Double.POSITIVE_INFINITY) {
        for (int i = 1; i + 1 < sorted.size(); i++) {
          alone[sorted.get(i)] +=
              (all.get(sorted.get(i + 1)).costs()[o] - all.get(sorted.get(i - 1)).costs()[o])
                  / (high - low);
        }
      }
    }
  }
}
