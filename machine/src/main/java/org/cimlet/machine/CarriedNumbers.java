package org.cimlet.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.document.Document;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.scaling.LogicScaling;
import org.cimlet.technology.scaling.Scaled;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Numbers of a machine that were stated for another macro, die or process than it now has.
///
/// A machine that extends another, or of which a key is set, takes the other's numbers. Areas,
/// leakage, clock and energies hold for the shape and process they were stated for. Where that is
/// changed and they are not stated anew, they are multiplied by what the parts of the new macro
/// come to over those of the old one, in the new process over the old; their evidence is no better
/// than that, and their source says so.
final class CarriedNumbers {
  /// The parts' ratio is taken to be as uncertain as the parts themselves.
  private static final double SPREAD = 1.6;

  /// Longest source that a file may state.
  private static final int LONGEST = 480;

  private static final String AS_LOGIC = "as logic scales, beyond any table of such arrays";

  private static final List<String> SHAPE =
      List.of(
          "inputs_per_row",
          "rows",
          "word_lines",
          "bit_lines",
          "weight_bits",
          "input_bits",
          "accumulator_bits",
          "cycles_per_row",
          "input_vectors",
          "bits_per_cell");

  private static final List<String> OF_DIE = List.of("memory_mm2", "compute_mm2", "leakage_mw");
  private static final List<String> OF_PARTS =
      List.of(
          "macro.clock_mhz",
          "macro.read_fj_per_bit",
          "macro.multiply_fj",
          "macro.drive_fj",
          "macro.cell_fj",
          "macro.shift_add_fj",
          "macro.adc.conversion_fj",
          "macro.zero_skipper.decode_fj",
          "macro.zero_skipper.route_fj");
  private static final List<String> OF_LOGIC =
      List.of("vector_unit.operation_fj", "attention_module.operation_fj", "buffer_fj_per_bit");

  private final MachineFile base;
  private final Document changed;
  private final NamedFiles files;
  private final String owner;
  private ObjectNode root;

  private CarriedNumbers(MachineFile base, Document changed, NamedFiles files, String owner) {
    this.base = base;
    this.changed = changed;
    this.files = files;
    this.owner = owner;
    this.root = changed.root();
  }

  /// A machine with the numbers that it took from another carried to what it is.
  ///
  /// @param base where they were taken from
  /// @param changed found right by itself
  static Document of(MachineFile base, Document changed, NamedFiles files) {
    Document carried = changed;
    for (String owner : Changes.owners(changed.root())) {
      CarriedNumbers numbers = new CarriedNumbers(base, carried, files, owner);
      if (numbers.isAnother()) {
        numbers.carry();
        carried = carried.with(numbers.root);
      }
    }
    return carried;
  }

  /// What no law carries: numbers of a die with macros of another kind.
  static List<Diagnostic> notCarried(MachineFile base, Document changed) {
    List<Diagnostic> faults = new ArrayList<>();
    for (String owner : Changes.owners(changed.root())) {
      CarriedNumbers numbers = new CarriedNumbers(base, changed, base.files(), owner);
      if (!numbers.before("chiplet").isMissingNode() && !numbers.same("chiplet.macro.kind")) {
        numbers.refuse(faults);
      }
    }
    return faults;
  }

  /// Whether the die is in both machines, and another in this one.
  private boolean isAnother() {
    return !before("chiplet").isMissingNode() && (hasOtherMacros() || hasOtherProcess());
  }

  private boolean hasOtherMacros() {
    return !same("chiplet.macros") || hasOtherShape();
  }

  private boolean hasOtherShape() {
    return SHAPE.stream().anyMatch(key -> !same("chiplet.macro." + key))
        || !same("chiplet.macro.zero_skipper.group")
        || !circuit(before("chiplet.macro.parts")).equals(circuit(after("chiplet.macro.parts")));
  }

  /// Parts without what they multiply: that changes no number that is stated.
  private static JsonNode circuit(JsonNode parts) {
    if (!(parts instanceof ObjectNode mapping)) {
      return parts;
    }
    ObjectNode circuit = mapping.objectNode();
    circuit.setAll(mapping);
    circuit.remove("operands");
    return circuit;
  }

  private boolean hasOtherProcess() {
    return !same("process.node_nm.value")
        || !same("process.voltage_v.value")
        || !same("process.preset");
  }

  private boolean same(String key) {
    return before(key).equals(after(key));
  }

  private JsonNode before(String key) {
    return Changes.at(base.node(""), owner + key);
  }

  private JsonNode after(String key) {
    return Changes.at(changed.root(), owner + key);
  }

  private static double value(JsonNode number) {
    return number.path("value").asDouble(0);
  }

