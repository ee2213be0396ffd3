package org.cimlet.cli.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.machine.Macro;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.jspecify.annotations.Nullable;

/// The design that a machine's macro and the command line ask for.
///
/// @param machine as it was named
/// @param pattern `K:N`, `none`, or nothing
record DesignOf(String machine, Part part, @Nullable String pattern, int pipeline) {
  private static final Pattern KEPT_OF_GROUP =
      Pattern.compile("([1-9][0-9]{0,2}):([1-9][0-9]{0,2})");
  private static final int QUARTER = 4;

  /// @throws InvalidInputException with everything that does not fit
  Design design(Macro macro) {
    if (!(macro instanceof Macro.DigitalSram sram)) {
      throw InvalidInputException.of(
          machine,
          "must have a macro of kind digital_sram to be emitted, got another kind of memory;"
              + " fudan-28nm and comb-mcm-65nm have one");
    }
    List<Diagnostic> faults = new ArrayList<>();
    widths(sram, faults);
    order(sram, faults);
    int group = sram.zeroSkipper().map(Macro.ZeroSkipper::group).orElse(0);
    int kept = kept(group, sram.inputsPerRow(), faults);
    throwIfAny(faults);
    Design design =
        new Design(
            kept == 0 ? 0 : group,
            kept,
            sram.inputsPerRow(),
            sram.rows(),
            sram.weightBits(),
            sram.inputBits(),
            sram.accumulatorBits(),
            0);
    int most = part.mostRegisters(design);
    if (pipeline < 0 || pipeline > most) {
      throw InvalidInputException.of(
          "--pipeline",
          "must be 0%s for %s, got %s"
              .formatted(most == 0 ? "" : " to " + most, part.label(), pipeline));
    }
    return design.withPipeline(pipeline);
  }

  /// The same with a mask decoder that saves carries.
  ///
  /// @throws InvalidInputException with everything that does not fit
  Design fastDesign(Macro macro) {
    Design design = design(macro);
    if (!part.hasDecoder(design)) {
      throw InvalidInputException.of(
          "--fast-decoder",
          "must stay away for %s of %s, which has no mask decoder"
              .formatted(part.label(), machine));
    }
    if (design.group() < Design.LEAST_FAST) {
      throw InvalidInputException.of(
          "--fast-decoder",
          "needs a group of %s or more, got %s".formatted(Design.LEAST_FAST, design.group()));
    }
    return design.withFastDecoder();
  }

  /// Whether inputs come bit by bit.
  boolean isBitSerial(Macro.DigitalSram sram) {
    return sram.cyclesPerRow() > 1;
  }

  private void throwIfAny(List<Diagnostic> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
  }

  private void fault(List<Diagnostic> faults, String where, String message) {
    faults.add(Diagnostic.of(where, message));
  }

  private void widths(Macro.DigitalSram sram, List<Diagnostic> faults) {
    within(faults, "weight_bits", sram.weightBits(), 1, Design.MOST_BITS);
    within(faults, "input_bits", sram.inputBits(), 1, Design.MOST_BITS);
    within(faults, "input_vectors", sram.inputVectors(), 1, 1);
    within(faults, "accumulator_bits", sram.accumulatorBits(), 2, Integer.SIZE);
  }

  private void within(List<Diagnostic> faults, String key, int value, int least, int most) {
    if (value < least || value > most) {
      fault(
          faults,
          machine,
          "chiplet.macro.%s must be %s%s for the datapath, got %s"
              .formatted(key, least, most == least ? "" : " to " + most, value));
    }
  }

  /// A part that adds rows must take inputs as the macro's cycles say.
  private void order(Macro.DigitalSram sram, List<Diagnostic> faults) {
    int cycles = sram.cyclesPerRow();
    if (cycles != 1 && cycles != sram.inputBits()) {
      fault(
          faults,
          machine,
          "chiplet.macro.cycles_per_row must be 1, or input_bits for inputs that come bit by bit,"
              + " got %s".formatted(cycles));
    }
    if (part == Part.BIT_SERIAL_EDGE && cycles == 1) {
      fault(
          faults,
          machine,
          "chiplet.macro.cycles_per_row must be input_bits for bit_serial_edge, got 1; emit"
              + " macro_edge, or name comb-mcm-65nm");
    }
    if (part == Part.MACRO_EDGE && cycles > 1) {
      fault(
          faults,
          machine,
          "chiplet.macro.cycles_per_row must be 1 for macro_edge, got %s; emit bit_serial_edge"
              .formatted(cycles));
    }
  }

  /// @return weights kept of a group; 0 where rows are dense
  private int kept(int group, int columns, List<Diagnostic> faults) {
    if (group == 0) {
      if (part.needsSkipper()) {
        fault(
            faults,
            machine,
            "must have chiplet.macro.zero_skipper for %s, got none; fudan-28nm has one"
                .formatted(part.label()));
      } else if (pattern != null && !pattern.equals("none")) {
        fault(
            faults,
            "--compress",
            "must be none for %s, which has no zero skipper, got %s".formatted(machine, pattern));
      }
      return 0;
    }
    if ("none".equals(pattern)) {
      if (part.needsSkipper()) {
        fault(faults, "--compress", "must be a pattern for %s, got none".formatted(part.label()));
      }
      return 0;
    }
    int kept = group / QUARTER;
    if (pattern != null) {
      Matcher read = KEPT_OF_GROUP.matcher(pattern);
      if (!read.matches() || Integer.parseInt(read.group(2)) != group) {
        fault(
            faults,
            "--compress",
            "must be K:%s, K from 1 to the machine's group, or none, got %s"
                .formatted(group, pattern));
        return 0;
      }
      kept = Integer.parseInt(read.group(1));
    }
    if (!Design.GROUPS.contains(group)) {
      fault(
          faults,
          machine,
          "chiplet.macro.zero_skipper.group must be one of %s, got %s"
              .formatted(Design.GROUPS, group));
    } else if (kept > group || (columns % kept != 0 && kept % columns != 0)) {
      fault(
          faults,
          "--compress",
          "must keep at most %s, and divide a row of %s columns or be divided by it, got %s"
              .formatted(group, columns, kept));
    } else if (kept == group && !part.needsSkipper()) {
      fault(
          faults,
          "--compress",
          "must keep fewer than %s for %s, whose rows bring no masks then; name none"
              .formatted(group, part.label()));
    }
    return kept;
  }
}
