package org.cimlet.machine.timeloop;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedSet;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.timeloop.EnergyTables.Action;
import org.cimlet.machine.timeloop.EnergyTables.Table;
import org.cimlet.machine.timeloop.TimeloopImport.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The keys of a machine file that the parts of an architecture give.
///
/// One chip: `chiplet.macros` arrays, a word of a row for each of a macro's multipliers. A
/// picojoule an access of W bits is 1,000 / W femtojoules a bit.
final class MachineKeys {
  private static final List<String> WORD =
      List.of("datawidth", "data_width", "word-bits", "word_bits");
  private static final int FAN_IN = 16;
  private static final double FJ = 1000;
  private static final MathContext SIX_DIGITS = new MathContext(6);

  private final Roles roles;
  private final EnergyTables tables;
  private final List<Diagnostic> faults = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final SequencedSet<String> leftOut = new LinkedHashSet<>();
  private final SequencedSet<String> priced = new LinkedHashSet<>();
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  private MachineKeys(Roles roles, EnergyTables tables) {
    this.roles = roles;
    this.tables = tables;
  }

  /// @throws org.cimlet.diagnostic.InvalidInputException with everything that does not fit
  static MachineKeys of(Roles roles, EnergyTables tables, Request request) {
    MachineKeys keys = new MachineKeys(roles, tables);
    keys.heading(request);
    keys.process();
    double mhz = keys.chiplet();
    keys.leakage(mhz);
    keys.memory(mhz);
    keys.root.set("topology", keys.oneChip());
    keys.rest();
    TimeloopImport.throwIfAny(keys.faults);
    return keys;
  }

  ObjectNode tree() {
    return root;
  }

  List<String> taken() {
    return taken;
  }

  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  private void heading(Request request) {
    root.put("schema", "cimlet.machine/1");
    root.put("name", request.name());
    root.put("summary", "%s macros described for Timeloop".formatted(roles.array().instances()));
    root.put("extends", request.base());
  }

  private void process() {
    JsonNode technology = roles.array().attributes().get("technology");
    if (technology == null) {
      return;
    }
    roles.array().asked().add("technology");
    Optional<String> node = TimeloopImport.node(technology.asString());
    if (node.isEmpty() || !ProcessReader.presets().contains(node.get())) {
      faults.add(
          roles
              .array()
              .fault(
                  "technology",
                  "must be one of %s, got %s%s; write the nearest, or a process file of your own"
                      .formatted(
                          String.join(", ", ProcessReader.presets()),
                          technology,
                          node.map(n -> Suggestion.didYouMean(n, ProcessReader.presets()))
                              .orElse(""))));
      return;
    }
    ObjectNode process = root.putObject("process").put("preset", node.get());
    taken.add("process.preset: %s".formatted(node.get()));
    voltage(process);
  }

