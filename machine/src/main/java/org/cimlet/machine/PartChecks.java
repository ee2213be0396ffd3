package org.cimlet.machine;

import java.util.List;
import java.util.OptionalLong;

/// What must hold between the parts of a macro, and between them and the macro.
///
/// @param macro keys of the macro
record PartChecks(CheckedKeys macro) {
  /// What a datapath's parts have to do with each other.
  void datapath() {
    if (!macro.node("parts").isObject()) {
      return;
    }
    rowsReachMultipliers();
    slices();
    inputsEnter();
    tree();
  }

  private void rowsReachMultipliers() {
    boolean lines = macro.node("parts.bitline_rows").isNumber();
    boolean selector = macro.node("parts.rows_per_multiplier").isNumber();
    if (lines == selector) {
      macro.blame(
          "parts",
          "must have one of bitline_rows and rows_per_multiplier, by which rows reach the"
              + " multipliers,"
              + " got %s".formatted(lines ? "both; remove one" : "neither; add one"));
    }
    OptionalLong rows = macro.whole("rows");
    macro.atMost("parts.bitline_rows", "rows");
    columnMux(lines);
    OptionalLong shared = macro.whole("parts.rows_per_multiplier");
    if (rows.isPresent() && shared.isPresent() && rows.getAsLong() != shared.getAsLong()) {
      macro.blame(
          "parts.rows_per_multiplier",
          "must be %s = %s, which share the macro's multipliers, got %s; multipliers that work at the"
                  .formatted(macro.path("rows"), rows.getAsLong(), shared.getAsLong())
              + " same time belong to as many macros");
    }
  }

  private void columnMux(boolean lines) {
    OptionalLong mux = macro.whole("parts.column_mux");
    OptionalLong onLine = macro.whole("parts.bitline_rows");
    OptionalLong rows = macro.whole("rows");
    if (mux.isEmpty()) {
      return;
    }
    if (!lines) {
      macro.blame(
          "parts.column_mux", "must be left out without bitline_rows, whose lines share, got it");
    } else if (onLine.isPresent()
        && rows.isPresent()
        && mux.getAsLong() * onLine.getAsLong() > rows.getAsLong()) {
      macro.blame(
          "parts.column_mux",
          "must leave a segment of column_mux x bitline_rows within %s = %s, got %s x %s"
              .formatted(
                  macro.path("rows"), rows.getAsLong(), mux.getAsLong(), onLine.getAsLong()));
    }
  }

  private void slices() {
    macro.atMost("parts.weight_slice_bits", "weight_bits");
  }

  private void inputsEnter() {
    String at = "parts.multiplier.input_bits_per_cycle";
    String kind = macro.node("parts.multiplier.kind").asString("");
    OptionalLong bits = entering();
    OptionalLong atOnce = macro.whole(at);
    if (kind.equals("array")) {
      if (atOnce.isPresent() && bits.isPresent() && !atOnce.equals(bits)) {
        macro.blame(at, "must be left out for an array, which takes all bits of an input, got it");
      }
      return;
    }
    if (kind.isEmpty() || macro.isBlamed("parts.multiplier.kind")) {
      return;
    }
    if (macro.node(at).isMissingNode()) {
      macro.blame(
          "parts.multiplier",
          "must have input_bits_per_cycle for %s, got none; 1 where inputs come bit by bit"
              .formatted(kind));
      return;
    }
    macro.atMost(at, "input_bits");
    OptionalLong cycles = macro.whole("cycles_per_row");
    if (atOnce.isEmpty() || bits.isEmpty()) {
      return;
    }
    if (kind.equals("booth4") && atOnce.getAsLong() % 2 != 0) {
      macro.blame(at, "must be even for booth4, two bits a digit, got " + atOnce.getAsLong());
    }
    if (cycles.isPresent() && atOnce.getAsLong() * cycles.getAsLong() < bits.getAsLong()) {
      macro.blame(
          at,
          "must bring all %s bits of an input within the %s cycles of a row, got %s a cycle"
              .formatted(bits.getAsLong(), cycles.getAsLong(), atOnce.getAsLong()));
    }
  }

  /// Bits of an input that enter the multipliers: of a floating-point word its aligned mantissa.
  private OptionalLong entering() {
    MacroSpec.Format format = MacroSpec.Format.of(macro.node("format"));
    OptionalLong guard = macro.whole("alignment.guard_bits");
    return format.bits() > 0 && guard.isPresent()
        ? OptionalLong.of(format.word().mantissaBits() + guard.getAsLong())
        : macro.whole("input_bits");
  }

  private void tree() {
    OptionalLong channels = macro.whole("parts.tree.channels");
    OptionalLong inputs = macro.whole("inputs_per_row");
    if (channels.isPresent()
        && inputs.isPresent()
        && inputs.getAsLong() % channels.getAsLong() != 0) {
      macro.blame(
          "parts.tree.channels",
          "must divide %s = %s, got %s"
              .formatted(macro.path("inputs_per_row"), inputs.getAsLong(), channels.getAsLong()));
    }
    if (macro.node("parts.tree.per").asString("").equals("bit_column")
        && macro.node("parts.multiplier.kind").asString("").equals("booth4")) {
      macro.blame(
          "parts.tree.per",
          "must be word for booth4, whose digits select whole weights, got bit_column");
    }
    if (macro.node("parts.tree.adders").asString("").equals("approximate")) {
      for (String ratio : List.of("energy_ratio", "area_ratio")) {
        if (macro.node("parts.tree." + ratio).isMissingNode()) {
          macro.blame(
              "parts.tree",
              "must have %s for approximate adders, over rippling ones of standard cells, got none"
                  .formatted(ratio));
        }
      }
    }
  }

  /// Ones lie in what is not zero.
  void operands() {
    for (String what : List.of("input", "weight")) {
      String ones = "parts.operands.%s_ones".formatted(what);
      String zeros = "parts.operands.%s_zeros".formatted(what);
      if (macro.right(ones)
          && macro.right(zeros)
          && macro.node(ones).doubleValue() + macro.node(zeros).doubleValue() > 1) {
        macro.blame(
            ones,
            "must leave room for %s_zeros = %s, whose bits are none, got %s"
                .formatted(what, macro.node(zeros).asString(), macro.node(ones).asString()));
      }
    }
  }
}
