package org.cimlet.explore.space;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.compile.Parallelism;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.Document;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Sourced;
import org.cimlet.run.WeightWords;
import tools.jackson.databind.JsonNode;

/// Reads design spaces strictly: structure by `space.schema.json`, then every value of every axis
/// as the job or the machine file judges it, before any design is answered.
public final class SpaceReader {
  /// Words of a job that a base may leave out.
  private static final Map<String, Object> USUAL =
      Map.of(
          "network", "llama-2-7b",
          "machine", "comb-200mb-36",
          "weights", "int8",
          "compress", "none",
          "mapping", "auto",
          "batch", 1,
          "prefill_chunk", 128);

  private static final List<String> WORDS =
      List.of(
          "network",
          "machine",
          "weights",
          "compress",
          "mapping",
          "context",
          "prompt",
          "batch",
          "prefill_chunk");

  private static final Set<String> COUNTS = Set.of("context", "prompt", "batch", "prefill_chunk");

  private static final Pattern LISTED =
      Pattern.compile("must be one of ([a-z0-9_, ]+), got ([a-z0-9_]+)");

  /// What all designs together may be: a number of a design is a `long`.
  private static final long MOST_DESIGNS = 1L << 60;

  /// Levels of an axis that machines are asked about: of a longer range, so many and the last.
  private static final int MOST_JUDGED = 500;

  private final Document document;
  private final Diagnostics faults = new Diagnostics();
  private final Levels levels;
  private final Map<String, Object> base = new LinkedHashMap<>(USUAL);
  private final Map<String, MachineFile> machines = new LinkedHashMap<>();

  private SpaceReader(Document document) {
    this.document = document;
    this.levels = new Levels(document, faults);
  }

  /// Reads a YAML text.
  ///
  /// @param fileName what diagnostics call it
  /// @throws InvalidInputException with everything that is wrong
  public static Space parse(String fileName, String yaml) {
    return of(Document.parse(fileName, yaml, Document.Format.YAML));
  }

  private static Space of(Document document) {
    List<Diagnostic> found = Compiled.SCHEMA.faults(document);
    if (!found.isEmpty()) {
      throw new InvalidInputException(found);
    }
    return new SpaceReader(document).space();
  }

  private Space space() {
    JsonNode root = document.root();
    root.path("base")
        .properties()
        .forEach(entry -> base.put(entry.getKey(), levels.value(entry.getValue())));
    base.forEach((key, value) -> word(root.path("base").path(key), "base." + key, key, value));
    faults.throwIfAny();
    List<Axis> axes = axes(root);
    faults.throwIfAny();
    List<Space.Constraint> constraints = constraints(root.path("where"), axes);
    Aims aims = new Aims(document, faults);
    List<Space.Objective> objectives = aims.objectives(root.path("objectives"));
    List<Space.Limit> limits = aims.limits(root.path("limits"));
    List<Metric> metrics = new ArrayList<>();
    for (JsonNode name : root.path("metrics")) {
      metrics.add(aims.metric(name, "metrics"));
    }
    faults.throwIfAny();
    return new Space(
        root.path("name").stringValue(),
        base,
        axes,
        constraints,
        objectives,
        limits,
        aims.search(root.path("search"), axes),
        metrics,
        aims.checks(root),
        Identity.of(document, machines, named("network")));
  }

  private List<Axis> axes(JsonNode root) {
    List<Axis> axes = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    JsonNode written = root.path("axes");
    // the machine itself first: what its keys may be depends on it
    noteMachines(written.path("machine"));
    JsonNode set = root.path("set");
    set.properties().forEach(entry -> axes.add(fixed(entry.getKey(), entry.getValue(), keys)));
    for (String key : written.propertyNames()) {
      JsonNode node = written.path(key);
      String path = "axes." + key;
      List<Object> values = levels.of(path, node);
      List<JsonNode> places =
          node.path("values").isArray() ? node.path("values").valueStream().toList() : List.of();
      List<Axis.Level> taken = new ArrayList<>();
      boolean isRange = places.isEmpty();
      int stride = isRange ? Math.ceilDiv(Math.max(1, values.size()), MOST_JUDGED) : 1;
      for (int i = 0; i < values.size(); i++) {
        JsonNode place = i < places.size() ? places.get(i) : node;
        if (i % stride == 0 || i == values.size() - 1) {
          taken.add(level(List.of(place), path, List.of(key), List.of(values.get(i))));
        } else {
          taken.add(like(taken.getLast(), place, values.get(i)));
        }
      }
      axes.add(new Axis(List.of(key), taken, Axis.isOrdered(values)));
      once(keys, key, node, path);
    }
    int number = 0;
    for (JsonNode tie : root.path("ties")) {
      axes.add(tie(tie, "ties[%s]".formatted(number++), keys));
    }
    if (axes.size() == set.size()) {
      faults.add(document.at(written, "axes", "must have an axis, or ties, got none"));
    }
    long size = 1;
    for (Axis axis : axes) {
      if (size > MOST_DESIGNS / Math.max(1, axis.levels().size())) {
        faults.add(
            document.at(
                written,
                "axes",
                "must make at most %s designs, got more; take fewer levels"
                    .formatted(MOST_DESIGNS)));
        return axes;
      }
      size *= Math.max(1, axis.levels().size());
    }
    return axes;
  }

