package org.cimlet.machine;

import java.util.Locale;
import org.cimlet.machine.MachineSpec.ZeroSkipper;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A checked macro on its way into a record.
///
/// @param numbers where sourced numbers are noted as they are met
/// @param parts gives what a macro's parts let follow
record MacroTree(SourcedNumbers numbers, PartNumbers parts) {
  MacroSpec macro(Part macro) {
    String kind = macro.has("kind") ? macro.text("kind") : "comb";
    return switch (kind) {
      case "comb" -> comb(macro);
      case "dram" -> dram(macro);
      case "rram" -> rram(macro);
      case "crossbar" -> crossbar(macro);
      default -> throw new IllegalStateException("the schema let through " + kind);
    };
  }

  private MacroSpec.DigitalSram comb(Part macro) {
    return new MacroSpec.DigitalSram(
        macro.count("columns"),
        macro.count("depth"),
        macro.count("weight_bits"),
        macro.count("input_bits"),
        macro.count("accumulator_bits"),
        macro.count("cycles_per_row"),
        parts.number(macro.node(), macro.path(), "clock_mhz"),
        parts.number(macro.node(), macro.path(), "read_fj_per_bit"),
        parts.number(macro.node(), macro.path(), "multiply_fj"),
        zeroSkipper(macro));
  }

  private @Nullable ZeroSkipper zeroSkipper(Part macro) {
    if (!macro.has("zero_skipper")) {
      return null;
    }
    Part skipper = macro.part("zero_skipper");
    return new ZeroSkipper(
        skipper.count("group"),
        parts.number(skipper.node(), skipper.path(), "decode_fj"),
        parts.number(skipper.node(), skipper.path(), "route_fj"));
  }

  private MacroSpec.DramBank dram(Part macro) {
    return new MacroSpec.DramBank(
        macro.count("columns"),
        macro.count("depth"),
        MacroSpec.Format.valueOf(macro.text("format").toUpperCase(Locale.ROOT)),
        macro.count("weight_bits"),
        macro.count("input_bits"),
        macro.count("accumulator_bits"),
        macro.count("rows_per_page"),
        macro.count("banks_per_activation"),
        MacroSpec.Stationary.valueOf(macro.text("stationary").toUpperCase(Locale.ROOT)),
        macro.count("buffer_words"),
        macro.count("accumulators"),
        timing(macro.part("timing")),
        sourced(macro, "read_fj_per_bit"),
        sourced(macro, "multiply_fj"),
        sourced(macro, "activate_fj"),
        sourced(macro, "refresh_fj"));
  }

  private MacroSpec.BankTiming timing(Part timing) {
    return new MacroSpec.BankTiming(
        sourced(timing, "t_ccd_ns"),
        sourced(timing, "fill_ns"),
        sourced(timing, "result_ns"),
        sourced(timing, "t_rcd_ns"),
        sourced(timing, "t_rrd_ns"),
        sourced(timing, "t_faw_ns"),
        sourced(timing, "t_ras_ns"),
        sourced(timing, "t_rtp_ns"),
        sourced(timing, "t_rp_ns"),
        sourced(timing, "t_refi_ns"),
        sourced(timing, "t_rfc_ns"));
  }

  private MacroSpec.DigitalNvm rram(Part macro) {
    return new MacroSpec.DigitalNvm(
        macro.count("columns"),
        macro.count("depth"),
        macro.count("weight_bits"),
        macro.count("input_bits"),
        macro.count("accumulator_bits"),
        macro.count("bits_per_cell"),
        macro.count("cells_per_selector"),
        sourced(macro, "select_ns"),
        sourced(macro, "sense_ns"),
        sourced(macro, "clock_mhz"),
        sourced(macro, "read_fj_per_bit"),
        sourced(macro, "multiply_fj"),
        sourced(macro, "select_fj"),
        write(macro.part("write")));
  }

  private MacroSpec.AnalogCrossbar crossbar(Part macro) {
    return new MacroSpec.AnalogCrossbar(
        macro.count("columns"),
        macro.count("depth"),
        macro.count("weight_bits"),
        macro.count("input_bits"),
        macro.count("accumulator_bits"),
        macro.count("bits_per_cell"),
        sourced(macro, "clock_mhz"),
        sourced(macro, "settle_ns"),
        adc(macro.part("adc")),
        cell(macro.part("cell")),
        sourced(macro, "drive_fj"),
        sourced(macro, "cell_fj"),
        sourced(macro, "shift_add_fj"),
        write(macro.part("write")));
  }

  private MacroSpec.Adc adc(Part adc) {
    return new MacroSpec.Adc(
        adc.count("bits"),
        adc.count("per_macro"),
        sourced(adc, "rate_msps"),
        sourced(adc, "conversion_fj"),
        sourced(adc, "range_levels"));
  }

  private MacroSpec.AnalogCell cell(Part cell) {
    return new MacroSpec.AnalogCell(
        sourced(cell, "spread"), sourced(cell, "read_noise"), sourced(cell, "drift_exponent"));
  }

  private MacroSpec.CellWrite write(Part write) {
    return new MacroSpec.CellWrite(
        sourced(write, "cell_fj"),
        sourced(write, "cell_ns"),
        write.count("cells_at_once"),
        sourced(write, "endurance"));
  }

  private Sourced sourced(Part part, String key) {
    return part.sourced(key, numbers);
  }
}