  /// Whether a number is the base's own, the very node of its tree.
  @SuppressWarnings("ReferenceEquality") // an equal number that is written anew is stated anew
  private boolean isTaken(String key) {
    JsonNode number = after(key);
    return !number.isMissingNode() && number == before(key);
  }

  private void carry() {
    if (!same("chiplet.macro.kind")) {
      return;
    }
    PartNumbers old = prices(base.node(""), base.files());
    PartNumbers now = prices(changed.root(), files);
    if (old == null || now == null) {
      withoutParts();
      return;
    }
    if (after("chiplet.macro.parts").isObject() && !before("chiplet.macro.parts").isObject()) {
      leaveToParts();
      return;
    }
    boolean merged = value(before("chiplet.compute_mm2")) == 0 && isTaken("chiplet.compute_mm2");
    for (String key : OF_DIE) {
      Scaled ratio =
          merged && key.equals("memory_mm2")
              ? area(now).over(area(old))
              : ratio(now.price(key), old.price(key));
      carry("chiplet." + key, dies(ratio));
    }
    for (String key : ofParts()) {
      if (isTaken("chiplet." + key)) {
        String name = key.substring(key.lastIndexOf('.') + 1);
        carry(
            "chiplet." + key,
            name.equals("clock_mhz") ? clock(now, old) : ratio(now.price(name), old.price(name)));
      }
    }
    if (isTaken("chiplet.distribution_gbit_s")) {
      carry("chiplet.distribution_gbit_s", clock(now, old));
    }
    logic();
  }

  /// Keys of numbers that follow parts, those of further words among them.
  private List<String> ofParts() {
    List<String> keys = new ArrayList<>(OF_PARTS);
    for (String words : after("chiplet.macro.precisions").propertyNames()) {
      keys.add("macro.precisions." + words + ".multiply_fj");
    }
    return keys;
  }

  private Scaled clock(PartNumbers now, PartNumbers old) {
    if (after("chiplet.macro").has("word_lines")) {
      return Scaled.within(1)
          .over(
              LogicScaling.delay(
                  value(before("process.node_nm")), value(after("process.node_nm"))));
    }
    try {
      return ratio(now.price("clock_mhz"), old.price("clock_mhz"));
    } catch (IllegalArgumentException belowThreshold) {
      return Scaled.within(volts())
          .marked("in proportion to the supply, at or below the threshold");
    }
  }

  private double volts() {
    return value(after("process.voltage_v")) / value(before("process.voltage_v"));
  }

  private static Scaled area(PartNumbers parts) {
    return parts.price("memory_mm2").plus(parts.price("compute_mm2"));
  }

  private static Scaled ratio(Scaled now, Scaled old) {
    return old.value() == 0 ? Scaled.within(1) : now.over(old);
  }

  /// Of as many macros as the dies have.
  private Scaled dies(Scaled ratio) {
    double macros = after("chiplet.macros").doubleValue() / before("chiplet.macros").doubleValue();
    return ratio.map(one -> one * macros);
  }

  /// What is no macro follows the process alone; wires over the die also its side.
  private void logic() {
    double fromNm = value(before("process.node_nm"));
    double toNm = value(after("process.node_nm"));
    if (hasOtherProcess()) {
      carry("chiplet.other_mm2", LogicScaling.area(fromNm, toNm));
    }
    Scaled energy = LogicScaling.capacitance(fromNm, toNm).map(c -> c * volts() * volts());
    double side =
        Math.sqrt(
            areaMm2(Changes.at(root, owner + "chiplet"), prices(changed.root(), files))
                / areaMm2(before("chiplet"), prices(base.node(""), base.files())));
    for (String key : OF_LOGIC) {
      carry("chiplet." + key, key.equals("buffer_fj_per_bit") ? energy.map(e -> e * side) : energy);
    }
  }

  private static double areaMm2(JsonNode chiplet, @Nullable PartNumbers parts) {
    double mm2 = value(chiplet.path("other_mm2"));
    for (String key : List.of("memory_mm2", "compute_mm2")) {
      mm2 +=
          chiplet.has(key) || parts == null
              ? value(chiplet.path(key))
              : parts.price(key).value() * chiplet.path("macros").intValue() / 1e6;
    }
    return mm2;
  }

  /// Numbers that the base states and this machine's parts give.
  private void leaveToParts() {
    for (String key : OF_DIE) {
      drop("chiplet." + key);
    }
    for (String key : ofParts()) {
      drop("chiplet." + key);
    }
    logic();
  }

  private void drop(String key) {
    if (isTaken(key)) {
      root = Changes.put(root, owner + key, root.missingNode());
    }
  }

