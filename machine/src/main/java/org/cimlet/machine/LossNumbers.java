package org.cimlet.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cimlet.document.Document;
import org.cimlet.quantity.Evidence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What stands in for losses of dies and boards, and for leakage, that a file leaves out. What the
/// file states stands.
enum LossNumbers {
  /// Those of `losses.yaml`, each with its evidence, so that it is listed and varied like any other
  /// number.
  USUAL,
  /// Those of ideal dies and boards.
  NONE;

  private static final Map<String, Integer> IDEAL =
      Map.of(
          "step_control_ns", 0,
          "sustained_share", 1,
          "control_energy_share", 0,
          "clock_pf_per_mm2", 0,
          "clock_memory_share", 0,
          "power_w", 0,
          "conversion_efficiency", 1);

  /// Losses that banks of DRAM have not: their commands are timed one by one, and their standby
  /// power, which a file must state, has the clock.
  private static final Set<String> NOT_OF_DRAM =
      Set.of("sustained_share", "clock_pf_per_mm2", "clock_memory_share");

  /// A machine with the losses that its file leaves out.
  ObjectNode completed(ObjectNode machine) {
    ObjectNode completed = machine;
    for (String owner : Changes.owners(machine)) {
      JsonNode chiplet = Changes.at(machine, owner + "chiplet");
      JsonNode process = Changes.at(machine, owner + "process");
      completed = Changes.put(completed, owner + "chiplet.losses", losses(chiplet, process));
      if (!chiplet.has("leakage_mw")) {
        completed =
            Changes.put(completed, owner + "chiplet.leakage_mw", leakageMw(chiplet, process));
      }
    }
    ObjectNode board = machine.objectNode();
    Usual.BOARD.properties().forEach(usual -> board.set(usual.getKey(), or(usual)));
    return Changes.put(completed, "board", stated(board, machine.path("board")));
  }

  private ObjectNode losses(JsonNode chiplet, JsonNode process) {
    ObjectNode losses = Usual.LOSSES.objectNode();
    for (Map.Entry<String, JsonNode> usual : Usual.LOSSES.properties()) {
      losses.set(usual.getKey(), or(usual));
    }
    losses.set("clock_pf_per_mm2", or(Map.entry("clock_pf_per_mm2", clockPf(process))));
    if (MacroSpec.Kind.of(chiplet.path("macro").path("kind")) == MacroSpec.Kind.DRAM_BANK) {
      losses.remove(NOT_OF_DRAM);
      for (Map.Entry<String, JsonNode> ofDram : Usual.DRAM.properties()) {
        losses.set(ofDram.getKey(), or(ofDram));
      }
    }
    return stated(losses, chiplet.path("losses"));
  }

  private static ObjectNode stated(ObjectNode usual, JsonNode part) {
    if (part instanceof ObjectNode stated) {
      usual.setAll(stated);
    }
    return usual;
  }

  /// The usual number, or the ideal one.
  private JsonNode or(Map.Entry<String, JsonNode> usual) {
    return this == USUAL
        ? usual.getValue()
        : Usual.LOSSES
            .objectNode()
            .put("value", IDEAL.get(usual.getKey()))
            .put(Evidence.ASSUMED.label(), "an ideal machine");
  }

  private static ObjectNode clockPf(JsonNode process) {
    JsonNode density = Usual.DENSITIES.path("clock_pf_nm_per_mm2");
    double nodeNm = value(process.path("node_nm"));
    ObjectNode number = Usual.LOSSES.objectNode();
    number.put("value", value(density) / nodeNm);
    number.putArray("range").add(low(density) / nodeNm).add(high(density) / nodeNm);
    return number.put(
        Evidence.CALIBRATED.label(),
        "default: %s pF nm/mm2 over %s nm, the %s"
            .formatted(
                PartNumbers.shown(value(density)), PartNumbers.shown(nodeNm), evidence(density)));
  }

  private static ObjectNode leakageMw(JsonNode chiplet, JsonNode process) {
    JsonNode logic = Usual.DENSITIES.path("leakage_logic_mw_per_mm2_v");
    JsonNode memory = Usual.DENSITIES.path("leakage_memory_mw_per_mm2_v");
    double voltageV = value(process.path("voltage_v"));
    double logicMm2 = value(chiplet.path("compute_mm2")) + value(chiplet.path("other_mm2"));
    double memoryMm2 = value(chiplet.path("memory_mm2"));
    ObjectNode number = Usual.LOSSES.objectNode();
    number.put("value", voltageV * (value(logic) * logicMm2 + value(memory) * memoryMm2));
    number
        .putArray("range")
        .add(voltageV * (low(logic) * logicMm2 + low(memory) * memoryMm2))
        .add(voltageV * (high(logic) * logicMm2 + high(memory) * memoryMm2));
    return number.put(
        Evidence.CALIBRATED.label(),
        "default: %s V x (%s mW/mm2/V of logic + %s of arrays); logic: %s; arrays: %s"
            .formatted(
                PartNumbers.shown(voltageV),
                PartNumbers.shown(value(logic)),
                PartNumbers.shown(value(memory)),
                evidence(logic),
                evidence(memory)));
  }

  private static double value(JsonNode number) {
    return number.path("value").doubleValue();
  }

  private static double low(JsonNode number) {
    return number.path("range").path(0).doubleValue();
  }

  private static double high(JsonNode number) {
    return number.path("range").path(1).doubleValue();
  }

  private static String evidence(JsonNode number) {
    for (Evidence evidence : Evidence.values()) {
      if (number.has(evidence.label())) {
        return number.path(evidence.label()).stringValue();
      }
    }
    throw new IllegalStateException("a number without evidence: " + number);
  }

  /// Read on first use.
  private static final class Usual {
    private static final ObjectNode FILE =
        Document.parse("losses.yaml", text(), Document.Format.YAML).root();
    static final ObjectNode LOSSES = (ObjectNode) FILE.path("losses");
    static final ObjectNode DRAM = (ObjectNode) FILE.path("dram");
    static final ObjectNode DENSITIES = (ObjectNode) FILE.path("densities");
    static final ObjectNode BOARD = (ObjectNode) FILE.path("board");

    private static String text() {
      try (InputStream in =
          Objects.requireNonNull(LossNumbers.class.getResourceAsStream("losses.yaml"))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
