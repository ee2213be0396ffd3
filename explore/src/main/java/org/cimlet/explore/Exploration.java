package org.cimlet.explore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.rows.Parquet;
import org.cimlet.document.rows.Table;
import org.cimlet.explore.search.Evolution;
import org.cimlet.explore.search.Front;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Space;
import org.jspecify.annotations.Nullable;

/// Answers the designs of a space range by range, on every processor, and keeps those than which
/// none is better.
///
/// Every range is written down once it is done: an exploration that was stopped, however, goes on
/// where it was, and what it writes does not depend on threads, shards or stops.
public final class Exploration {
  /// Between two looks at how large the front's volume is.
  private static final long VOLUME_PERIOD_NS = 1_000_000_000;

  private static final String EVENTS = "events.json";

  private final Space space;
  private final Columns columns;
  private final Order order;
  private final Workers workers;
  private final Watcher watcher;
  private final @Nullable Folder folder;
  private final Front front = new Front();
  private final Convergence convergence;
  private long volumeAtNs;
  private double volume = Double.NaN;
  private final Map<String, Long> refused = new TreeMap<>();
  private final long total;
  private long designs;
  private long overLimit;
  private long excluded;

  private Exploration(
      Space space, int threads, @Nullable Folder folder, long total, Watcher watcher) {
    this.space = space;
    this.columns = Columns.of(space);
    this.order = new Order(space);
    this.workers = new Workers(threads);
    this.convergence = new Convergence(parts(space), space.objectives().size());
    this.folder = folder;
    this.total = total;
    this.watcher = watcher;
  }

  /// Which share of the ranges is answered here: 3 of 16.
  public record Shard(int number, int of) {
    /// All of them.
    public static final Shard WHOLE = new Shard(1, 1);

    private boolean has(long part) {
      return part % of == number - 1;
    }
  }

  /// Where an exploration is written.
  ///
  /// @param folder that it is written to
  /// @param resumes whether it goes on there
  /// @param yaml the space as it was read
  public record Place(Path folder, boolean resumes, String yaml) {}

  /// Ranges, or generations, that there are at most.
  private static long parts(Space space) {
    return Math.ceilDiv(
        space.search().evaluations(),
        space.search().method() == Space.Search.Method.EVOLVE
            ? space.search().population()
            : Ranges.size(space));
  }

  /// Explores.
  ///
  /// @param place where it is written; null for nowhere
  /// @param watcher hears how far it is, from any thread, one at a time
  /// @throws InvalidInputException where the folder is not right
  public static FrontReport explore(
      Space space, @Nullable Place place, int threads, Shard shard, Watcher watcher) {
    boolean evolves = space.search().method() == Space.Search.Method.EVOLVE;
    if (evolves && shard.of() > 1) {
      throw InvalidInputException.of(
          "--shard", "must be left out where designs evolve: a generation needs the one before");
    }
    try (Folder folder = place == null ? null : folder(space, place)) {
      Exploration exploration = new Exploration(space, threads, folder, own(space, shard), watcher);
      Map<Long, Part> done = folder == null ? Map.of() : Folder.parts(folder.path(), space);
      if (evolves) {
        exploration.evolve(done);
      } else {
        exploration.ranges(exploration.open(shard, done));
      }
      return exploration.finished(shard.of() == 1);
    }
  }

  /// Explores on a cluster; rows and front are the same. What is asked about the front is worked
  /// out here.
  ///
  /// @param address of the cluster
  /// @throws InvalidInputException where the folder is not right, or the cluster fails
  public static FrontReport exploreOn(
      Cluster cluster,
      String address,
      Space space,
      Place place,
      int threads,
      Shard shard,
      Watcher watcher) {
    if (space.search().method() == Space.Search.Method.EVOLVE) {
      throw InvalidInputException.of(
          "--on",
          "must be left out where designs evolve: a generation needs the one before, and is answered"
              + " here in less time than a cluster takes to begin with it; leave --on out, or ask"
              + " for method: random or exhaustive, whose ranges a cluster shares");
    }
    try (Folder folder = folder(space, place)) {
      Exploration exploration = new Exploration(space, threads, folder, own(space, shard), watcher);
      List<RemoteRange> open =
          exploration.open(shard, Folder.parts(folder.path(), space)).stream()
              .map(part -> new RemoteRange(place.yaml(), space.identity(), part))
              .toList();
      if (!open.isEmpty()) {
        cluster.answer(address, "cimlet explore " + space.name(), open, exploration::take);
      }
      return exploration.finished(shard.of() == 1);
    }
  }

