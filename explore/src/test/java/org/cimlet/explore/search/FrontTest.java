package org.cimlet.explore.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Fronts against a comparison of all with all; volumes against sums worked out by hand; shuffles.
class FrontTest {
  private final Random random = new Random(3);

  @Test
  void keeps_what_none_beats_whatever_the_order() {
    for (int trial = 0; trial < 200; trial++) {
      List<Front.Point> points = new ArrayList<>();
      for (int design = 0; design < 60; design++) {
        points.add(
            new Front.Point(
                design, new double[] {random.nextInt(6), random.nextInt(6), random.nextInt(4)}));
      }
      List<Long> expected =
          points.stream()
              .filter(point -> points.stream().noneMatch(other -> beats(other, point)))
              .map(Front.Point::design)
              .toList();
      Collections.shuffle(points, random);
      Front front = new Front();
      points.forEach(front::add);
      assertThat(front.points().stream().map(Front.Point::design)).isEqualTo(expected);
    }
  }

  /// Better somewhere and worse nowhere, or equal and of a smaller number.
  private static boolean beats(Front.Point a, Front.Point b) {
    boolean worse = false;
    boolean better = false;
    for (int i = 0; i < a.costs().length; i++) {
      worse |= a.costs()[i] > b.costs()[i];
      better |= a.costs()[i] < b.costs()[i];
    }
    return !worse && (better || a.design() < b.design());
  }

  @Test
  void takes_no_design_without_an_answer() {
    Front front = new Front();
    assertThat(front.add(new Front.Point(1, new double[] {Double.NaN, 0}))).isFalse();
    assertThat(front.size()).isZero();
  }

  /// 3 x 1 + 2 x 1 + 1 x 1 = 6 of unit squares under a stair; the cube less a corner of 1/8.
  @Test
  void volumes_are_those_worked_out_by_hand() {
    List<double[]> stair =
        List.of(new double[] {0, 2}, new double[] {1, 1}, new double[] {2, 0}, new double[] {2, 2});
    assertThat(Hypervolume.of(stair, new double[] {3, 3})).isEqualTo(6);
    List<double[]> faces =
        List.of(new double[] {0.5, 0, 0}, new double[] {0, 0.5, 0}, new double[] {0, 0, 0.5});
    assertThat(Hypervolume.of(faces, new double[] {1, 1, 1})).isCloseTo(0.875, within(1e-12));
  }

  /// On whole numbers a volume is a count of unit cubes.
  @Test
  void volumes_are_the_unit_cubes_that_are_covered() {
    for (int objectives = 2; objectives <= 5; objectives++) {
      for (int trial = 0; trial < 40; trial++) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
          points.add(random.doubles(objectives, 0, 6).map(Math::floor).toArray());
        }
        double[] reference = new double[objectives];
        Arrays.fill(reference, 5);
        int cubes = (int) Math.pow(5, objectives);
        int covered = 0;
        for (int cube = 0; cube < cubes; cube++) {
          int[] at = new int[objectives];
          for (int i = 0, left = cube; i < objectives; i++, left /= 5) {
            at[i] = left % 5;
          }
          covered += points.stream().anyMatch(point -> covers(point, at)) ? 1 : 0;
        }
        assertThat(Hypervolume.of(points, reference))
            .as("%s objectives, trial %s", objectives, trial)
            .isEqualTo(covered);
      }
    }
  }

  private static boolean covers(double[] point, int[] cube) {
    for (int i = 0; i < cube.length; i++) {
      if (point[i] > cube[i]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void a_permutation_meets_every_number_once() {
    for (long size : new long[] {1, 2, 3, 100, 1023, 5000}) {
      Permutation permutation = new Permutation(size, 9);
      Set<Long> met = new HashSet<>();
      for (long number = 0; number < size; number++) {
        long to = permutation.of(number);
        assertThat(to).isBetween(0L, size - 1);
        met.add(to);
      }
      assertThat(met).hasSize((int) size);
    }
  }
}