  /// A key of the machine that all designs have set.
  private Axis fixed(String key, JsonNode node, Set<String> keys) {
    List<String> one = List.of("machine." + key);
    once(keys, one.getFirst(), node, "set." + key);
    Axis.Level level = level(List.of(node), "set." + key, one, List.of(levels.value(node)));
    return new Axis(one, List.of(level), true);
  }

  private Axis tie(JsonNode tie, String path, Set<String> keys) {
    List<String> tied = new ArrayList<>();
    for (JsonNode key : tie.path("keys")) {
      tied.add(key.stringValue());
      once(keys, key.stringValue(), key, path + ".keys");
    }
    List<Axis.Level> taken = new ArrayList<>();
    for (JsonNode row : tie.path("values")) {
      if (row.size() != tied.size()) {
        faults.add(
            document.at(
                row,
                path + ".values",
                "must have a value for each of the %s keys, got %s".formatted(tied.size(), row)));
        continue;
      }
      taken.add(
          level(
              row.valueStream().toList(),
              path + ".values",
              tied,
              row.valueStream().map(levels::value).toList()));
    }
    return new Axis(tied, taken, false);
  }

  private void once(Set<String> keys, String key, JsonNode node, String path) {
    if (!keys.add(key)) {
      faults.add(document.at(node, path, "must vary a key once, got %s twice".formatted(key)));
    }
  }

