package org.cimlet.machine;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// What must hold between the parts of a macro, and between them and the macro.
///
/// @param macro path to the macro
record PartChecks(CheckedKeys keys, String macro) {

  void run() {
    if (!node("parts").isObject()) {
      return;
    }
    rowsReachMultipliers();
    slices();
    inputsEnter();
    tree();
    operands();
  }

  private void rowsReachMultipliers() {
    boolean lines = node("parts.bitline_rows").isNumber();
    boolean selector = node("parts.rows_per_multiplier").isNumber();
    if (lines == selector) {
      blame(
          "parts",
          "must have one of bitline_rows and rows_per_multiplier, by which rows reach the multipliers,"
              + " got %s".formatted(lines ? "both; remove one" : "neither; add one"));
    }
    OptionalLong rows = whole("rows");
    atMost("parts.bitline_rows", "rows");
    OptionalLong shared = whole("parts.rows_per_multiplier");
    if (rows.isPresent() && shared.isPresent() && rows.getAsLong() != shared.getAsLong()) {
      blame(
          "parts.rows_per_multiplier",
          "must be %s = %s, which share the macro's multipliers, got %s; multipliers that work at the"
                  .formatted(key("rows"), rows.getAsLong(), shared.getAsLong())
              + " same time belong to as many macros");
    }
  }

  private void slices() {
    atMost("parts.weight_slice_bits", "weight_bits");
  }

  private void inputsEnter() {
    String at = "parts.multiplier.input_bits_per_cycle";
    String kind = node("parts.multiplier.kind").asString("");
    OptionalLong bits = whole("input_bits");
    OptionalLong atOnce = whole(at);
    if (kind.equals("array")) {
      if (atOnce.isPresent() && bits.isPresent() && !atOnce.equals(bits)) {
        blame(at, "must be left out for an array, which takes all bits of an input, got it");
      }
      return;
    }
    if (kind.isEmpty() || keys.blamed().contains(key("parts.multiplier.kind"))) {
      return;
    }
    if (node(at).isMissingNode()) {
      blame(
          "parts.multiplier",
          "must have input_bits_per_cycle for %s, got none; 1 where inputs come bit by bit"
              .formatted(kind));
      return;
    }
    atMost(at, "input_bits");
    OptionalLong cycles = whole("cycles_per_row");
    if (atOnce.isEmpty() || bits.isEmpty()) {
      return;
    }
    if (kind.equals("booth4") && atOnce.getAsLong() % 2 != 0) {
      blame(at, "must be even for booth4, two bits a digit, got " + atOnce.getAsLong());
    }
    if (cycles.isPresent() && atOnce.getAsLong() * cycles.getAsLong() < bits.getAsLong()) {
      blame(
          at,
          "must bring all %s bits of an input within the %s cycles of a row, got %s a cycle"
              .formatted(bits.getAsLong(), cycles.getAsLong(), atOnce.getAsLong()));
    }
  }

  private void tree() {
    OptionalLong channels = whole("parts.tree.channels");
    OptionalLong inputs = whole("inputs_per_row");
    if (channels.isPresent()
        && inputs.isPresent()
        && inputs.getAsLong() % channels.getAsLong() != 0) {
      blame(
          "parts.tree.channels",
          "must divide %s = %s, got %s"
              .formatted(key("inputs_per_row"), inputs.getAsLong(), channels.getAsLong()));
    }
    if (node("parts.tree.per").asString("").equals("bit_column")
        && node("parts.multiplier.kind").asString("").equals("booth4")) {
      blame(
          "parts.tree.per",
          "must be word for booth4, whose digits select whole weights, got bit_column");
    }
    if (node("parts.tree.adders").asString("").equals("approximate")) {
      for (String ratio : List.of("energy_ratio", "area_ratio")) {
        if (node("parts.tree." + ratio).isMissingNode()) {
          blame(
              "parts.tree",
              "must have %s for approximate adders, over rippling ones of standard cells, got none"
                  .formatted(ratio));
        }
      }
    }
  }

  private void operands() {
    for (String what : List.of("input", "weight")) {
      String ones = "parts.operands.%s_ones".formatted(what);
      String zeros = "parts.operands.%s_zeros".formatted(what);
      if (right(ones) && right(zeros) && node(ones).doubleValue() + node(zeros).doubleValue() > 1) {
        blame(
            ones,
            "must leave room for %s_zeros = %s, whose bits are none, got %s"
                .formatted(what, node(zeros).asString(), node(ones).asString()));
      }
    }
  }

  private void atMost(String small, String large) {
    OptionalLong value = whole(small);
    OptionalLong most = whole(large);
    if (value.isPresent() && most.isPresent() && value.getAsLong() > most.getAsLong()) {
      blame(
          small,
          "must be at most %s = %s, got %s"
              .formatted(key(large), most.getAsLong(), value.getAsLong()));
    }
  }

  private String key(String part) {
    return macro + "." + part;
  }

  private OptionalLong whole(String part) {
    return keys.whole(key(part));
  }

  private boolean right(String part) {
    return keys.right(key(part));
  }

  private JsonNode node(String part) {
    return keys.node(key(part));
  }

  private void blame(String part, String message) {
    keys.blame(key(part), message);
  }
}
