package org.cimlet.machine;

import java.util.List;
import java.util.Locale;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.PowerLaw;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Numbers of a chiplet whose macro may be described by its parts: what the file states stands,
/// what it leaves out follows from the parts.
final class PartNumbers {
  /// Larger or smaller than the model by this much areas, reads and leakage may be; published areas
  /// lie nearer.
  private static final double MODEL_SPREAD = 1.6;

  private static final List<String> OF_MACRO =
      List.of("clock_mhz", "read_fj_per_bit", "multiply_fj");
  private static final List<String> OF_SKIPPER = List.of("decode_fj", "route_fj");
  private static final List<String> OF_CHIPLET = List.of("compute_mm2", "memory_mm2", "leakage_mw");

  private final JsonNode chiplet;
  private final CombMacro macro;
  private final PartClock clock;

  private PartNumbers(JsonNode chiplet, PartClock clock) {
    this.chiplet = chiplet;
    this.macro = clock.macro();
    this.clock = clock;
  }

  /// A machine with the numbers that its file leaves to parts.
  static ObjectNode completed(ObjectNode machine, NamedFiles files) {
    ObjectNode completed = machine;
    for (String owner : Changes.owners(machine)) {
      JsonNode chiplet = Changes.at(machine, owner + "chiplet");
      if (chiplet.path("macro").has("parts")) {
        String process = owner + "process";
        PartClock macro =
            macro(
                chiplet.path("macro"),
                Changes.at(machine, process),
                files.processes().get(process));
        JsonNode whole = new PartNumbers(chiplet, macro).completed();
        completed = Changes.put(completed, owner + "chiplet", whole);
      }
    }
    return completed;
  }

  private JsonNode completed() {
    ObjectNode whole = completed((ObjectNode) chiplet, OF_CHIPLET);
    ObjectNode array = completed((ObjectNode) chiplet.path("macro"), OF_MACRO);
    if (array.path("zero_skipper") instanceof ObjectNode skipper) {
      array.set("zero_skipper", completed(skipper, OF_SKIPPER));
    }
    whole.set("macro", array);
    return whole;
  }

  /// A copy with the numbers that are not there.
  private ObjectNode completed(ObjectNode part, List<String> keys) {
    ObjectNode copy = part.objectNode();
    copy.setAll(part);
    keys.stream().filter(key -> !copy.has(key)).forEach(key -> copy.set(key, number(key)));
    return copy;
  }

  /// A number by the parts, with its evidence.
  private JsonNode number(String key) {
    Scaled value = value(macro, key);
    boolean ofClock = key.equals("clock_mhz");
    String by =
        "by the macro's parts at %s nm and %s V%s"
            .formatted(
                shown(macro.at().nodeNm()),
                shown(macro.at().voltageV()),
                ofClock ? clock.by() : "");
    ObjectNode number = ((ObjectNode) chiplet).objectNode();
    number.put("value", value.value());
    Interval range = range(key, value.value());
    number.putArray("range").add(range.low()).add(range.high());
    return value.isExtrapolated()
        ? number.put(Evidence.EXTRAPOLATED.label(), by + "; " + String.join("; ", value.beyond()))
        : number.put(Evidence.DERIVED.label(), by);
  }

  private Interval range(String key, double value) {
    boolean known = new MacroParts(chiplet.path("macro")).knowsOperands();
    return switch (key) {
      case "clock_mhz" -> clock.range();
      case "multiply_fj" -> macro.multiplyFjRange(known);
      default -> new Interval(value / MODEL_SPREAD, value * MODEL_SPREAD);
    };
  }

  private Scaled value(CombMacro of, String key) {
    int macros = chiplet.path("macros").intValue();
    return switch (key) {
      case "clock_mhz" -> clock.mhz();
      case "read_fj_per_bit" -> of.readFjPerBit();
      case "multiply_fj" -> of.multiplyFj();
      case "decode_fj" -> of.decodeFj();
      case "route_fj" -> of.routeFj();
      case "memory_mm2" -> of.arrayUm2().map(um2 -> macros * um2 / 1e6);
      case "compute_mm2" -> of.logicUm2().map(um2 -> macros * um2 / 1e6);
      case "leakage_mw" -> of.leakageW().map(watts -> macros * watts * 1e3);
      default -> throw new IllegalStateException("no part of a macro gives " + key);
    };
  }

  private static PartClock macro(JsonNode macro, JsonNode process, @Nullable JsonNode preset) {
    MacroParts parts = new MacroParts(macro);
    Sourced threshold = PartClock.threshold(process, preset);
    double nodeNm = PartClock.value(process, "node_nm");
    ProcessPoint at =
        new ProcessPoint(
            nodeNm,
            PartClock.value(process, "voltage_v"),
            threshold.value(),
            process.has("leakage_exponent")
                ? PartClock.value(process, "leakage_exponent")
                : PowerLaw.LEAKAGE_EXPONENT);
    Scaled cell = cellUm2(parts.cell(), macro.path("parts"), preset, nodeNm);
    return new PartClock(
        new CombMacro(parts.shape(), at, cell),
        threshold,
        macro.path("parts").path("clock_points"));
  }

  /// The file's own cell, else the process's with the ports of this kind, else a published one.
  private static Scaled cellUm2(
      SramCell cell, JsonNode parts, @Nullable JsonNode preset, double nodeNm) {
    if (parts.has("cell_um2")) {
      return Scaled.within(parts.path("cell_um2").path("value").doubleValue());
    }
    return preset == null
        ? cell.areaUm2(nodeNm)
        : Scaled.within(cell.overSixT() * preset.path("bitcell_um2").path("value").doubleValue());
  }

  /// Without a fraction that says nothing: `14`.
  static String shown(double value) {
    return String.format(Locale.ROOT, "%s", value).replaceFirst("\\.0$", "");
  }
}
