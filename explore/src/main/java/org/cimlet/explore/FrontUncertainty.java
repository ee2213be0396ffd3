package org.cimlet.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cimlet.appraise.MachineSamples;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.space.Space;
import org.cimlet.machine.MachineFile;

/// How far the front's designs move while the technology numbers of their machines move within
/// their intervals, and which of them cannot be told apart.
///
/// Keys that the space varies are chosen and stay. The others are drawn alike for all designs: in a
/// sample a number of the same key lies at the same share of its interval in each. Two designs are
/// told apart by an objective in which one is better in [#TOLD] of the samples in which both run.
///
/// @param samples machines drawn for each design
/// @param spreads of each design, by its number
public record FrontUncertainty(int samples, Map<Long, Spread> spreads) {
  /// Share of the samples in which a design must be better to be told from another.
  public static final double TOLD = 0.95;

  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  /// Relative differences below this are rounding.
  private static final double ROUNDING = 1e-9;

  /// Copies the map.
  public FrontUncertainty {
    spreads = Map.copyOf(spreads);
  }

  /// How far a design moves.
  ///
  /// @param refused samples whose machine cannot run the network, which are left out
  /// @param ranges of each metric, in the order of the [Columns]
  /// @param alike numbers of the designs that cannot be told from it
  public record Spread(int refused, List<Range> ranges, List<Long> alike) {
    /// Copies the lists.
    public Spread {
      ranges = List.copyOf(ranges);
      alike = List.copyOf(alike);
    }
  }

  /// Where nine tenths of the samples lie; not numbers where the metric has none.
  public record Range(double low, double median, double high) {}

  /// Draws machines for every design.
  ///
  /// @param watcher hears of every design that is done
  static FrontUncertainty of(
      Space space, Columns columns, List<Row> front, Workers workers, Watcher watcher) {
    int samples = space.checks().samples();
    double[][][] drawn =
        workers.each(
            front,
            () -> new Draws(space, columns, samples),
            Draws::of,
            new double[0][][],
            done -> watcher.checked("uncertainty", done, front.size()));
    Map<Long, Spread> spreads = new HashMap<>();
    for (int i = 0; i < drawn.length; i++) {
      List<Long> alike = new ArrayList<>();
      for (int other = 0; other < drawn.length; other++) {
        if (other != i && isAlike(columns, drawn[i], drawn[other])) {
          alike.add(front.get(other).design());
        }
      }
      spreads.put(front.get(i).design(), spread(drawn[i], alike));
    }
    return new FrontUncertainty(samples, spreads);
  }

  /// Draws the machines of designs and answers them; one for each thread.
  private static final class Draws {
    private final Space space;
    private final int samples;
    private final Designs designs;
    private final Answerer answerer;
    private final Set<String> chosen = new HashSet<>();

    Draws(Space space, Columns columns, int samples) {
      this.space = space;
      this.samples = samples;
      this.designs = new Designs(space);
      this.answerer = new Answerer(space, columns);
      space.keys().stream()
          .filter(key -> key.startsWith("machine."))
          .forEach(key -> chosen.add(key.substring("machine.".length())));
    }

    /// At each sample the metrics; empty where its machine cannot run the network.
    double[][] of(Row row) {
      int[] levels = space.levels(row.design());
      MachineFile file = designs.file(space.values(levels));
      MachineSamples machines = MachineSamples.alike(file, chosen, samples);
      double[][] metrics = new double[samples][];
      for (int sample = 0; sample < samples; sample++) {
        try {
          metrics[sample] = answerer.metrics(designs.job(levels, machines.machine(sample)));
        } catch (InvalidInputException refusal) {
          metrics[sample] = new double[0];
        }
      }
      return metrics;
    }
  }

  private static Spread spread(double[][] drawn, List<Long> alike) {
    double[][] right =
        Arrays.stream(drawn).filter(sample -> sample.length > 0).toArray(double[][]::new);
    List<Range> ranges = new ArrayList<>();
    int metrics = right.length == 0 ? 0 : right[0].length;
    for (int metric = 0; metric < metrics; metric++) {
      int at = metric;
      double[] values = Arrays.stream(right).mapToDouble(sample -> sample[at]).toArray();
      ranges.add(
          new Range(
              Uncertainty.percentile(values, LOW),
              Uncertainty.percentile(values, 0.5),
              Uncertainty.percentile(values, HIGH)));
    }
    return new Spread(drawn.length - right.length, ranges, alike);
  }

  /// Whether two designs cannot be told apart.
  static boolean isAlike(Columns columns, double[][] one, double[][] other) {
    for (Space.Objective wanted : columns.space().objectives()) {
      int metric = columns.of(wanted.metric());
      int both = 0;
      int better = 0;
      int worse = 0;
      for (int sample = 0; sample < one.length; sample++) {
        if (one[sample].length > 0 && other[sample].length > 0) {
          double a = wanted.cost(one[sample][metric]);
          double b = wanted.cost(other[sample][metric]);
          double rounding = ROUNDING * Math.max(Math.abs(a), Math.abs(b));
          both++;
          better += a < b - rounding ? 1 : 0;
          worse += a > b + rounding ? 1 : 0;
        }
      }
      if (both > 0 && Math.max(better, worse) >= TOLD * both) {
        return false;
      }
    }
    return true;
  }
}
