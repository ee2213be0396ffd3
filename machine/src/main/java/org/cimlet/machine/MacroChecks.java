package org.cimlet.machine;

import java.util.List;
import java.util.OptionalLong;

/// What must hold between keys of a macro. A rule speaks where its keys are, whatever the kind of
/// memory: the schema has said which keys a kind has.
///
/// @param chiplet path to the die that has it
/// @param macro its own keys
record MacroChecks(CheckedKeys keys, String chiplet, CheckedKeys macro) {
  MacroChecks(CheckedKeys keys, String chiplet) {
    this(keys, chiplet, keys.under(chiplet + ".macro"));
  }

  void run() {
    accumulator();
    zeroSkipper();
    multiple("rows", "cells_per_selector", "a selector opens all its cells");
    multiple("rows", "rows_per_page", "a bank holds whole pages");
    multiple(
        "buffer_words", "inputs_per_row", "inputs are written as many at a time as are multiplied");
    wordsOfFormat();
    refresh();
    MacroSpec.Kind kind = MacroSpec.Kind.of(macro.node("kind"));
    PartChecks parts = new PartChecks(macro);
    parts.operands();
    switch (kind) {
      case DIGITAL_SRAM -> {
        parts.datapath();
        PrecisionNumbers.check(macro);
        alignment();
      }
      case DRAM_BANK -> banks();
      case ANALOG_CROSSBAR -> slices();
      case CHARGE_SRAM -> {
        multiple("bit_lines", "weight_bits", "each bit of a weight has a bit line");
        macro.atMost("input_bits_per_pulse", "input_bits");
      }
      // a kind that is not there is told by the schema
      case DIGITAL_NVM -> {}
      case null -> {}
    }
  }

  private void accumulator() {
    OptionalLong weight = macro.whole("weight_bits");
    OptionalLong input = macro.whole("input_bits");
    OptionalLong accumulator = macro.whole("accumulator_bits");
    if (weight.isEmpty() || input.isEmpty() || accumulator.isEmpty()) {
      return;
    }
    long product = weight.getAsLong() + input.getAsLong();
    if (accumulator.getAsLong() < product) {
      macro.blame(
          "accumulator_bits",
          "must hold a product of weight_bits + input_bits = %s bits, got %s"
              .formatted(product, accumulator.getAsLong()));
    }
  }

  private void zeroSkipper() {
    OptionalLong group = macro.whole("zero_skipper.group");
    OptionalLong inputs = macro.whole("inputs_per_row");
    if (group.isPresent()
        && inputs.isPresent()
        && inputs.getAsLong() > group.getAsLong()
        && inputs.getAsLong() % group.getAsLong() != 0) {
      macro.blame(
          "zero_skipper.group",
          "must be at least %s = %s or divide it, got %s; a row holds whole groups"
              .formatted(macro.path("inputs_per_row"), inputs.getAsLong(), group.getAsLong()));
    }
  }

  private void banks() {
    OptionalLong banks = keys.whole(chiplet + ".macros");
    OptionalLong opened = macro.whole("banks_per_activation");
    if (banks.isPresent() && opened.isPresent() && opened.getAsLong() > banks.getAsLong()) {
      macro.blame(
          "banks_per_activation",
          "must be at most %s.macros = %s, got %s"
              .formatted(chiplet, banks.getAsLong(), opened.getAsLong()));
    }
    sharedUnits();
    String split = chiplet + ".partial_sum_fan_in";
    OptionalLong fanIn = keys.whole(split);
    if (fanIn.isPresent() && fanIn.getAsLong() > 1) {
      keys.blame(
          split,
          "must be 1 for dram_bank, got %s; the banks of a die share their inputs"
              .formatted(fanIn.getAsLong()));
    }
    leftOut("sustained_share", "commands are timed one by one");
    leftOut("clock_pf_per_mm2", "standby power, leakage_mw, has the clock");
    leftOut("clock_memory_share", "standby power, leakage_mw, has the clock");
    if (keys.node(chiplet).isObject() && !keys.node(chiplet).has("leakage_mw")) {
      keys.blame(chiplet, "must have leakage_mw, the standby power of a DRAM die, got none");
    }
  }

