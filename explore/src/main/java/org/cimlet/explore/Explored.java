package org.cimlet.explore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.rows.Table;
import org.cimlet.explore.search.Front;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceFiles;
import org.cimlet.explore.space.SpaceReader;

/// What an exploration's folder holds, read again for people to look at: counts, the whole front, a
/// sample of the other designs, and what every level goes along with.
///
/// Rows are read part by part and not kept, so that a million of them take no more room than ten.
public final class Explored {
  /// Designs of the sample: as many as a page draws at once.
  private static final int SAMPLE = 4_000;

  private final Space space;
  private final List<Metric> metrics;
  private final Map<Long, Front.Point> front = new HashMap<>();
  private final List<Design> members = new ArrayList<>();
  private final PriorityQueue<Design> sample =
      new PriorityQueue<>(Comparator.comparingLong(Explored::lot).reversed());
  private final Map<String, Long> refused = new TreeMap<>();
  private final Map<String, Long> beyond = new TreeMap<>();
  private final Effects effects;
  private final FrontFile file;
  private long designs;
  private long answered;
  private long excluded;

  /// A design that was answered.
  ///
  /// @param number of the design
  /// @param limit that it breaks; empty where it keeps all
  /// @param values of the metrics
  @SuppressWarnings("ArrayRecordComponent") // thousands of them; never changed once made
  public record Design(long number, String limit, double[] values) {}

  private Explored(Space space, FrontFile file) {
    this.space = space;
    this.metrics = Columns.of(space).metrics();
    this.effects = new Effects(space, metrics.size());
    this.file = file;
  }

  /// Reads a folder that `cimlet explore` or `explore merge` wrote.
  ///
  /// @throws InvalidInputException where it is none, or its files are damaged
  public static Explored read(Path folder) {
    String yaml = SpaceFiles.text(folder.resolve("space.yaml").toString());
    return read(folder, SpaceReader.parse(folder + "/space.yaml", yaml), yaml);
  }

  /// Reads a folder of a space that was read before.
  ///
  /// @throws InvalidInputException where it is not one of this space, or its files are damaged
  public static Explored read(Path folder, Space space, String yaml) {
    Folder.check(folder, space, yaml);
    Map<Long, Part> parts = Folder.parts(folder, space);
    Explored explored =
        new Explored(space, FrontFile.read(folder.resolve("front.json"), Columns.of(space)));
    Front front = new Front();
    parts.values().forEach(part -> front.addAll(part.front()));
    front.points().forEach(point -> explored.front.put(point.design(), point));
    parts.values().forEach(explored::count);
    ExploredRows.each(folder, explored::rows);
    return explored;
  }

  /// Whether a folder is one of an exploration that came to its end.
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve("space.sha256"))
        && Files.isRegularFile(folder.resolve("space.yaml"))
        && Files.isRegularFile(folder.resolve("front.json"));
  }

  /// Writes a file into an exploration's folder: there whole or not at all.
  ///
  /// @throws InvalidInputException where it cannot be written
  public static void keep(Path folder, String name, String text) {
    try {
      Folder.replace(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw InvalidInputException.of(
          folder.toString(), "must be a folder that can be written, got '%s'".formatted(e));
    }
  }

  private void count(Part part) {
    designs += part.designs();
    excluded += part.excluded();
    part.refused().forEach((why, count) -> refused.merge(why, count, Long::sum));
  }

  private void rows(Table table) {
    List<?> numbers = column(table, "design");
    List<?> status = column(table, "status");
    List<?> why = column(table, "why");
    List<List<?>> columns =
        metrics.stream().<List<?>>map(m -> column(table, m.toString())).toList();
    for (int row = 0; row < numbers.size(); row++) {
      Object became = status.get(row);
      if (became.equals(Row.Status.EXCLUDED.toString())) {
        continue;
      }
      double[] values = new double[columns.size()];
      for (int metric = 0; metric < values.length; metric++) {
        values[metric] = (Double) columns.get(metric).get(row);
      }
      long number = (Long) numbers.get(row);
      boolean within = became.equals(Row.Status.DONE.toString());
      boolean has = within || became.equals(Row.Status.OVER_LIMIT.toString());
      effects.add(space.levels(number), has, within, values);
      if (has) {
        answered(new Design(number, within ? "" : why.get(row).toString(), values));
      }
    }
  }

  private static List<?> column(Table table, String name) {
    return table.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name))
        .values();
  }

  private void answered(Design design) {
    answered++;
    if (!design.limit().isEmpty()) {
      beyond.merge(design.limit(), 1L, Long::sum);
    }
    if (front.containsKey(design.number())) {
      members.add(design);
    } else {
      sample.add(design);
      if (sample.size() > SAMPLE) {
        sample.poll();
      }
    }
  }

  /// Which designs are drawn for the sample: the same whatever order they come in.
  private static long lot(Design design) {
    long mixed = (design.number() + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return mixed ^ mixed >>> 32;
  }

  /// The space.
  public Space space() {
    return space;
  }

  /// The metrics of every design.
  public List<Metric> metrics() {
    return metrics;
  }

  /// Designs met: answered, refused or excluded.
  public long designs() {
    return designs;
  }

  /// Designs with figures.
  public long answered() {
    return answered;
  }

  /// Designs that a constraint left out.
  public long excluded() {
    return excluded;
  }

  /// Designs without figures, by what refused them.
  public Map<String, Long> refused() {
    return refused;
  }

  /// Designs with figures that break a limit, by its metric.
  public Map<String, Long> beyond() {
    return beyond;
  }

  /// The front, by the first objective, the best first.
  public List<Design> front() {
    Space.Objective first = space.objectives().getFirst();
    int at = metrics.indexOf(first.metric());
    return members.stream()
        .sorted(
            Comparator.comparingDouble((Design design) -> first.cost(design.values()[at]))
                .thenComparingLong(Design::number))
        .toList();
  }

  /// Other designs, drawn by their numbers: all where they are few.
  public List<Design> sample() {
    return sample.stream().sorted(Comparator.comparingLong(Design::number)).toList();
  }

  /// What every level goes along with.
  public Effects effects() {
    return effects;
  }

  /// How the front grew, and how far its designs move.
  public FrontFile file() {
    return file;
  }
}