  /// Designs of a share.
  private static long own(Space space, Shard shard) {
    long range = Ranges.size(space);
    long own = 0;
    for (long part = shard.number() - 1L; part < parts(space); part += shard.of()) {
      own += Math.min(range, space.search().evaluations() - part * range);
    }
    return shard.of() == 1 ? space.search().evaluations() : own;
  }

  private static Folder folder(Space space, Place place) {
    return place.resumes()
        ? Folder.resume(place.folder(), space, place.yaml())
        : Folder.create(place.folder(), space, place.yaml());
  }

  /// Puts together what shards of one space wrote.
  ///
  /// @param out a new folder
  /// @throws InvalidInputException where they are not of this space, or parts are missing
  public static FrontReport merge(Space space, String yaml, Path out, List<Path> shards) {
    long parts = parts(space);
    Map<Long, Path> places = new TreeMap<>();
    Map<Long, Part> done = new TreeMap<>();
    for (Path shard : shards) {
      Folder.check(shard, space, yaml);
      Folder.parts(shard, space)
          .forEach((number, part) -> {
            places.put(number, shard);
            done.put(number, part);
          });
    }
    boolean evolves = space.search().method() == Space.Search.Method.EVOLVE;
    if (!evolves && done.size() < parts) {
      long missing = 0;
      while (done.containsKey(missing)) {
        missing++;
      }
      throw InvalidInputException.of(
          "explore merge",
          "must have all %s parts, got %s: part %s is missing; finish its shard with --resume"
              .formatted(parts, done.size(), missing));
    }
    try (Folder folder = Folder.create(out, space, yaml)) {
      Exploration exploration =
          new Exploration(space, 1, folder, space.search().evaluations(), standing -> {});
      done.forEach((number, part) -> {
        folder.write(part, Folder.rows(Objects.requireNonNull(places.get(number)), number));
        exploration.count(part);
      });
      return exploration.finished(true);
    }
  }

  /// Counts what is done of a share, and says what is not.
  private List<Long> open(Shard shard, Map<Long, Part> done) {
    done.values().forEach(this::count);
    List<Long> open = new ArrayList<>();
    for (long part = 0; part < parts(space); part++) {
      if (shard.has(part) && !done.containsKey(part)) {
        open.add(part);
      }
    }
    return open;
  }

  private void ranges(List<Long> open) {
    AtomicInteger next = new AtomicInteger();
    workers.all(() -> {
      Ranges ranges = new Ranges(space, columns);
      for (int i = next.getAndIncrement();
          i < open.size() && !Workers.isStopped();
          i = next.getAndIncrement()) {
        List<Row> rows = ranges.rows(open.get(i));
        finish(Part.of(open.get(i), rows, columns), () -> RemoteRange.parquet(rows, columns));
      }
    });
  }

  /// Takes what another computer answered.
  private void take(RemoteRange.Answered answered) {
    if (!answered.fault().isEmpty()) {
      throw InvalidInputException.of(
          "--on",
          "must be a cluster whose computers have the files that the space refers to, got one that"
              + " says '%s'".formatted(answered.fault()));
    }
    finish(Part.read(answered.part(), space), answered::rows);
  }

  /// Writes down what is done, then counts it.
  ///
  /// @param parquet its rows, which are wanted where there is a folder
  private void finish(Part part, Supplier<byte[]> parquet) {
    if (folder != null) {
      folder.write(part, parquet.get());
    }
    count(part);
  }

  private synchronized void count(Part part) {
    designs += part.designs();
    overLimit += part.overLimit();
    excluded += part.excluded();
    part.refused().forEach((why, count) -> refused.merge(why, count, Long::sum));
    front.addAll(part.front());
    convergence.add(part);
    long now = System.nanoTime();
    if (now - volumeAtNs > VOLUME_PERIOD_NS) {
      volume = convergence.now();
      volumeAtNs = System.nanoTime();
    }
    watcher.explored(standing());
  }

  private Standing standing() {
    return new Standing(designs, total, overLimit, excluded, refused, front.size(), volume);
  }

