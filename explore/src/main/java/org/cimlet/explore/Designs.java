package org.cimlet.explore;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Space;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Sourced;
import org.cimlet.run.Job;
import org.cimlet.run.WeightWords;
import org.jspecify.annotations.Nullable;

/// Makes the jobs of a space's designs. A machine is judged once for all jobs on it; links and
/// hosts that vary in technology numbers alone once for all dies. Not thread-safe.
final class Designs {
  private static final int REMEMBERED = 256;

  /// Words of a job that are options of `cimlet run`.
  private static final List<String> OPTIONS =
      List.of("weights", "compress", "mapping", "context", "prompt", "batch", "prefill_chunk");

  /// Parts of a machine whose technology numbers no rule binds to the other parts.
  private static final List<String> APART = List.of("machine.links.", "machine.host.");

  private final Space space;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, NetworkSpec> networks = new HashMap<>();
  private final Map<Stored, WeightStorage> weights = new HashMap<>();
  private final Map<String, Parallelism> mappings = new HashMap<>();
  private final Map<String, MachineFile> bases = new HashMap<>();
  private final Map<Long, Machine> machines = remembering();
  private final Map<Long, MachineSpec.Links> links = remembering();
  private final Map<Long, MachineSpec.Host> hosts = remembering();
  private final Map<Whole, MachineSpec> wholes = remembering();

  /// At each axis: which of the parts apart it varies; -1 where another part of the machine, or
  /// none.
  private final int[] apart;

  /// Which of the parts apart some axis varies.
  private final boolean[] variesApart = new boolean[APART.size()];

  /// Levels of the machine's axes, of those of links and those of hosts, as numbers.
  private record Whole(long dies, long links, long host) {}

  /// Which key of which axis.
  private record Place(int axis, int key) {}

  /// A machine, or why there is none.
  private sealed interface Machine {
    record Right(MachineFile file, MachineSpec spec) implements Machine {}

    record Wrong(InvalidInputException why) implements Machine {}
  }

  Designs(Space space) {
    this.space = space;
    this.apart = new int[space.axes().size()];
    for (int axis = 0; axis < apart.length; axis++) {
      Axis varied = space.axes().get(axis);
      for (int key = 0; key < varied.keys().size(); key++) {
        places.put(varied.keys().get(key), new Place(axis, key));
      }
      apart[axis] = apart(varied);
      if (apart[axis] >= 0) {
        variesApart[apart[axis]] = true;
      }
    }
  }

  private static <K, V> Map<K, V> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /// A number that the base states already, with other values.
  private int apart(Axis axis) {
    boolean oneBase = !space.keys().contains("machine");
    for (int part = 0; part < APART.size(); part++) {
      String prefix = APART.get(part);
      boolean all =
          axis.keys().stream()
                  .allMatch(key ->
                      key.startsWith(prefix)
                          && base(String.valueOf(space.base().get("machine")))
                              .number(key.substring("machine.".length()))
                              .isPresent())
              && axis.levels().stream()
                  .allMatch(level -> level.values().stream().allMatch(Sourced.class::isInstance));
      if (oneBase && all) {
        return part;
      }
    }
    return -1;
  }

  /// The levels of the axes that are of a part apart, or of the rest of the machine, as a number.
  private long number(int[] levels, int part) {
    long number = 0;
    for (int axis = 0; axis < levels.length; axis++) {
      Axis varied = space.axes().get(axis);
      if (varied.isOfMachine() && apart[axis] == part) {
        number = number * varied.levels().size() + levels[axis];
      }
    }
    return number;
  }

  /// The values without those of the other parts apart.
  private Map<String, Object> only(Map<String, Object> values, int part) {
    Map<String, Object> only = new LinkedHashMap<>(values);
    for (int axis = 0; axis < apart.length; axis++) {
      if (apart[axis] != part && (apart[axis] >= 0 || part >= 0)) {
        space.axes().get(axis).keys().stream()
            .filter(key -> key.startsWith("machine."))
            .forEach(only::remove);
      }
    }
    return only;
  }

  /// Whether a design breaks a constraint.
  boolean isExcluded(int[] levels) {
    for (Space.Constraint constraint : space.constraints()) {
      double product = 1;
      for (String key : constraint.keys()) {
        product *= number(key, levels);
      }
      if (!(product >= constraint.atLeast() && product <= constraint.atMost())) {
        return true;
      }
    }
    return false;
  }

  private double number(String key, int[] levels) {
    return switch (value(key, levels)) {
      case Number number -> number.doubleValue();
      case Sourced number -> number.value();
      case null ->
          base(word("machine", levels)).number(key.substring("machine.".length())).orElseThrow();
      default -> throw new IllegalStateException("the reader let through " + key);
    };
  }

