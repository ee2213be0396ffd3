package org.cimlet.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.YamlText;
import org.cimlet.machine.operands.CountedOperands;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A machine as data: a file that was found right, with the files it names. It reads as the machine
/// it describes, and any of its keys can be set: `file.with("topology.rows", 8)`.
///
/// Immutable. Setting a key judges that key by the schema and all that must hold between keys; the
/// text is not read again.
public final class MachineFile {
  /// Counts that a file may leave out, as the schema states them, of dies of every kind.
  static final Map<String, Integer> DEFAULTS =
      Map.of(
          "host.count", 1,
          "links.packet_bytes", 512,
          "links.buffer_packets", 32,
          "board.count", 1,
          "chiplet.macro.alignment.outputs", 1,
          "chiplet.macro.banks_per_unit", 1,
          "chiplet.macro.input_vectors", 1);

  private static final int LONGEST_LINE = 480;

  private final Document document;
  private final NamedFiles files;
  private final LossNumbers losses;

  private MachineFile(Document document, NamedFiles files, LossNumbers losses) {
    this.document = document;
    this.files = files;
    this.losses = losses;
  }

  /// A shipped file, which the build has judged.
  static MachineFile shipped(Document document) {
    return new MachineFile(document, NamedFiles.of(document), LossNumbers.USUAL);
  }

  /// @param faults what the schema found
  /// @throws InvalidInputException with everything that is wrong
  ///
  /// @param base the file that the document extends; null where it stands alone
  static MachineFile judged(
      Document document, List<Diagnostic> faults, @Nullable MachineFile base) {
    List<Diagnostic> all = new ArrayList<>(faults);
    all.addAll(SourcedNumbers.faultyRanges(document));
    all.addAll(new MachineChecks(document, faults).faults());
    throwIfAny(all);
    NamedFiles files = NamedFiles.of(document);
    if (base != null) {
      throwIfAny(CarriedNumbers.notCarried(base, document));
    }
    return matched(
        base == null ? document : CarriedNumbers.of(base, document, files),
        files,
        LossNumbers.USUAL);
  }

  private static MachineFile matched(Document document, NamedFiles files, LossNumbers losses) {
    List<Diagnostic> faults =
        new ArrayList<>(new StackChecks(document, files.substrate()).faults());
    faults.addAll(new ProcessChecks(document, files).faults());
    throwIfAny(faults);
    return new MachineFile(document, files, losses);
  }