  private void evolve(Map<Long, Part> done) {
    int[] counts = space.axes().stream().mapToInt(axis -> axis.levels().size()).toArray();
    boolean[] ordered = new boolean[counts.length];
    for (int axis = 0; axis < ordered.length; axis++) {
      ordered[axis] = isOrdered(space.axes().get(axis));
    }
    Evolution evolution =
        new Evolution(counts, ordered, space.search().population(), space.search().seed());
    List<Answerer> answerers = new ArrayList<>();
    for (int i = 0; i < workers.threads(); i++) {
      answerers.add(new Answerer(space, columns));
    }
    int idle = 0;
    for (long generation = 0;
        designs < space.search().evaluations() && idle < space.search().patience();
        generation++) {
      List<int[]> children = evolution.next();
      long left = space.search().evaluations() - designs;
      children = children.subList(0, (int) Math.min(left, children.size()));
      if (children.isEmpty()) {
        return;
      }
      List<Front.Point> before = front.points();
      Part part = done.get(generation);
      if (part == null) {
        List<Row> rows = answered(answerers, children);
        part = Part.of(generation, rows, columns).with(individuals(children, rows));
        finish(part, () -> RemoteRange.parquet(rows, columns));
      } else {
        count(part);
      }
      evolution.answered(part.generation());
      idle = sameDesigns(before, front.points()) ? idle + 1 : 0;
    }
  }

  private static boolean isOrdered(Axis axis) {
    return axis.ordered();
  }

  private static boolean sameDesigns(List<Front.Point> before, List<Front.Point> after) {
    return before.stream()
        .map(Front.Point::design)
        .toList()
        .equals(after.stream().map(Front.Point::design).toList());
  }

  private List<Row> answered(List<Answerer> answerers, List<int[]> children) {
    long[] numbers = children.stream().mapToLong(space::design).toArray();
    long[] sorted = order.sorted(numbers);
    Map<Long, Row> rows = new HashMap<>();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger worker = new AtomicInteger();
    workers.all(() -> {
      Answerer answerer = answerers.get(worker.getAndIncrement());
      for (int i = next.getAndIncrement();
          i < sorted.length && !Workers.isStopped();
          i = next.getAndIncrement()) {
        Row row = answerer.answer(sorted[i]);
        synchronized (rows) {
          rows.put(row.design(), row);
        }
      }
    });
    List<Row> inOrder = new ArrayList<>();
    for (long number : numbers) {
      inOrder.add(rows.get(number));
    }
    return inOrder;
  }

  private List<Evolution.Individual> individuals(List<int[]> children, List<Row> rows) {
    Answerer judge = new Answerer(space, columns);
    List<Evolution.Individual> individuals = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double violation = judge.violation(row);
      double[] costs = columns.costs(row);
      for (int objective = 0; objective < costs.length; objective++) {
        if (Double.isNaN(costs[objective])) {
          costs[objective] = Double.POSITIVE_INFINITY;
        }
      }
      individuals.add(new Evolution.Individual(children.get(i), costs, violation));
    }
    return individuals;
  }

  /// The front, its designs answered once more for their rows, and what the space asks about it.
  private FrontReport finished(boolean whole) {
    Answerer answerer = new Answerer(space, columns);
    List<Row> answered = new ArrayList<>();
    for (Front.Point point : front.points()) {
      answered.add(answerer.answer(point.design()));
    }
    List<Row> rows = FrontReport.sorted(columns, answered);
    volume = convergence.now();
    FrontReport report = report(rows, whole && !rows.isEmpty());
    if (folder != null && whole) {
      Table table = columns.table(answered);
      folder.writeBytes("front.parquet", Parquet.of("designs", table));
      folder.write("front.csv", table.csv(true));
      folder.write("front.json", report.json());
    }
    return report;
  }

  private FrontReport report(List<Row> rows, boolean checked) {
    FrontUncertainty uncertainty =
        checked && space.checks().samples() > 0
            ? FrontUncertainty.of(space, columns, rows, workers, watcher)
            : null;
    FrontEvents events =
        checked && space.checks().refined() > 0
            ? FrontEvents.of(
                space,
                columns,
                rows,
                folder == null ? "" : folder.text(EVENTS),
                workers,
                watcher,
                known -> {
                  if (folder != null) {
                    folder.write(EVENTS, known);
                  }
                })
            : null;
    return FrontReport.of(
        space, standing(), columns, rows, convergence.growth(), uncertainty, events);
  }
}