  private Axis.Level level(
      List<JsonNode> places, String path, List<String> keys, List<Object> values) {
    List<Object> taken = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      taken.add(checked(places.get(i), path, keys.get(i), values.get(i)));
      words.add(text(values.get(i)));
    }
    return new Axis.Level(taken, words);
  }

  /// As rows have it: `mesh rows=6 columns=6 host_at=[0]`.
  private static String text(Object value) {
    if (value instanceof Map<?, ?> mapping) {
      List<String> parts = new ArrayList<>();
      mapping.forEach(
          (key, item) -> parts.add(key.equals("kind") ? item.toString() : key + "=" + text(item)));
      return String.join(" ", parts);
    }
    return value.toString().replace(", ", " ");
  }

  /// A level of a long range, taken as the one before it was; a design that has it is refused where
  /// the machine cannot have it.
  private Axis.Level like(Axis.Level before, JsonNode place, Object value) {
    boolean sourced = before.values().getFirst() instanceof Sourced;
    Object taken = sourced && value instanceof Number number ? varied(place, number) : value;
    return new Axis.Level(List.of(taken), List.of(text(value)));
  }

  private Sourced varied(JsonNode place, Number number) {
    return Sourced.assumed(
        number.doubleValue(),
        "varied: %s:%s".formatted(fileName(), Math.max(1, document.line(place))));
  }

  /// The value as the job takes it: a technology number says where it comes from.
  private Object checked(JsonNode place, String path, String key, Object value) {
    if (!key.startsWith("machine.")) {
      word(place, path, key, value);
      return value;
    }
    String inMachine = key.substring("machine.".length());
    if (value instanceof Number number) {
      Sourced sourced = varied(place, number);
      if (faultsOf(inMachine, sourced).isEmpty()) {
        return sourced;
      }
    }
    for (Diagnostic fault : faultsOf(inMachine, value)) {
      boolean unknownPart =
          inMachine.startsWith(fault.key() + ".") && fault.message().startsWith("must be one of ");
      if (fault.key().startsWith(inMachine) || unknownPart) {
        faults.add(
            document.at(place, path, fault.key() + " " + fault.message() + known(fault.message())));
        return value;
      }
    }
    return value;
  }

  /// Of the keys that a diagnostic lists the one that an unknown key may have been meant to be: all
  /// of them are in the machine already, where it suggests none that is.
  private static String known(String message) {
    Matcher listed = LISTED.matcher(message);
    return listed.matches()
        ? Suggestion.didYouMean(listed.group(2), List.of(listed.group(1).split(", ")))
        : "";
  }

  private String fileName() {
    return String.valueOf(Path.of(document.fileName()).getFileName());
  }

  /// What the machines find wrong with a value alone. What else they find may be right once other
  /// keys have their values, and is a refusal of the design where it is not.
  private List<Diagnostic> faultsOf(String key, Object value) {
    List<Diagnostic> found = List.of();
    for (MachineFile machine : machines.values()) {
      try {
        machine.with(key, value);
        return List.of();
      } catch (InvalidInputException e) {
        found = e.diagnostics();
      }
    }
    return found;
  }

  /// What an axis or a tie names a word of the job to be; the base where none does.
  private Set<String> named(String word) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode name : document.root().path("axes").path(word).path("values")) {
      names.add(name.asString(""));
    }
    for (JsonNode tie : document.root().path("ties")) {
      int at = 0;
      for (JsonNode key : tie.path("keys")) {
        if (key.asString("").equals(word)) {
          for (JsonNode row : tie.path("values")) {
            names.add(row.path(at).asString(""));
          }
        }
        at++;
      }
    }
    if (names.isEmpty()) {
      names.add(baseWord(word));
    }
    return names;
  }

  private void noteMachines(JsonNode axis) {
    machines.clear();
    for (String name : named("machine")) {
      try {
        machines.put(name, MachineReader.open(name));
      } catch (InvalidInputException e) {
        faults.add(document.at(axis.isMissingNode() ? document.root() : axis, "machine", said(e)));
      }
    }
  }

  /// A word of the job, judged as the command line judges its option.
  private void word(JsonNode place, String path, String key, Object value) {
    JsonNode at = place.isMissingNode() ? document.root() : place;
    if (!WORDS.contains(key)) {
      faults.add(
          document.at(
              at,
              path,
              "must be one of %s or a key of the machine after 'machine.', got %s%s"
                  .formatted(String.join(", ", WORDS), key, meant(key))));
      return;
    }
    if (COUNTS.contains(key)) {
      if (!(value instanceof Integer count) || count < 1) {
        faults.add(document.at(at, path, "must be a whole number of at least 1, got " + value));
      }
      return;
    }
    try {
      String text = value.toString();
      Packing dense = Packing.dense(8);
      switch (key) {
        case "network" -> NetworkReader.read(text);
        case "machine" -> machines.put(text, MachineReader.open(text));
        case "weights" -> WeightWords.dense(path, text);
        case "compress" -> {
          if (!text.equals("none")) {
            WeightWords.packed(path, text, dense);
          }
        }
        default -> Parallelism.parse(text, 0);
      }
    } catch (InvalidInputException e) {
      faults.add(document.at(at, path, said(e)));
    }
  }

  /// What an unknown word may have been meant to be: another word, or a key of the machine.
  private String meant(String key) {
    String first = key.substring(0, (key + ".").indexOf('.'));
    String rest = key.substring(Math.min(key.length(), first.length() + 1));
    if (!rest.isEmpty() && !Suggestion.didYouMean(first, List.of("machine")).isEmpty()) {
      return " (did you mean machine.%s?)".formatted(rest);
    }
    return machines.values().stream().anyMatch(machine -> machine.number(key).isPresent())
        ? " (did you mean machine.%s?)".formatted(key)
        : Suggestion.didYouMean(key, WORDS);
  }

  private static String said(InvalidInputException e) {
    return e.diagnostics().getFirst().message();
  }

  private List<Space.Constraint> constraints(JsonNode where, List<Axis> axes) {
    List<Space.Constraint> constraints = new ArrayList<>();
    for (JsonNode item : where) {
      List<String> keys = new ArrayList<>();
      for (JsonNode key : item.path("product")) {
        keys.add(key.stringValue());
        if (!isNumber(key.stringValue(), axes)) {
          faults.add(
              document.at(
                  key,
                  "where.product",
                  "must be an axis of numbers, or a number of the base, got " + key.stringValue()));
        }
      }
      if (!item.has("at_least") && !item.has("at_most")) {
        faults.add(document.at(item, "where", "must have at_least or at_most, got neither"));
      }
      constraints.add(
          new Space.Constraint(
              keys,
              item.path("at_least").asDouble(Double.NEGATIVE_INFINITY),
              item.path("at_most").asDouble(Double.POSITIVE_INFINITY)));
    }
    return constraints;
  }

  private boolean isNumber(String key, List<Axis> axes) {
    for (Axis axis : axes) {
      int at = axis.keys().indexOf(key);
      if (at >= 0) {
        return axis.levels().stream()
            .map(level -> level.values().get(at))
            .allMatch(value -> value instanceof Number || value instanceof Sourced);
      }
    }
    if (!key.startsWith("machine.")) {
      return base.get(key) instanceof Number;
    }
    return machines.values().stream()
        .allMatch(machine -> machine.number(key.substring("machine.".length())).isPresent());
  }

  private String baseWord(String key) {
    return Objects.requireNonNull(base.get(key)).toString();
  }

  /// Compiled on the first reading.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(SpaceReader.class::getResourceAsStream, "space.schema.json");
  }
}
