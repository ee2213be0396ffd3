package org.cimlet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.cimlet.document.rows.Table;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.ExploredRows;
import org.cimlet.explore.search.Evolution;
import org.cimlet.explore.search.Front;
import org.cimlet.explore.search.Hypervolume;
import org.cimlet.explore.search.Permutation;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.quantity.Si;

/// The table of `docs/studies/searching.md`: random spaces of ten thousand to a million designs,
/// every design of each answered, and how much of the front's hypervolume is found by an evolution,
/// and by chance, that answer one design in twenty.
///
/// Answers are written to a folder and read again where it has them, so that a study that was
/// stopped goes on.
final class SearchStudy {
  private static final int SPACES = 20;
  private static final int SEEDS = 10;
  private static final double SHARE = 0.05;
  private static final int HELD = 3;
  private static final double FEWEST = 1e4;
  static final double MOST = 1e6;

  /// Axes, each with its levels as a space has them.
  private static final Map<String, String> AXES = new LinkedHashMap<>();

  static {
    AXES.put("batch", "{values: [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256]}");
    AXES.put("machine.chiplet.macros", "{from: 500, to: 2500, step: 250}");
    AXES.put("machine.chiplet.macro.rows", "{values: [10000, 15000, 20000, 30000, 40000]}");
    AXES.put("machine.chiplet.partial_sum_fan_in", "{values: [4, 8, 16]}");
    AXES.put(
        "machine.topology",
        "{values: [{kind: mesh, rows: 6, columns: 6, host_at: [0]}, {kind: torus, rows: 6, columns:"
            + " 6, host_at: [0]}, {kind: mesh, rows: 4, columns: 9, host_at: [0]}, {kind: ring,"
            + " chiplets: 36, host_at: [0]}]}");
    AXES.put("mapping", "{values: [filled, pipelined, \"mixed:2\"]}");
    AXES.put("compress", "{values: [none, \"8:32\"]}");
    AXES.put("machine.chiplet.macro.clock_mhz", "{from: 200, to: 1100, levels: 13}");
    AXES.put("machine.chiplet.vector_unit.operations_per_cycle", "{from: 16, to: 512, factor: 2}");
    AXES.put("machine.links.chiplet.bandwidth_gbit_s", "{from: 32, to: 1024, factor: 2}");
    AXES.put("machine.links.chiplet.latency_ns", "{values: [5, 10, 20, 40]}");
    AXES.put("machine.links.host.bandwidth_gbit_s", "{values: [256, 512, 1024, 2048]}");
    AXES.put(
        "machine.host.memory.bandwidth_gb_s", "{values: [115.2, 230.4, 460.8, 921.6, 1843.2]}");
  }

  private static final List<String> OBJECTIVES =
      List.of(
          "maximize: throughput_tokens_per_s",
          "minimize: tpot_s",
          "minimize: package_usd",
          "minimize: energy_per_token_j",
          "minimize: area_mm2");

  /// Every design of a space: its costs, or nothing where it has no answer.
  @SuppressWarnings("ArrayRecordComponent") // never changed once made
  private record Answers(Space space, double[][] costs) {}

  private SearchStudy() {}

