package org.cimlet.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.explore.search.Front;
import org.cimlet.explore.search.Hypervolume;

/// How the front grew with the designs answered, in the order of their parts, whichever was done
/// first: its hypervolume as a share of the box from the best met in each objective to a tenth
/// beyond the worst that was on the front of any stretch of designs.
final class Convergence {
  /// Stretches of designs after each of which the volume is known.
  private static final int STRETCHES = 64;

  /// Volumes of larger fronts are worked out less often: they take the square of their size.
  private static final int LARGE = 500;

  /// How far beyond the worst the reference point is, so that the ends of a front count.
  private static final double BEYOND = 0.1;

  private final Front[] fronts = new Front[STRETCHES];
  private final long[] designs = new long[STRETCHES];
  private final long parts;
  private final int objectives;

  /// @param parts that there will be, at most
  Convergence(long parts, int objectives) {
    this.parts = Math.max(1, parts);
    this.objectives = objectives;
    Arrays.setAll(fronts, stretch -> new Front());
  }

  void add(Part part) {
    int stretch = (int) Math.min(STRETCHES - 1L, part.number() * STRETCHES / parts);
    fronts[stretch].addAll(part.front());
    designs[stretch] += part.designs();
  }

  /// How it went so far.
  Growth growth() {
    Box box = box();
    int met = 0;
    int size = 0;
    for (int stretch = 0; stretch < STRETCHES; stretch++) {
      met += designs[stretch] > 0 ? 1 : 0;
      size += fronts[stretch].size();
    }
    int every = Math.max(1, size / STRETCHES / LARGE);
    Front front = new Front();
    List<Growth.Stretch> stretches = new ArrayList<>();
    long all = 0;
    int seen = 0;
    for (int stretch = 0; stretch < STRETCHES; stretch++) {
      if (designs[stretch] == 0) {
        continue;
      }
      front.addAll(fronts[stretch]);
      all += designs[stretch];
      seen++;
      if (seen % every == 0 || seen == met) {
        stretches.add(new Growth.Stretch(all, front.size(), box.share(front)));
      }
    }
    return new Growth(box.best, box.reference(), stretches);
  }

  /// The share so far; not a number where nothing is on the front, or too much to say it quickly.
  double now() {
    Front front = new Front();
    for (Front stretch : fronts) {
      front.addAll(stretch);
    }
    return front.size() == 0 || front.size() > LARGE ? Double.NaN : box().share(front);
  }

  private Box box() {
    double[] best = new double[objectives];
    double[] worst = new double[objectives];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    Arrays.fill(worst, Double.NEGATIVE_INFINITY);
    for (Front front : fronts) {
      for (Front.Point point : front.points()) {
        for (int i = 0; i < objectives; i++) {
          best[i] = Math.min(best[i], point.costs()[i]);
          worst[i] = Math.max(worst[i], point.costs()[i]);
        }
      }
    }
    return new Box(best, worst);
  }

  /// Best and worst met of each objective, less being better.
  private static final class Box {
    private final double[] best;
    private final double[] worst;

    Box(double[] best, double[] worst) {
      this.best = best;
      this.worst = worst;
    }

    double width(int objective) {
      double width = worst[objective] - best[objective];
      return width > 0 ? width : 1;
    }

    double[] reference() {
      double[] reference = new double[best.length];
      for (int i = 0; i < reference.length; i++) {
        reference[i] = worst[i] + BEYOND * (worst[i] - best[i]);
      }
      return reference;
    }

    double share(Front front) {
      List<double[]> points = new ArrayList<>();
      for (Front.Point point : front.points()) {
        double[] scaled = new double[best.length];
        for (int i = 0; i < scaled.length; i++) {
          scaled[i] = (point.costs()[i] - best[i]) / width(i);
        }
        points.add(scaled);
      }
      double[] reference = new double[best.length];
      Arrays.fill(reference, 1 + BEYOND);
      return Hypervolume.of(points, reference) / Math.pow(1 + BEYOND, best.length);
    }
  }
}
