package org.cimlet.estimate.gpu;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// How the benchmark of the measured tables routes tokens to experts.
///
/// `balanced` gives every expert the same. `power_law_A` draws what experts get from a power law of
/// exponent A between 1 and 0.8 of the tokens (between 0.01 and 2 where there are no more pairs of
/// token and expert than experts), scales it to the number of pairs and rounds it; of the ranks
/// that share the experts the one with most is measured.
final class BenchmarkRouting {
  private static final int SHUFFLES = 8;
  private static final Map<String, Routing> KNOWN = new HashMap<>();

  private BenchmarkRouting() {}

  static Routing of(int tokens, int active, int experts, int ranks, String distribution) {
    String key = "%d %d %d %d %s".formatted(tokens, active, experts, ranks, distribution);
    return KNOWN.computeIfAbsent(
        key,
        _ ->
            distribution.equals("balanced")
                ? balanced(tokens, active, experts, ranks)
                : powerLaw(
                    tokens,
                    active,
                    experts,
                    ranks,
                    Double.parseDouble(distribution.substring("power_law_".length()))));
  }

  private static Routing balanced(int tokens, int active, int experts, int ranks) {
    double pairs = (double) tokens * active;
    double each = Math.max(1, Math.ceil(pairs / experts));
    double touched = Math.min((double) experts / ranks, Math.max(1, pairs / ranks));
    double tile = Routing.tile(pairs / experts);
    return new Routing(pairs, touched, touched * Math.ceil(each / tile) * tile);
  }

  private static Routing powerLaw(int tokens, int active, int experts, int ranks, double exponent) {
    double pairs = (double) tokens * active;
    double low = pairs > experts ? 1 : 0.01;
    double high = pairs > experts ? 0.8 * tokens : 2;
    double power = 1 - exponent;
    double[] loads = new double[experts];
    for (int i = 0; i < experts; i++) {
      double u = (i + 0.5) / experts;
      double at = (Math.pow(high, power) - Math.pow(low, power)) * u + Math.pow(low, power);
      loads[i] = Math.pow(at, 1 / power);
    }
    double sum = Arrays.stream(loads).sum();
    double tile = Routing.tile(pairs / experts);
    double touched = 0;
    double rows = 0;
    SplittableRandom random = new SplittableRandom(8);
    int shuffles = ranks == 1 ? 1 : SHUFFLES;
    for (int shuffle = 0; shuffle < shuffles; shuffle++) {
      if (ranks > 1) {
        shuffle(loads, random);
      }
      int from = busiest(loads, experts / ranks);
      for (int i = from; i < from + experts / ranks; i++) {
        double load = Math.rint(loads[i] / sum * pairs);
        touched += load > 0 ? 1.0 / shuffles : 0;
        rows += Math.ceil(load / tile) * tile / shuffles;
      }
    }
    return new Routing(pairs, Math.max(1, touched), Math.max(tile, rows));
  }

  private static int busiest(double[] loads, int each) {
    int busiest = 0;
    double most = -1;
    for (int from = 0; from < loads.length; from += each) {
      double load = Arrays.stream(loads, from, from + each).sum();
      if (load > most) {
        most = load;
        busiest = from;
      }
    }
    return busiest;
  }

  private static void shuffle(double[] loads, SplittableRandom random) {
    for (int i = loads.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swapped = loads[i];
      loads[i] = loads[j];
      loads[j] = swapped;
    }
  }
}