  /// Writes rows and prints the table.
  ///
  /// @param most designs of the largest space
  @SuppressWarnings("SystemOut") // a program of its own
  static void run(Path out, double most) throws IOException {
    List<Double> evolved = new ArrayList<>();
    List<Double> drawn = new ArrayList<>();
    double worst = 1;
    System.out.println(
        "| space | designs | axes | objectives | answered | on the front | answers | evolve, median"
            + " | worst of 10 | random, median |\n"
            + "|---|---|---|---|---|---|---|---|---|---|");
    for (int number = 0; number < SPACES; number++) {
      Answers answers = answers(out.resolve("space" + number), yaml(number, most));
      Space space = answers.space();
      int evaluations = (int) (SHARE * space.size());
      Front all = new Front();
      long answered = 0;
      for (int design = 0; design < answers.costs().length; design++) {
        if (answers.costs()[design].length > 0) {
          answered++;
          all.add(new Front.Point(design, answers.costs()[design]));
        }
      }
      double[] evolves = new double[SEEDS];
      double[] draws = new double[SEEDS];
      for (int seed = 0; seed < SEEDS; seed++) {
        evolves[seed] = share(all, evolved(answers, evaluations, seed + 1));
        draws[seed] = share(all, drawn(answers, evaluations, seed + 1));
      }
      Arrays.sort(evolves);
      Arrays.sort(draws);
      evolved.add(median(evolves));
      drawn.add(median(draws));
      worst = Math.min(worst, evolves[0]);
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %s | %s | %.2f %% | %.2f %% | %.2f %% |",
              number + 1,
              Si.grouped(space.size()),
              space.axes().size(),
              space.objectives().size(),
              Si.grouped(answered),
              all.size(),
              Si.grouped(evaluations),
              100 * median(evolves),
              100 * evolves[0],
              100 * median(draws)));
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "%nMedian over the spaces: evolve %.2f %%, random %.2f %%; worst run of all %.2f %%.",
            100 * median(sorted(evolved)),
            100 * median(sorted(drawn)),
            100 * worst));
  }

  private static double[] sorted(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int size = sorted.length;
    return (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
  }

  /// A space with some of the axes, of a size that is drawn evenly by its logarithm.
  private static String yaml(int number, double most) {
    double wanted = FEWEST * Math.pow(most / FEWEST, number / (SPACES - 1.0));
    for (long seed = 1; ; seed++) {
      Random random = new Random(1000L * number + seed);
      // what dies hold decides between throughput and price: without it no space has much of a
      // front
      List<String> keys = new ArrayList<>(AXES.keySet());
      Collections.shuffle(keys.subList(HELD, keys.size()), random);
      List<String> objectives = new ArrayList<>(OBJECTIVES);
      Collections.shuffle(objectives.subList(2, objectives.size()), random);
      int wantedObjectives = 2 + random.nextInt(3);
      for (int axes = 4; axes <= keys.size(); axes++) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("schema: cimlet.space/1\nname: space").append(number + 1);
        yaml.append("\nbase: {network: ")
            .append(random.nextBoolean() ? "llama-3.1-8b" : "llama-3.2-3b");
        yaml.append(
            ", machine: comb-200mb-36, mapping: filled, compress: \"8:32\", context: 2048}\n");
        yaml.append("axes:\n");
        keys.subList(0, axes)
            .forEach(key ->
                yaml.append("  ").append(key).append(": ").append(AXES.get(key)).append('\n'));
        yaml.append("objectives:\n");
        objectives
            .subList(0, wantedObjectives)
            .forEach(o -> yaml.append("  - {").append(o).append("}\n"));
        long size = SpaceReader.parse("space.yaml", yaml.toString()).size();
        if (size > wanted / 1.3 && size < Math.min(most, wanted * 1.3)) {
          return yaml.toString();
        }
      }
    }
  }

  private static Answers answers(Path folder, String yaml) throws IOException {
    Space space = SpaceReader.parse("space.yaml", yaml);
    Exploration.explore(
        space,
        new Exploration.Place(folder, Files.exists(folder.resolve("space.sha256")), yaml),
        Runtime.getRuntime().availableProcessors(),
        Exploration.Shard.WHOLE,
        standing -> {});
    double[][] costs = new double[(int) space.size()][];
    ExploredRows.each(folder, table -> take(space, table, costs));
    return new Answers(space, costs);
  }

  private static void take(Space space, Table table, double[][] costs) {
    List<Table.Column.Doubles> metrics =
        space.objectives().stream()
            .map(wanted -> (Table.Column.Doubles) column(table, wanted.metric().toString()))
            .toList();
    Table.Column.Longs designs = (Table.Column.Longs) column(table, "design");
    Table.Column.Texts status = (Table.Column.Texts) column(table, "status");
    for (int row = 0; row < table.rows(); row++) {
      boolean done = status.values().get(row).equals("done");
      double[] cost = new double[done ? metrics.size() : 0];
      for (int i = 0; i < cost.length; i++) {
        cost[i] = space.objectives().get(i).cost(metrics.get(i).values().get(row));
      }
      costs[designs.values().get(row).intValue()] = cost;
    }
  }

  private static Table.Column column(Table table, String name) {
    return Stream.of(table.columns().toArray(Table.Column[]::new))
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Front evolved(Answers answers, int evaluations, long seed) {
    Space space = answers.space();
    int[] counts = space.axes().stream().mapToInt(axis -> axis.levels().size()).toArray();
    boolean[] ordered = new boolean[counts.length];
    for (int axis = 0; axis < ordered.length; axis++) {
      ordered[axis] = isOrdered(space.axes().get(axis));
    }
    Evolution evolution =
        new Evolution(counts, ordered, Space.Search.usualPopulation(evaluations), seed);
    Front front = new Front();
    int left = evaluations;
    while (left > 0) {
      List<Evolution.Individual> generation = new ArrayList<>();
      for (int[] levels : evolution.next()) {
        if (left-- > 0) {
          long design = space.design(levels);
          double[] costs = answers.costs()[(int) design];
          boolean refused = costs.length == 0;
          double[] infinite = new double[space.objectives().size()];
          Arrays.fill(infinite, Double.POSITIVE_INFINITY);
          generation.add(
              new Evolution.Individual(
                  levels, refused ? infinite : costs, refused ? Double.POSITIVE_INFINITY : 0));
          if (!refused) {
            front.add(new Front.Point(design, costs));
          }
        }
      }
      if (generation.isEmpty()) {
        return front;
      }
      evolution.answered(generation);
    }
    return front;
  }

  private static boolean isOrdered(Axis axis) {
    return axis.ordered();
  }

  private static Front drawn(Answers answers, int evaluations, long seed) {
    Permutation draw = new Permutation(answers.space().size(), seed);
    Front front = new Front();
    for (int i = 0; i < evaluations; i++) {
      long design = draw.of(i);
      double[] costs = answers.costs()[(int) design];
      if (costs.length > 0) {
        front.add(new Front.Point(design, costs));
      }
    }
    return front;
  }

  /// Share of the volume that the whole front dominates, below a tenth beyond its worst.
  private static double share(Front all, Front found) {
    List<double[]> points = all.points().stream().map(Front.Point::costs).toList();
    int objectives = points.getFirst().length;
    double[] reference = new double[objectives];
    double[] scale = new double[objectives];
    double[] best = new double[objectives];
    for (int i = 0; i < objectives; i++) {
      int o = i;
      best[i] = points.stream().mapToDouble(p -> p[o]).min().orElseThrow();
      double most = points.stream().mapToDouble(p -> p[o]).max().orElseThrow();
      scale[i] = most > best[i] ? most - best[i] : 1;
      reference[i] = 1.1;
    }
    return Hypervolume.of(scaled(found, best, scale), reference)
        / Hypervolume.of(scaled(all, best, scale), reference);
  }

  private static List<double[]> scaled(Front front, double[] best, double[] scale) {
    return front.points().stream()
        .sorted(Comparator.comparingLong(Front.Point::design))
        .map(point -> {
          double[] scaled = new double[best.length];
          for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (point.costs()[i] - best[i]) / scale[i];
          }
          return scaled;
        })
        .toList();
  }
}