  private void voltage(ObjectNode process) {
    Optional<String> name = roles.array().first(List.of("voltage"));
    if (name.isEmpty()) {
      return;
    }
    String text = roles.array().value("voltage").asString();
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})? ?V?")) {
      faults.add(
          roles.array().fault("voltage", "must be volts, got %s; write 0.9".formatted(text)));
      return;
    }
    double volts = Double.parseDouble(text.replaceAll("[ V]", ""));
    sourced(process, "process", "voltage_v", volts, "voltage of the architecture");
  }

  /// @return the clock in MHz; 0 where it is not said
  private double chiplet() {
    ObjectNode chiplet = root.putObject("chiplet");
    Component array = roles.array();
    Component multiplier = roles.multiplier();
    long word = count(array, WORD, 0);
    long width = count(array, List.of("width", "memory_width"), 0);
    long block = count(array, List.of("block-size", "block_size"), 0);
    if (width == 0 && block > 0) {
      width = block * word;
    }
    long depth = count(array, List.of("depth", "memory_depth"), 0);
    need(array, "datawidth", word, "bits of a weight");
    need(array, "width", width, "bits of a row");
    need(array, "depth", depth, "rows");
    if (word == 0 || width == 0 || depth == 0) {
      return 0;
    }
    long words = width / word;
    if (words * word != width) {
      faults.add(
          array.fault("width", "must be whole words of %s bits, got %s".formatted(word, width)));
    }
    if (multiplier.instances() != array.instances() * words) {
      faults.add(
          multiplier.fault(
              ("must be one for each word of a row, %s in %s of %s words, got %s; a macro has its"
                      + " multipliers at its rows: change width, or name another array by --weights")
                  .formatted(
                      array.instances() * words,
                      array.instances(),
                      words,
                      multiplier.instances())));
    }
    set(chiplet, "chiplet", "macros", array.instances(), array.name());
    long fanIn = Math.min(FAN_IN, Long.highestOneBit(array.instances()));
    set(chiplet, "chiplet", "partial_sum_fan_in", fanIn, "at most " + FAN_IN);
    ObjectNode macro = chiplet.putObject("macro");
    macro.put("kind", "digital_sram");
    set(macro, "chiplet.macro", "inputs_per_row", words, array.name() + ".width");
    set(macro, "chiplet.macro", "rows", depth, array.name() + ".depth");
    set(macro, "chiplet.macro", "weight_bits", word, array.name() + ".datawidth");
    long input = count(multiplier, List.of("multiplier_width", "datawidth", "word-bits"), word);
    set(macro, "chiplet.macro", "input_bits", input, multiplier.name());
    long sum = count(multiplier, List.of("adder_width"), 0);
    if (sum > 0) {
      set(macro, "chiplet.macro", "accumulator_bits", sum, multiplier.name() + ".adder_width");
    }
    macro.put("cycles_per_row", 1);
    double mhz = clock(macro);
    energy(macro, "read_fj_per_bit", array, List.of("read"), width, "bits of a row");
    energy(
        macro,
        "multiply_fj",
        multiplier,
        List.of("compute", "mac_random", "mac", "multiply"),
        1,
        "multiply");
    macro.putNull("zero_skipper");
    buffer(chiplet, mhz);
    return mhz;
  }

  private void need(Component component, String name, long value, String what) {
    if (value == 0) {
      faults.add(component.fault(name, "must be given, the %s, got none; add it".formatted(what)));
    }
  }

  private long count(Component component, List<String> names, long otherwise) {
    OptionalLong found = component.count(names, faults);
    return found.orElse(otherwise);
  }

  private void set(ObjectNode node, String path, String key, long value, String from) {
    node.put(key, value);
    taken.add("%s.%s: %s (%s)".formatted(path, key, value, from));
  }

  private void sourced(ObjectNode node, String path, String key, double value, String from) {
    node.set(key, number(value, from));
    taken.add("%s.%s: %s (%s)".formatted(path, key, plain(value), from));
  }

  private static ObjectNode number(double value, String from) {
    ObjectNode number = JsonNodeFactory.instance.objectNode();
    double shown = rounded(value);
    if (shown == Math.rint(shown) && shown < Integer.MAX_VALUE) {
      number.put("value", (long) shown);
    } else {
      number.put("value", shown);
    }
    return number.put("derived", from);
  }

  private static String plain(double value) {
    return new BigDecimal(value, SIX_DIGITS).stripTrailingZeros().toPlainString();
  }

  /// Six digits, which is more than such tables have.
  private static double rounded(double value) {
    return new BigDecimal(value, SIX_DIGITS).doubleValue();
  }

  private double clock(ObjectNode macro) {
    JsonNode seconds = roles.array().attributes().get("global_cycle_seconds");
    if (seconds == null) {
      return 0;
    }
    roles.array().asked().add("global_cycle_seconds");
    if (!seconds.isNumber() || !(seconds.asDouble() >= 1e-12 && seconds.asDouble() <= 1)) {
      faults.add(
          roles
              .array()
              .fault(
                  "global_cycle_seconds",
                  "must be a number of seconds from 1e-12 to 1, got %s; write the number out"
                      .formatted(seconds)));
      return 0;
    }
    double mhz = 1e-6 / seconds.asDouble();
    sourced(
        macro,
        "chiplet.macro",
        "clock_mhz",
        mhz,
        "global_cycle_seconds: %s ns".formatted(plain(1e9 * seconds.asDouble())));
    return mhz;
  }

  /// One action of a component, in pJ; empty where there is no table.
  private Optional<Action> action(Component component, List<String> names) {
    Optional<Table> table = tables.of(component).map(Map.Entry::getValue);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    priced.add(table.get().key());
    return names.stream().map(table.get()::dearest).flatMap(Optional::stream).findFirst();
  }

  private void energy(
      ObjectNode node, String key, Component component, List<String> actions, long per, String of) {
    Optional<Table> table = tables.of(component).map(Map.Entry::getValue);
    Optional<Action> found = action(component, actions);
    if (table.isPresent() && (found.isEmpty() || found.get().pj() == 0)) {
      faults.add(
          tables
              .document()
              .at(
                  table.get().node(),
                  table.get().key(),
                  "must say what one of %s takes, above 0 pJ, got %s; state %s in the machine file"
                      .formatted(String.join(", ", actions), found.isEmpty() ? "none" : "0", key)));
      return;
    }
    found.ifPresent(action ->
        sourced(
            node,
            "chiplet.macro",
            key,
            action.pj() * FJ / per,
            per == 1
                ? "%s: %s pJ a %s of %s".formatted(file(), plain(action.pj()), of, component.name())
                : "%s: %s pJ a %s of %s / %s %s"
                    .formatted(
                        file(), plain(action.pj()), action.name(), component.name(), per, of)));
  }

  /// What the buffer before the array takes for a bit, written once and read once, and its rate.
  private void buffer(ObjectNode chiplet, double mhz) {
    Component buffer = roles.buffer();
    if (buffer == null) {
      return;
    }
    long width = count(buffer, List.of("width", "memory_width"), 0);
    Optional<Action> read = action(buffer, List.of("read"));
    Optional<Action> write = action(buffer, List.of("write"));
    if (read.isPresent() && write.isPresent()) {
      need(buffer, "width", width, "bits of an access");
      if (width > 0) {
        sourced(
            chiplet,
            "chiplet",
            "buffer_fj_per_bit",
            (read.get().pj() + write.get().pj()) * FJ / width,
            "%s: %s pJ a read and %s pJ a write of %s / %s bits"
                .formatted(
                    file(), plain(read.get().pj()), plain(write.get().pj()), buffer.name(), width));
      }
    }
    long words = count(buffer, List.of("read_bandwidth"), 0);
    long word = count(buffer, WORD, 0);
    if (words > 0 && word > 0 && mhz > 0) {
      sourced(
          chiplet,
          "chiplet",
          "distribution_gbit_s",
          words * word * mhz / 1000,
          "%s.read_bandwidth: %s words of %s bits a cycle".formatted(buffer.name(), words, word));
    }
  }

  /// Picojoules a cycle times megahertz are microwatts.
  private void leakage(double mhz) {
    double pj = 0;
    boolean any = false;
    for (Component one : onChip()) {
      OptionalDouble leak =
          action(one, List.of("leak", "idle")).stream().mapToDouble(Action::pj).findFirst();
      if (leak.isPresent() && leak.getAsDouble() > 0) {
        any = true;
        pj += leak.getAsDouble() * one.instances();
      }
    }
    if (!any) {
      return;
    }
    if (mhz == 0) {
      // where the clock is at fault this is said beside it
      faults.add(
          roles
              .array()
              .fault(
                  "global_cycle_seconds",
                  "must be given where the table has leakage a cycle, got none; add it to a"
                      + " container"));
      return;
    }
    sourced(
        (ObjectNode) root.get("chiplet"),
        "chiplet",
        "leakage_mw",
        pj * mhz / 1000,
        "%s: %s pJ a cycle of all instances".formatted(file(), plain(pj)));
  }

  private List<Component> onChip() {
    List<Component> all = new ArrayList<>(List.of(roles.array(), roles.multiplier()));
    if (roles.buffer() != null) {
      all.add(roles.buffer());
    }
    return all;
  }

  /// The memory that is not on the chip: the host's.
  private void memory(double mhz) {
    @Nullable Component memory = roles.memory();
    if (memory == null) {
      return;
    }
    ObjectNode host = JsonNodeFactory.instance.objectNode();
    long width = count(memory, List.of("width", "memory_width"), 0);
    Optional<Action> read = action(memory, List.of("read"));
    if (read.isPresent() && read.get().pj() > 0) {
      need(memory, "width", width, "bits of an access");
      if (width > 0) {
        sourced(
            host,
            "host.memory",
            "energy_fj_per_bit",
            read.get().pj() * FJ / width,
            "%s: %s pJ a read of %s / %s bits"
                .formatted(file(), plain(read.get().pj()), memory.name(), width));
      }
    }
    long words = count(memory, List.of("shared_bandwidth", "read_bandwidth"), 0);
    long word = count(memory, WORD, 0);
    if (words > 0 && word > 0 && mhz > 0) {
      sourced(
          host,
          "host.memory",
          "bandwidth_gb_s",
          words * word * mhz / 8000,
          "%s: %s words of %s bits a cycle".formatted(memory.name(), words, word));
    }
    if (!host.isEmpty()) {
      root.putObject("host").set("memory", host);
    }
  }

  private ObjectNode oneChip() {
    ObjectNode topology = JsonNodeFactory.instance.objectNode();
    topology.put("kind", "mesh").put("rows", 1).put("columns", 1).putArray("host_at").add(0);
    return topology;
  }

  /// What was not asked for, and tables of components that are not there.
  private void rest() {
    List<Component> all = new ArrayList<>(onChip());
    if (roles.memory() != null) {
      all.add(roles.memory());
    }
    leftOut.addAll(Component.unasked(all));
    for (Table table : tables.tables().values()) {
      if (!priced.contains(table.key())) {
        leftOut.add("energies of " + table.name());
      }
    }
  }

  private String file() {
    return "Accelergy, " + Path.of(tables.document().fileName()).getFileName();
  }
}
