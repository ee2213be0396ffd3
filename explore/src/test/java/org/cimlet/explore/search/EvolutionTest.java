package org.cimlet.explore.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Evolution on problems whose fronts are known in closed form (Zitzler, Deb, Thiele, Evolutionary
/// Computation 8(2), 2000; DTLZ2 of Deb, Thiele, Laumanns, Zitzler, CEC 2002), at 25,000 answers.
/// The volume below (1.1, 1.1) is 0.1 + 2/3 + 0.11 = 0.877 for ZDT1, 0.543 for ZDT2, 1.332 for
/// ZDT3; for DTLZ2 below 1.1 it is 1.1^3 - pi/6 = 0.807.
class EvolutionTest {
  private static final int LEVELS = 1001;
  private static final int ANSWERS = 25_000;

  private static double[] zdt(double[] x, Function<double[], Double> h) {
    double g = 0;
    for (int i = 1; i < x.length; i++) {
      g += x[i];
    }
    g = 1 + 9 * g / (x.length - 1);
    return new double[] {x[0], g * h.apply(new double[] {x[0], g})};
  }

  private static double[] dtlz2(double[] x) {
    double g = 0;
    for (int i = 2; i < x.length; i++) {
      g += (x[i] - 0.5) * (x[i] - 0.5);
    }
    double a = x[0] * Math.PI / 2;
    double b = x[1] * Math.PI / 2;
    return new double[] {
      (1 + g) * Math.cos(a) * Math.cos(b),
      (1 + g) * Math.cos(a) * Math.sin(b),
      (1 + g) * Math.sin(a)
    };
  }

  private static double volume(int variables, double bound, Function<double[], double[]> problem) {
    int[] counts = new int[variables];
    Arrays.fill(counts, LEVELS);
    boolean[] ordered = new boolean[variables];
    Arrays.fill(ordered, true);
    Evolution evolution = new Evolution(counts, ordered, 100, 1);
    Front front = new Front();
    long design = 0;
    for (int answered = 0; answered < ANSWERS; ) {
      List<Evolution.Individual> generation = new ArrayList<>();
      for (int[] levels : evolution.next()) {
        double[] costs =
            problem.apply(
                Arrays.stream(levels).mapToDouble(level -> level / (LEVELS - 1.0)).toArray());
        generation.add(new Evolution.Individual(levels, costs, 0));
        front.add(new Front.Point(design++, costs));
      }
      answered += generation.size();
      evolution.answered(generation);
    }
    double[] reference = new double[front.points().getFirst().costs().length];
    Arrays.fill(reference, bound);
    return Hypervolume.of(front.points().stream().map(Front.Point::costs).toList(), reference);
  }

  @Test
  void zdt1() {
    assertThat(volume(30, 1.1, x -> zdt(x, fg -> 1 - Math.sqrt(fg[0] / fg[1]))))
        .isGreaterThan(0.870);
  }

  @Test
  void zdt2() {
    assertThat(volume(30, 1.1, x -> zdt(x, fg -> 1 - fg[0] / fg[1] * fg[0] / fg[1])))
        .isGreaterThan(0.536);
  }

  @Test
  void zdt3() {
    assertThat(
            volume(
                30,
                1.1,
                x ->
                    zdt(
                        x,
                        fg ->
                            1
                                - Math.sqrt(fg[0] / fg[1])
                                - fg[0] / fg[1] * Math.sin(10 * Math.PI * fg[0]))))
        .isGreaterThan(1.327);
  }

  @Test
  void dtlz2_with_three_objectives() {
    assertThat(volume(12, 1.1, EvolutionTest::dtlz2)).isGreaterThan(0.700);
  }

  @Test
  void no_design_is_bred_twice_and_a_small_space_is_used_up() {
    Evolution evolution =
        new Evolution(new int[] {7, 3, 5}, new boolean[] {true, false, true}, 20, 4);
    Set<List<Integer>> met = new HashSet<>();
    int bred = 0;
    for (int generation = 0; generation < 40; generation++) {
      List<Evolution.Individual> individuals = new ArrayList<>();
      for (int[] levels : evolution.next()) {
        met.add(Arrays.stream(levels).boxed().toList());
        bred++;
        individuals.add(
            new Evolution.Individual(
                levels, new double[] {levels[0] + levels[1], levels[2] - levels[0]}, 0));
      }
      evolution.answered(individuals);
    }
    assertThat(met).hasSize(105);
    assertThat(bred).isEqualTo(105);
  }
}