  private static void throwIfAny(List<Diagnostic> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidInputException(
          faults.stream()
              .sorted(
                  Comparator.comparingInt(Diagnostic::line)
                      .thenComparingInt(Diagnostic::column)
                      .thenComparing(Diagnostic::key))
              .toList());
    }
  }

  /// The machine as written.
  public MachineSpec machine() {
    return varied(Provenance::number);
  }

  /// The machine with other numbers.
  ///
  /// @param reading what stands in for each number, given with its key
  public MachineSpec varied(Function<Provenance, Sourced> reading) {
    throwIfAny(uncounted());
    RecordBinder binder = new RecordBinder(new SourcedNumbers(reading));
    return binder
        .defaults(DEFAULTS)
        .from(Making.class, (_, _) -> files.making(binder))
        .from(ProcessSpec.class, (_, path) -> files.processOf(path, binder))
        .bind(
            MachineSpec.class,
            losses.completed(
                PartNumbers.completed(PrecisionNumbers.completed(document.root()), files)),
            "");
  }

  /// The machine with a key set.
  ///
  /// @throws InvalidInputException as [#with(Map)] does
  public MachineFile with(String key, Object value) {
    return with(Map.of(key, value));
  }

  /// The machine with keys set, judged together.
  ///
  /// A number for a technology number is one that is assumed; a [Sourced] brings its own evidence.
  /// Words, lists and mappings of these are values too, and what another machine has. A mapping
  /// replaces what was there.
  ///
  /// @param values at dotted key paths: `links.chiplet.bandwidth_gbit_s`
  /// @throws InvalidInputException with everything that is wrong, in the words that a file gets
  public MachineFile with(Map<String, ?> values) {
    Changes changes = new Changes(document, MachineReader.schema());
    new TreeMap<>(values).forEach(changes::set);
    return changed(changes);
  }

  /// The machine with keys set as a user writes them: YAML, typed by the schema, null for a key
  /// that is left out. Its name and summary say that it is another, unless they are set too.
  ///
  /// @param values at dotted key paths
  /// @throws InvalidInputException with everything that is wrong, in the words that a file gets
  public MachineFile set(Map<String, String> values) {
    Changes changes = new Changes(document, MachineReader.schema());
    String base = node("name").asString();
    List<String> all = new ArrayList<>();
    values.forEach((key, text) -> {
      JsonNode value =
          Document.parse("--set " + key, "value: " + text, Document.Format.YAML)
              .root()
              .path("value");
      changes.setWritten(key, value);
      all.add(key + " = " + text);
    });
    if (!values.containsKey("name")) {
      changes.set("name", base + ", changed");
    }
    if (!values.containsKey("summary")) {
      String summary = base + " with " + String.join(", ", all);
      changes.set(
          "summary",
          summary.length() < LONGEST_LINE ? summary : summary.substring(0, LONGEST_LINE) + " …");
    }
    return judged(changes);
  }

  /// The machine without a key that may be left out.
  ///
  /// @throws InvalidInputException where it may not
  public MachineFile without(String key) {
    Changes changes = new Changes(document, MachineReader.schema());
    changes.remove(key);
    return changed(changes);
  }

  /// Operands that only the network's own run can tell, and that are not there.
  private List<Diagnostic> uncounted() {
    return networkOperands().stream()
        .map(key ->
            document.at(
                node(key),
                key,
                "must be counted in the network's own run, got none; count them with: ./cimlet"
                    + " evaluate NETWORK --machine %1$s --operands FILE, and add --operands FILE to:"
                        .formatted(document.fileName())
                    + " ./cimlet run; or write the shares of that file in place of network"))
        .toList();
  }

  /// Where parts ask for the network's own operands.
  private List<String> networkOperands() {
    return Changes.owners(document.root()).stream()
        .map(owner -> owner + "chiplet.macro.parts.operands")
        .filter(key -> node(key).isString())
        .toList();
  }

  /// The machine with the operands that a network's own run counted, where parts ask for them.
  ///
  /// @throws InvalidInputException where none do, or words are of other widths
  public MachineFile withOperands(CountedOperands counted) {
    List<Diagnostic> faults = new ArrayList<>();
    Map<String, Object> values = new TreeMap<>();
    for (String key : networkOperands()) {
      values.put(key, counted.keys());
      String macro = key.substring(0, key.length() - "parts.operands".length());
      width(macro + "input_bits", counted.inputs().bits(), faults);
      width(macro + "weight_bits", counted.weights().bits(), faults);
    }
    if (values.isEmpty()) {
      throw InvalidInputException.of(
          "--operands",
          "must come with a machine whose parts have operands: network, got %s; leave it out, or set"
                  .formatted(document.fileName())
              + " chiplet.macro.parts.operands");
    }
    throwIfAny(faults);
    return with(values);
  }

  private void width(String key, int bits, List<Diagnostic> faults) {
    int its = node(key).intValue();
    if (its != bits) {
      faults.add(
          document.at(
              node(key),
              key,
              "must be the %s bits that operands were counted with, got %s; count them with this"
                      .formatted(bits, its)
                  + " machine"));
    }
  }

  /// The machine with the usual operands where parts ask for the network's own: for what counts
  /// those, and no energies.
  public MachineFile withUsualOperands() {
    Changes changes = new Changes(document, MachineReader.schema());
    networkOperands().forEach(changes::remove);
    return networkOperands().isEmpty() ? this : changed(changes);
  }

  /// The machine with ideal dies and boards, which lose nothing but what is set from now on: what a
  /// paper assumes that counts operations alone.
  public MachineFile lossless() {
    ObjectNode without = document.root();
    for (String owner : Changes.owners(without)) {
      without =
          Changes.put(without, owner + "chiplet.losses", JsonNodeFactory.instance.missingNode());
    }
    without = Changes.put(without, "board", JsonNodeFactory.instance.missingNode());
    return new MachineFile(document.with(without), files, LossNumbers.NONE);
  }

  /// What stands at a key, to be set in another machine.
  ///
  /// @throws IllegalArgumentException where nothing does
  public Excerpt excerpt(String key) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      throw new IllegalArgumentException("no key " + key + " in " + document.fileName());
    }
    return new Excerpt(node);
  }

  /// The number that the file states at a key, with or without its evidence; empty where it states
  /// none.
  public OptionalDouble number(String key) {
    JsonNode node = node(key);
    JsonNode value = node.isObject() ? node.path("value") : node;
    return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
  }

  /// What stands at a key of a machine.
  public static final class Excerpt {
    private final JsonNode node;

    private Excerpt(JsonNode node) {
      this.node = node;
    }

    JsonNode node() {
      return node;
    }
  }

  /// What a user changes; a program that sets macros of another kind answers for their areas.
  private MachineFile judged(Changes changes) {
    MachineFile file = changed(changes);
    throwIfAny(CarriedNumbers.notCarried(this, file.document));
    return file;
  }

  private MachineFile changed(Changes changes) {
    changes.fillNamed();
    Document other = changes.document();
    List<Diagnostic> faults = changes.faults();
    faults.addAll(new MachineChecks(other, faults).faults());
    throwIfAny(faults);
    NamedFiles named = changes.names() ? NamedFiles.of(other) : files;
    return matched(CarriedNumbers.of(this, other, named), named, losses);
  }

  /// What stands at a key; the whole tree at an empty one.
  JsonNode node(String key) {
    return key.isEmpty() ? document.root() : Changes.at(document.root(), key);
  }

  NamedFiles files() {
    return files;
  }

  Document document() {
    return document;
  }

  /// The machine as YAML text, which reads back as the same machine.
  public String yaml() {
    return YamlText.of(document.root());
  }
}
