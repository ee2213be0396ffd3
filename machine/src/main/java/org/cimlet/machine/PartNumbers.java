package org.cimlet.machine;

import java.util.List;
import java.util.Locale;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.PowerLaw;
import org.cimlet.technology.charge.ChargeMacro;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.FloatMacro;
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

  /// The same of energies that rest on a converter's law: published converters of one resolution
  /// differ by more than ten.
  private static final double ANALOG_SPREAD = 3;

  private static final int USUAL_BITLINE_ROWS = 256;

  private static final List<String> OF_MACRO =
      List.of("clock_mhz", "read_fj_per_bit", "multiply_fj");
  private static final List<String> OF_OPERANDS = List.of("multiply_fj", "drive_fj", "cell_fj");
  private static final List<String> OF_SKIPPER = List.of("decode_fj", "route_fj");
  private static final List<String> OF_CHARGE = List.of("drive_fj", "cell_fj", "shift_add_fj");
  private static final List<String> OF_CONVERTER = List.of("conversion_fj");
  private static final List<String> OF_CHIPLET = List.of("compute_mm2", "memory_mm2", "leakage_mw");

  private final ObjectNode chiplet;
  private final ProcessPoint at;
  private final Prices prices;
  private final JsonNode process;
  private final @Nullable JsonNode preset;

  /// What parts come to.
  private interface Prices {
    /// A number by its key in the file; of areas and leakage that of one macro.
    Price of(String key);
  }

  /// @param value in the unit of the key
  /// @param range where it may lie
  /// @param addition to where it comes from, in words
  private record Price(Scaled value, Interval range, String addition) {
    static Price within(Scaled value, double spread) {
      return new Price(value, new Interval(value.value() / spread, value.value() * spread), "");
    }
  }

  private PartNumbers(
      ObjectNode chiplet,
      JsonNode process,
      @Nullable JsonNode preset,
      ProcessPoint at,
      Prices prices) {
    this.chiplet = chiplet;
    this.process = process;
    this.preset = preset;
    this.at = at;
    this.prices = prices;
  }

  /// A machine with the numbers that its file leaves to parts.
  static ObjectNode completed(ObjectNode machine, NamedFiles files) {
    ObjectNode completed = machine;
    for (String owner : Changes.owners(machine)) {
      JsonNode chiplet = Changes.at(machine, owner + "chiplet");
      if (chiplet.path("macro").has("parts")) {
        String process = owner + "process";
        PartNumbers numbers =
            of((ObjectNode) chiplet, Changes.at(machine, process), files.processes().get(process));
        completed = Changes.put(completed, owner + "chiplet", numbers.completed());
      }
    }
    return completed;
  }

  /// Prices of a die's macros by their parts, or by the usual parts where the file has none; null
  /// for arrays whose parts nobody prices.
  ///
  /// @param owner path to what has the die
  static @Nullable PartNumbers ofUsual(JsonNode machine, String owner, NamedFiles files) {
    ObjectNode chiplet = (ObjectNode) Changes.at(machine, owner + "chiplet");
    JsonNode macro = chiplet.path("macro");
    ObjectNode whole = chiplet;
    if (!macro.has("parts")) {
      if (MacroSpec.Kind.of(macro.path("kind")) != MacroSpec.Kind.DIGITAL_SRAM) {
        return null;
      }
      whole = Changes.put(chiplet, "macro.parts", usualParts(macro));
    }
    String process = owner + "process";
    return of(whole, Changes.at(machine, process), files.processes().get(process));
  }

  /// Six-transistor cells on bit lines of 256 rows, multipliers of as many input bits as a cycle
  /// must take, one tree.
  private static ObjectNode usualParts(JsonNode macro) {
    ObjectNode parts = ((ObjectNode) macro).objectNode();
    int bits = macro.path("input_bits").intValue();
    int cycles = macro.path("cycles_per_row").intValue();
    parts.put("cell", "6T");
    parts.put("bitline_rows", Math.min(USUAL_BITLINE_ROWS, macro.path("rows").intValue()));
    ObjectNode multiplier = parts.putObject("multiplier");
    if (cycles == 1) {
      multiplier.put("kind", "array");
    } else {
      multiplier.put("kind", "serial").put("input_bits_per_cycle", Math.ceilDiv(bits, cycles));
    }
    return parts;
  }

  /// What a number comes to, in the unit that the physics has it in; of areas and leakage that of
  /// one macro.
  Scaled price(String key) {
    return prices.of(key).value();
  }

  private static PartNumbers of(ObjectNode chiplet, JsonNode process, @Nullable JsonNode preset) {
    JsonNode macro = chiplet.path("macro");
    JsonNode parts = macro.path("parts");
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
    Scaled cell = cellUm2(MacroParts.cell(parts), parts, preset, nodeNm);
    if (MacroSpec.Kind.of(macro.path("kind")) == MacroSpec.Kind.CHARGE_SRAM) {
      ChargeMacro charge = new ChargeParts(macro).priced(at, cell);
      return new PartNumbers(chiplet, process, preset, at, key -> price(charge, key));
    }
    MacroParts written = new MacroParts(macro);
    CombMacro comb = new CombMacro(written.shape(), at, cell);
    FloatMacro floats = written.format().bits() > 0 ? written.floats(at, cell) : null;
    PartClock clock = new PartClock(comb, threshold, parts.path("clock_points"));
    return new PartNumbers(
        chiplet,
        process,
        preset,
        at,
        key -> {
          Price own = floats == null ? null : price(floats, written, key);
          return own == null ? price(comb, clock, written, key) : own;
        });
  }

  private static Price price(CombMacro comb, PartClock clock, MacroParts parts, String key) {
    return switch (key) {
      case "clock_mhz" -> new Price(clock.mhz(), clock.range(), clock.by());
      case "multiply_fj" ->
          new Price(comb.multiplyFj(), comb.multiplyFjRange(parts.knowsOperands()), "");
      case "read_fj_per_bit" -> new Price(comb.readFjPerBit(), comb.readFjPerBitRange(), "");
      case "decode_fj" -> Price.within(comb.decodeFj(), MODEL_SPREAD);
      case "route_fj" -> Price.within(comb.routeFj(), MODEL_SPREAD);
      case "memory_mm2" -> Price.within(comb.arrayUm2(), MODEL_SPREAD);
      case "compute_mm2" ->
          Price.within(comb.logicUm2().map(um2 -> um2 * parts.inputVectors()), MODEL_SPREAD);
      case "leakage_mw" -> Price.within(leakageW(comb, parts.inputVectors()), MODEL_SPREAD);
      default -> throw new IllegalStateException("no part of a macro gives " + key);
    };
  }

  /// What floating-point words change; null for the rest.
  private static @Nullable Price price(FloatMacro floats, MacroParts parts, String key) {
    int vectors = parts.inputVectors();
    return switch (key) {
      case "multiply_fj" ->
          new Price(floats.multiplyFj(), floats.multiplyFjRange(parts.knowsOperands()), "");
      case "clock_mhz" -> Price.within(floats.clockHz().map(hz -> hz / 1e6), MODEL_SPREAD);
      case "compute_mm2" -> Price.within(floats.logicUm2().map(um2 -> um2 * vectors), MODEL_SPREAD);
      case "leakage_mw" -> Price.within(floats.leakageW(), MODEL_SPREAD);
      default -> null;
    };
  }

  /// Logic is there once for every input vector.
  private static Scaled leakageW(CombMacro comb, int vectors) {
    double perUm2 = comb.at().leakageWPerMm2() / 1e6;
    return comb.leakageW().plus(comb.logicUm2().map(um2 -> (vectors - 1) * um2 * perUm2));
  }

  private static Price price(ChargeMacro charge, String key) {
    return switch (key) {
      case "drive_fj" -> Price.within(charge.driveFj(), MODEL_SPREAD);
      case "cell_fj" -> Price.within(charge.cellFj(), MODEL_SPREAD);
      case "shift_add_fj" -> Price.within(charge.shiftAddFj(), MODEL_SPREAD);
      case "conversion_fj" -> Price.within(charge.conversionFj(), ANALOG_SPREAD);
      case "memory_mm2" -> Price.within(charge.arrayUm2(), MODEL_SPREAD);
      case "compute_mm2" -> Price.within(charge.logicUm2(), ANALOG_SPREAD);
      case "leakage_mw" -> Price.within(charge.leakageW(), MODEL_SPREAD);
      default -> throw new IllegalStateException("no part of a macro gives " + key);
    };
  }

  private JsonNode completed() {
    ObjectNode whole = completed(chiplet, OF_CHIPLET);
    ObjectNode macro = (ObjectNode) chiplet.path("macro");
    boolean charge = macro.has("bit_lines");
    ObjectNode array = completed(macro, charge ? OF_CHARGE : OF_MACRO);
    if (array.path("zero_skipper") instanceof ObjectNode skipper) {
      array.set("zero_skipper", completed(skipper, OF_SKIPPER));
    }
    if (charge) {
      array.set("adc", completed((ObjectNode) array.path("adc"), OF_CONVERTER));
    }
    precisions(array);
    whole.set("macro", array);
    return whole;
  }

  /// Each of the further words by the same trees and slices.
  private void precisions(ObjectNode macro) {
    for (String key : macro.path("precisions").propertyNames()) {
      MacroSpec.WordPair words = MacroSpec.WordPair.of(key);
      if (words != null) {
        PartNumbers own =
            of(
                Changes.put(chiplet, "macro", PrecisionNumbers.own(chiplet.path("macro"), words)),
                process,
                preset);
        ObjectNode given = (ObjectNode) macro.path("precisions").path(key);
        ObjectNode priced = own.completed(given, List.of("multiply_fj"));
        macro.set("precisions", Changes.put(macro.path("precisions"), key, priced));
      }
    }
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
    Price price = prices.of(key);
    double unit = unit(key);
    String by =
        "by the macro's parts at %s nm and %s V%s%s"
            .formatted(shown(at.nodeNm()), shown(at.voltageV()), price.addition(), operands(key));
    ObjectNode number = chiplet.objectNode();
    number.put("value", price.value().value() * unit);
    number.putArray("range").add(price.range().low() * unit).add(price.range().high() * unit);
    List<String> beyond = price.value().beyond();
    return beyond.isEmpty()
        ? number.put(Evidence.DERIVED.label(), by)
        : number.put(Evidence.EXTRAPOLATED.label(), by + "; " + String.join("; ", beyond));
  }

  /// What was multiplied, where that moves the number and the file says where it comes from.
  private String operands(String key) {
    JsonNode from = chiplet.path("macro").path("parts").path("operands").path("from");
    return from.isString() && OF_OPERANDS.contains(key)
        ? ", operands of " + from.stringValue()
        : "";
  }

  /// From a macro's square micrometres and watts to a die's.
  private double unit(String key) {
    int macros = chiplet.path("macros").intValue();
    return switch (key) {
      case "memory_mm2", "compute_mm2" -> macros / 1e6;
      case "leakage_mw" -> macros * 1e3;
      default -> 1;
    };
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