  /// What a key takes; null where neither an axis nor the base says.
  private @Nullable Object value(String key, int[] levels) {
    Place place = places.get(key);
    return place == null
        ? space.base().get(key)
        : space
            .axes()
            .get(place.axis())
            .levels()
            .get(levels[place.axis()])
            .values()
            .get(place.key());
  }

  private MachineFile base(String name) {
    return bases.computeIfAbsent(name, MachineReader::open);
  }

  /// The job of a design.
  ///
  /// @throws InvalidInputException where its machine contradicts itself
  Job job(int[] levels) {
    Machine dies =
        machines.computeIfAbsent(
            number(levels, -1), unknown -> machine(only(space.values(levels), -1)));
    return switch (dies) {
      case Machine.Wrong wrong -> throw wrong.why();
      case Machine.Right right -> job(levels, whole(levels, right.spec()));
    };
  }

  private MachineSpec whole(int[] levels, MachineSpec dies) {
    MachineSpec.Links otherLinks = dies.links();
    MachineSpec.Host otherHost = dies.host();
    if (!variesApart[0] && !variesApart[1]) {
      return dies;
    }
    if (variesApart[0]) {
      otherLinks = links.computeIfAbsent(number(levels, 0), unknown -> alone(levels, 0).links());
    }
    if (variesApart[1]) {
      otherHost = hosts.computeIfAbsent(number(levels, 1), unknown -> alone(levels, 1).host());
    }
    MachineSpec.Links newLinks = otherLinks;
    MachineSpec.Host newHost = otherHost;
    Whole key = new Whole(number(levels, -1), number(levels, 0), number(levels, 1));
    return wholes.computeIfAbsent(key, unknown -> dies.with(newLinks, newHost));
  }

  private MachineSpec alone(int[] levels, int part) {
    return file(only(space.values(levels), part)).machine();
  }

  /// The machine file of a design.
  ///
  /// @throws InvalidInputException where it contradicts itself
  MachineFile file(Map<String, Object> values) {
    return switch (machine(values)) {
      case Machine.Wrong wrong -> throw wrong.why();
      case Machine.Right right -> right.file();
    };
  }

  private Machine machine(Map<String, Object> values) {
    Map<String, Object> keys = new LinkedHashMap<>();
    values.forEach((key, value) -> {
      if (key.startsWith("machine.")) {
        keys.put(key.substring("machine.".length()), value);
      }
    });
    try {
      MachineFile base = base(String.valueOf(values.get("machine")));
      MachineFile varied = keys.isEmpty() ? base : base.with(keys);
      return new Machine.Right(varied, varied.machine());
    } catch (InvalidInputException e) {
      return new Machine.Wrong(e);
    }
  }

  /// The job of a design on a machine like its own, whose numbers may be others.
  Job job(int[] levels, MachineSpec machine) {
    NetworkSpec network = networks.computeIfAbsent(word("network", levels), NetworkReader::read);
    Job.Builder job =
        Job.of(network, machine)
            .weights(
                weights.computeIfAbsent(
                    new Stored(word("weights", levels), word("compress", levels)), Stored::weights))
            .mapping(
                mappings.computeIfAbsent(
                    word("mapping", levels), word -> Parallelism.parse(word, 0)))
            .batch(count("batch", levels))
            .prefillChunk(count("prefill_chunk", levels));
    if (value("context", levels) != null) {
      job.context(count("context", levels));
    }
    if (value("prompt", levels) != null) {
      job.prompt(count("prompt", levels));
    }
    return job.build();
  }

  /// How weights are stored, in words.
  private record Stored(String word, String compress) {
    WeightStorage weights() {
      Packing dense = WeightWords.dense("weights", word);
      return new WeightStorage(
          compress.equals("none") ? dense : WeightWords.packed("compress", compress, dense), dense);
    }
  }

  private String word(String key, int[] levels) {
    return String.valueOf(value(key, levels));
  }

  private int count(String key, int[] levels) {
    return (Integer) Objects.requireNonNull(value(key, levels));
  }

  /// What `cimlet run` is called with to answer the same.
  static String command(Map<String, Object> values, String machineFile) {
    StringBuilder command = new StringBuilder("./cimlet run ").append(values.get("network"));
    command.append(" --machine ").append(machineFile);
    for (String key : OPTIONS) {
      if (values.containsKey(key)) {
        command.append(" --").append(key.replace('_', '-')).append(' ').append(values.get(key));
      }
    }
    return command.toString();
  }
}