  private void sharedUnits() {
    OptionalLong sharing = macro.whole("banks_per_unit");
    OptionalLong rows = macro.whole("rows");
    OptionalLong page = macro.whole("rows_per_page");
    if (sharing.isEmpty() || sharing.getAsLong() == 1) {
      return;
    }
    if (rows.isPresent()
        && page.isPresent()
        && rows.getAsLong() % (page.getAsLong() * sharing.getAsLong()) != 0) {
      macro.blame(
          "banks_per_unit",
          "must give each bank whole pages of %s rows of %s, got %s banks"
              .formatted(page.getAsLong(), rows.getAsLong(), sharing.getAsLong()));
    }
    if (macro.node("timing.mode_change_ns.value").doubleValue() > 0) {
      macro.blame(
          "timing.mode_change_ns",
          "must be 0 or left out with banks_per_unit above 1, whose pages open while others are"
              + " read"
              + " and sums too, got %s"
                  .formatted(macro.node("timing.mode_change_ns.value").asString()));
    }
  }

  private void leftOut(String loss, String because) {
    String key = chiplet + ".losses." + loss;
    if (!keys.node(key).isMissingNode()) {
      keys.blame(key, "must be left out for dram_bank, whose " + because + ", got it");
    }
  }

  private void wordsOfFormat() {
    String format = macro.node("format").asString("");
    int word = MacroSpec.Format.of(macro.node("format")).bits();
    if (word == 0) {
      return;
    }
    for (String key : List.of("weight_bits", "input_bits")) {
      OptionalLong bits = macro.whole(key);
      if (bits.isPresent() && bits.getAsLong() != word) {
        macro.blame(key, "must be %s for %s, got %s".formatted(word, format, bits.getAsLong()));
      }
    }
  }

  /// Floating-point words are aligned, and nothing else is.
  private void alignment() {
    boolean floats = MacroSpec.Format.of(macro.node("format")).bits() > 0;
    for (String key : macro.node("precisions").propertyNames()) {
      MacroSpec.WordPair words = MacroSpec.WordPair.of(key);
      floats |= words != null && words.format().bits() > 0;
    }
    if (floats && macro.node("alignment").isMissingNode()) {
      keys.blame(
          keys.node(chiplet + ".macro"),
          chiplet + ".macro.alignment",
          "must be given for floating-point words, which it says how to add, got none");
    } else if (!floats && macro.node("alignment").isObject()) {
      macro.blame("alignment", "must be left out where no words are floating point, got it");
    } else if (macro.node("alignment.of").asString("").equals("products")
        && macro.whole("alignment.outputs").orElse(1) > 1) {
      macro.blame(
          "alignment.outputs",
          "must be 1 where products are aligned, each output its own, got %s"
              .formatted(macro.whole("alignment.outputs").orElse(1)));
    }
  }

  private void refresh() {
    String interval = "timing.t_refi_ns.value";
    String length = "timing.t_rfc_ns.value";
    if (macro.right(interval)
        && macro.right(length)
        && macro.node(interval).doubleValue() <= macro.node(length).doubleValue()) {
      macro.blame(
          interval,
          "must be more than t_rfc_ns = %s, got %s; there would be no time between refreshes"
              .formatted(macro.node(length).asString(), macro.node(interval).asString()));
    }
  }

  private void slices() {
    OptionalLong cell = macro.whole("bits_per_cell");
    OptionalLong weight = macro.whole("weight_bits");
    if (cell.isPresent()
        && weight.isPresent()
        && cell.getAsLong() > Math.max(1, weight.getAsLong() - 1)) {
      macro.blame(
          "bits_per_cell",
          "must be at most weight_bits - 1 = %s, the magnitude of a signed weight, got %s"
              .formatted(Math.max(1, weight.getAsLong() - 1), cell.getAsLong()));
      return;
    }
    OptionalLong lines = macro.whole("bit_lines");
    if (cell.isPresent() && weight.isPresent() && lines.isPresent()) {
      int each =
          MacroSpec.AnalogCrossbar.bitLinesPerWeight(
              (int) weight.getAsLong(), (int) cell.getAsLong());
      if (lines.getAsLong() % each != 0) {
        macro.blame(
            "bit_lines",
            "must be a multiple of %s, a pair for each slice of a weight, got %s"
                .formatted(each, lines.getAsLong()));
      }
    }
  }

  private void multiple(String key, String of, String why) {
    OptionalLong value = macro.whole(key);
    OptionalLong unit = macro.whole(of);
    if (value.isPresent() && unit.isPresent() && value.getAsLong() % unit.getAsLong() != 0) {
      macro.blame(
          key,
          "must be a multiple of %s = %s, got %s; %s"
              .formatted(of, unit.getAsLong(), value.getAsLong(), why));
    }
  }
}
