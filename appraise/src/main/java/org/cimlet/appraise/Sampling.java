package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.cimlet.quantity.Interval;

/// Draws inputs within their intervals and tells how far an output moves with them.
///
/// Latin hypercube: each input's interval is cut into as many equally likely slices as there are
/// samples, and each slice is drawn from once, in an order of its own. An input's share of an
/// output's variance is the square of their rank correlation: that of a sum's variance where the
/// output is a sum, and a fair guide wherever it rises or falls with each input. A share that
/// chance alone would give one input in four hundred is left out.
final class Sampling {
  /// Of a squared correlation of `n` unrelated samples, times `n`: three deviations.
  private static final double CHANCE = 9;

  private final List<Input> inputs;
  private final double[][] values; // by input, by sample
  private final double[][] ranks;

  /// One input.
  ///
  /// @param key what it is called
  /// @param middle half of the draws lie below it
  record Input(String key, double middle, Interval interval) {}

  /// Inputs drawn one after the other.
  Sampling(List<Input> inputs, int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this(inputs, samples, _ -> random);
  }

  /// @param randoms where each input's draws come from
  private Sampling(List<Input> inputs, int samples, Function<Input, SplittableRandom> randoms) {
    this.inputs = List.copyOf(inputs);
    this.values = new double[inputs.size()][];
    this.ranks = new double[inputs.size()][];
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      SplittableRandom random = randoms.apply(input);
      int[] slices = shuffled(samples, random);
      values[i] = new double[samples];
      for (int s = 0; s < samples; s++) {
        double share = (slices[s] + random.nextDouble()) / samples;
        values[i][s] = input.interval().quantile(input.middle(), share);
      }
      ranks[i] = ranks(values[i]);
    }
  }

  /// Inputs drawn each by its key: in the same sample one of the same key lies at the same share of
  /// its interval, whatever else is drawn.
  static Sampling byKey(List<Input> inputs, int samples, long seed) {
    return new Sampling(
        inputs, samples, input -> new SplittableRandom(seed + input.key().hashCode()));
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /// An input's value in a sample.
  double value(int input, int sample) {
    return values[input][sample];
  }

  /// How an output spreads.
  ///
  /// @param name of the output
  /// @param unit of its values
  /// @param nominal value with every input as written
  /// @param outputs its value in each sample, NaN where a sample had none
  OutputSpread spread(String name, String unit, double nominal, double[] outputs) {
    double[] ranked = ranks(outputs);
    double chance = CHANCE / outputs.length;
    double[] sorted = Arrays.stream(outputs).filter(Double::isFinite).sorted().toArray();
    List<OutputSpread.Driver> drivers = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      double correlation = correlation(ranks[i], ranked);
      if (correlation * correlation > chance) {
        Input input = inputs.get(i);
        drivers.add(
            new OutputSpread.Driver(
                input.key(), input.interval(), correlation * correlation, correlation > 0));
      }
    }
    drivers.sort(Comparator.comparingDouble(OutputSpread.Driver::varianceShare).reversed());
    return new OutputSpread(
        name,
        unit,
        nominal,
        percentile(sorted, 0.05),
        percentile(sorted, 0.5),
        percentile(sorted, 0.95),
        drivers.stream().limit(OutputSpread.NAMED).toList());
  }

  static double percentile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /// Place of each value among all; NaN keeps none.
  private static double[] ranks(double[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to + 1 < order.length && values[order[to + 1]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i <= to; i++) {
        ranks[order[i]] = Double.isFinite(values[order[i]]) ? (from + to) / 2.0 : Double.NaN;
      }
      from = to + 1;
    }
    return ranks;
  }

  /// Pearson's correlation over samples that have an output; 0 where either does not vary.
  private static double correlation(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(y[i])) {
        meanX += x[i];
        meanY += y[i];
        n++;
      }
    }
    meanX /= n;
    meanY /= n;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(y[i])) {
        xx += (x[i] - meanX) * (x[i] - meanX);
        yy += (y[i] - meanY) * (y[i] - meanY);
        xy += (x[i] - meanX) * (y[i] - meanY);
      }
    }
    boolean varies = xx > 1e-24 * n * meanX * meanX && yy > 1e-24 * n * meanY * meanY;
    return varies ? xy / Math.sqrt(xx * yy) : 0;
  }
}