  /// Arrays whose parts nobody prices: areas and leakage go with the bits and multipliers, and from
  /// process to process as logic does, which is beyond any table of such arrays.
  private void withoutParts() {
    Scaled bits = dies(product("weight_bits"));
    Scaled multipliers = dies(Scaled.within(over("inputs_per_row") * over("word_lines")));
    Scaled area = Scaled.within(1);
    if (hasOtherProcess()) {
      double fromNm = value(before("process.node_nm"));
      double toNm = value(after("process.node_nm"));
      area = LogicScaling.area(fromNm, toNm).marked(AS_LOGIC);
      Scaled energy =
          LogicScaling.capacitance(fromNm, toNm).map(c -> c * volts() * volts()).marked(AS_LOGIC);
      for (String key : after("chiplet.macro").propertyNames()) {
        if (key.contains("_fj")) {
          carry("chiplet.macro." + key, energy);
        }
      }
    }
    carry("chiplet.memory_mm2", bits.times(area));
    carry("chiplet.leakage_mw", bits.times(area));
    carry("chiplet.compute_mm2", multipliers.times(area));
    logic();
  }

  private Scaled product(String bits) {
    return Scaled.within(
        over("inputs_per_row")
            * over("rows")
            * over("word_lines")
            * over("bit_lines")
            * over(bits));
  }

  private double over(String key) {
    JsonNode old = before("chiplet.macro." + key);
    return old.isNumber() ? after("chiplet.macro." + key).doubleValue() / old.doubleValue() : 1;
  }

  /// Blames macros of another kind for numbers of the die that are not stated anew.
  private void refuse(List<Diagnostic> faults) {
    List<String> missing =
        OF_DIE.stream()
            .map(key -> "chiplet." + key)
            .filter(this::isTaken)
            .map(key -> owner + key)
            .toList();
    if (!missing.isEmpty()) {
      faults.add(
          changed.at(
              after("chiplet.macro.kind"),
              owner + "chiplet.macro.kind",
              "must be %s as in %s, whose numbers the die has, got %s; state %s too"
                  .formatted(
                      before("chiplet.macro.kind").asString(),
                      name(),
                      after("chiplet.macro.kind").asString(),
                      String.join(", ", missing))));
    }
  }

  private String name() {
    return base.node("name").asString();
  }

  private @Nullable PartNumbers prices(JsonNode machine, NamedFiles named) {
    return PartNumbers.ofUsual(machine, owner, named);
  }

  private void carry(String key, Scaled factor) {
    if (!isTaken(key) || factor.value() == 1) {
      return;
    }
    Sourced old = SourcedNumbers.read(after(key));
    double spread = hasOtherShape() || hasOtherProcess() ? SPREAD : 1;
    ObjectNode number = root.objectNode();
    double value = old.value() * factor.value();
    Interval range = old.interval();
    double a = range.low() * factor.value();
    double b = range.high() * factor.value();
    number.put("value", value);
    number
        .putArray("range")
        .add(Math.min(value, a > 0 ? a / spread : a * spread))
        .add(Math.max(value, b > 0 ? b * spread : b / spread));
    number.put(evidence(old, factor).label(), source(old, factor));
    root = Changes.put(root, owner + key, number);
  }

  /// No better than it was, and than arithmetic.
  private static Evidence evidence(Sourced old, Scaled factor) {
    Evidence carried = factor.isExtrapolated() ? Evidence.EXTRAPOLATED : Evidence.DERIVED;
    return old.evidence().compareTo(carried) > 0 ? old.evidence() : carried;
  }

  private String source(Sourced old, Scaled factor) {
    List<String> words = new ArrayList<>();
    words.add(
        "%s x the %s of %s, for %s there and %s here"
            .formatted(
                number(factor.value()),
                number(old.value()),
                name(),
                shape(this::before),
                shape(this::after)));
    words.addAll(factor.beyond());
    words.add("there %s: %s".formatted(old.evidence().label(), old.source()));
    String whole = String.join("; ", words);
    return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST).strip() + " …";
  }

  private interface View {
    JsonNode at(String key);
  }

  /// `1,250 macros of 8 x 20,000 x 8 bit at 14 nm, 0.8 V`.
  private static String shape(View of) {
    JsonNode macro = of.at("chiplet.macro");
    boolean lines = macro.has("word_lines");
    return String.format(
        Locale.ROOT,
        "%,d macros of %,d x %,d%s at %s nm, %s V",
        of.at("chiplet.macros").intValue(),
        macro.path(lines ? "word_lines" : "inputs_per_row").intValue(),
        macro.path(lines ? "bit_lines" : "rows").intValue(),
        lines ? " lines" : " x %s bit".formatted(macro.path("weight_bits").intValue()),
        PartNumbers.shown(value(of.at("process.node_nm"))),
        PartNumbers.shown(value(of.at("process.voltage_v"))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
