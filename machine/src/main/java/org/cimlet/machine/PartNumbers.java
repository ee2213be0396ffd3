package org.cimlet.machine;

import java.util.Locale;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Numbers of a chiplet whose macro may be described by its parts: what the file states stands,
/// what it leaves out follows from the parts.
final class PartNumbers {
  /// Larger or smaller than the model by this much lie three of four published macros it was not
  /// fitted to.
  private static final double MODEL_SPREAD = 1.6;

  private final JsonNode chiplet;
  private final SourcedNumbers numbers;
  private final @Nullable CombMacro macro;

  /// @param process the part of the machine that names the chiplet's process
  /// @param preset the process file it names
  PartNumbers(
      JsonNode chiplet, JsonNode process, @Nullable JsonNode preset, SourcedNumbers numbers) {
    this.chiplet = chiplet;
    this.numbers = numbers;
    this.macro =
        chiplet.path("macro").has("parts") ? macro(chiplet.path("macro"), process, preset) : null;
  }

  /// A number as stated, or by the parts.
  ///
  /// @param part the mapping it stands in
  /// @param path dotted path to that
  Sourced number(JsonNode part, String path, String key) {
    String keyPath = path + "." + key;
    if (part.has(key) || macro == null) {
      return numbers.take(part.path(key), keyPath);
    }
    Scaled value = value(macro, key);
    double spread = MODEL_SPREAD;
    Interval range = new Interval(value.value() / spread, value.value() * spread);
    String by =
        "by the macro's parts at %s nm and %s V"
            .formatted(shown(macro.nodeNm()), shown(macro.voltageV()));
    return numbers.note(
        keyPath,
        value.isExtrapolated()
            ? new Sourced(
                value.value(),
                Evidence.EXTRAPOLATED,
                by + "; " + String.join("; ", value.beyond()),
                range)
            : new Sourced(value.value(), Evidence.DERIVED, by, range));
  }

  private Scaled value(CombMacro of, String key) {
    int macros = chiplet.path("macros").intValue();
    return switch (key) {
      case "clock_mhz" -> of.clockHz().map(hertz -> hertz / 1e6);
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

  private static CombMacro macro(JsonNode macro, JsonNode process, @Nullable JsonNode preset) {
    JsonNode parts = macro.path("parts");
    SramCell cell = cell(parts.path("cell").stringValue());
    CombShape shape =
        new CombShape(
            macro.path("columns").intValue(),
            macro.path("depth").intValue(),
            macro.path("weight_bits").intValue(),
            macro.path("input_bits").intValue(),
            parts.path("input_bits_per_cycle").intValue(),
            macro.path("accumulator_bits").intValue(),
            cell,
            parts.path("bitline_rows").intValue(),
            macro.path("zero_skipper").path("group").asInt(0));
    double nodeNm = process.path("node_nm").path("value").doubleValue();
    double voltageV = process.path("voltage_v").path("value").doubleValue();
    return new CombMacro(shape, nodeNm, voltageV, cellUm2(cell, parts, preset, nodeNm));
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

  private static SramCell cell(String label) {
    for (SramCell cell : SramCell.values()) {
      if (cell.label().equals(label)) {
        return cell;
      }
    }
    throw new IllegalStateException("the schema let through a cell " + label);
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%s", value).replaceFirst("\\.0$", "");
  }
}
