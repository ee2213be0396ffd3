package org.cimlet.machine;

import java.util.List;
import java.util.Locale;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.scaling.SramCell;
import org.cimlet.technology.scaling.ThresholdVoltage;
import tools.jackson.databind.JsonNode;

/// What must hold between a die and its process: a clock that follows from the macro's parts has a
/// supply it runs at, and an area that is stated has room for the cells. Machine and process files
/// were found right by themselves.
record ProcessChecks(Document document, NamedFiles files) {

  List<Diagnostic> faults() {
    Diagnostics diagnostics = new Diagnostics();
    for (String owner : Changes.owners(document.root())) {
      JsonNode macro = Changes.at(document.root(), owner + "chiplet").path("macro");
      if (macro.has("parts") && !macro.has("clock_mhz")) {
        check(diagnostics, owner, macro.path("parts").path("clock_points"));
      }
      cells(diagnostics, owner);
    }
    return diagnostics.found();
  }

  /// Bits take at least their bare cells.
  private void cells(Diagnostics diagnostics, String owner) {
    JsonNode chiplet = Changes.at(document.root(), owner + "chiplet");
    JsonNode stated = chiplet.path("memory_mm2").path("value");
    double cellUm2 = cellUm2(owner, chiplet.path("macro"));
    if (!stated.isNumber() || cellUm2 == 0) {
      return;
    }
    double bits = chiplet.path("macros").doubleValue() * bits(chiplet.path("macro"));
    double leastMm2 = bits * cellUm2 / 1e6;
    if (stated.doubleValue() < leastMm2) {
      diagnostics.add(
          document.at(
              stated,
              owner + "chiplet.memory_mm2.value",
              String.format(
                  Locale.ROOT,
                  "must have room for %,.0f bits in cells of %.3g um2 at %s nm, at least %.3g mm2, got %s",
                  bits,
                  cellUm2,
                  PartNumbers.shown(nodeNm(owner)),
                  leastMm2,
                  PartNumbers.shown(stated.doubleValue()))));
    }
  }

  private static double bits(JsonNode macro) {
    return macro.has("word_lines")
        ? macro.path("word_lines").doubleValue() * macro.path("bit_lines").doubleValue()
        : macro.path("inputs_per_row").doubleValue()
            * macro.path("rows").doubleValue()
            * macro.path("weight_bits").doubleValue();
  }

  /// The least area of an SRAM cell; 0 for other cells, which no process file need have.
  private double cellUm2(String owner, JsonNode macro) {
    JsonNode preset = files.processes().get(owner + "process");
    MacroSpec.Kind kind = MacroSpec.Kind.of(macro.path("kind"));
    if (kind == null) {
      return 0;
    }
    JsonNode own = macro.path("parts").path("cell_um2");
    return switch (kind) {
      case DIGITAL_SRAM, CHARGE_SRAM ->
          own.isObject()
              ? PartClock.value(macro.path("parts"), "cell_um2")
              : preset != null
                  ? SourcedNumbers.read(preset.path("bitcell_um2")).interval().low()
                  : SramCell.SIX_T.areaUm2(nodeNm(owner)).value();
      case DRAM_BANK, DIGITAL_NVM, ANALOG_CROSSBAR -> 0;
    };
  }

  private double nodeNm(String owner) {
    return PartClock.value(Changes.at(document.root(), owner + "process"), "node_nm");
  }

  private void check(Diagnostics diagnostics, String owner, JsonNode points) {
    String key = owner + "process.voltage_v.value";
    JsonNode process = Changes.at(document.root(), owner + "process");
    double supply = PartClock.value(process, "voltage_v");
    Sourced threshold = PartClock.threshold(process, files.processes().get(owner + "process"));
    double thresholdV = threshold.value();
    boolean lowPoint = false;
    for (JsonNode point : points) {
      lowPoint |= PartClock.value(point, "voltage_v") <= supply;
    }
    if (points.size() == 2) {
      try {
        thresholdV = PartClock.throughPoints(points).thresholdV();
      } catch (IllegalArgumentException noLaw) {
        diagnostics.add(
            document.at(
                points,
                owner + "chiplet.macro.parts.clock_points",
                "must be two points of ascending voltage that f = K (V - threshold) / V passes through,"
                    + " got ones it does not; give one of them and process.threshold_v"));
        return;
      }
    } else if (points.size() == 1 && PartClock.value(points.path(0), "voltage_v") <= thresholdV) {
      diagnostics.add(
          document.at(
              points,
              owner + "chiplet.macro.parts.clock_points",
              "must lie above the threshold of %s V, got %s V; state %sprocess.threshold_v"
                  .formatted(
                      volts(thresholdV),
                      volts(PartClock.value(points.path(0), "voltage_v")),
                      owner)));
      return;
    }
    boolean stated = process.has("threshold_v") || lowPoint;
    double least = thresholdV + (stated ? 0 : ThresholdVoltage.MARGIN_V);
    if (supply < least || supply <= thresholdV) {
      diagnostics.add(
          document.at(
              process.path("voltage_v").path("value"),
              key,
              stated ? atThreshold(thresholdV, supply) : near(owner, threshold, supply)));
    }
  }

  private static String atThreshold(double thresholdV, double supply) {
    return "must be above the threshold of %s V, where the clock by the macro's parts stops, got %s"
        .formatted(volts(thresholdV), volts(supply));
  }

  private static String near(String owner, Sourced threshold, double supply) {
    return ("must be at least %s V for a clock by the macro's parts, %s V above a threshold of %s to %s V"
            + " that was not measured, got %s; state %sprocess.threshold_v, a point at or below this"
            + " voltage in %schiplet.macro.parts.clock_points, or %schiplet.macro.clock_mhz")
        .formatted(
            volts(threshold.value() + ThresholdVoltage.MARGIN_V),
            volts(ThresholdVoltage.MARGIN_V),
            volts(threshold.interval().low()),
            volts(threshold.interval().high()),
            volts(supply),
            owner,
            owner,
            owner);
  }

  private static String volts(double value) {
    return String.format(Locale.ROOT, "%.3f", value)
        .replaceFirst("0+$", "")
        .replaceFirst("\\.$", "");
  }
}
