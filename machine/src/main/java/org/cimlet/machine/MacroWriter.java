package org.cimlet.machine;

import org.cimlet.machine.MachineSpec.ZeroSkipper;

/// Writes a macro's keys.
record MacroWriter(YamlText yaml) {
  void macro(MacroSpec macro) {
    yaml.line("kind", macro.kind());
    yaml.line("columns", macro.columns());
    yaml.line("depth", macro.depth());
    if (macro instanceof MacroSpec.DramBank dram) {
      yaml.line("format", dram.format().label());
    }
    yaml.line("weight_bits", macro.weightBits());
    yaml.line("input_bits", macro.inputBits());
    yaml.line("accumulator_bits", macro.accumulatorBits());
    switch (macro) {
      case MacroSpec.DigitalSram comb -> comb(comb);
      case MacroSpec.DramBank dram -> dram(dram);
      case MacroSpec.DigitalNvm rram -> rram(rram);
      case MacroSpec.AnalogCrossbar crossbar -> crossbar(crossbar);
    }
  }

  private void comb(MacroSpec.DigitalSram comb) {
    yaml.line("cycles_per_row", comb.cyclesPerRow());
    yaml.line("clock_mhz", comb.clockMhz());
    yaml.line("read_fj_per_bit", comb.readFjPerBit());
    yaml.line("multiply_fj", comb.multiplyFj());
    ZeroSkipper skipper = comb.zeroSkipper();
    if (skipper != null) {
      yaml.part(
          "zero_skipper",
          () -> {
            yaml.line("group", skipper.group());
            yaml.line("decode_fj", skipper.decodeFj());
            yaml.line("route_fj", skipper.routeFj());
          });
    }
  }

  private void dram(MacroSpec.DramBank dram) {
    yaml.line("rows_per_page", dram.rowsPerPage());
    yaml.line("banks_per_activation", dram.banksPerActivation());
    yaml.line("stationary", dram.stationary().label());
    yaml.line("buffer_words", dram.bufferWords());
    yaml.line("accumulators", dram.accumulators());
    yaml.part("timing", () -> timing(dram.timing()));
    yaml.line("read_fj_per_bit", dram.readFjPerBit());
    yaml.line("multiply_fj", dram.multiplyFj());
    yaml.line("activate_fj", dram.activateFj());
    yaml.line("refresh_fj", dram.refreshFj());
  }

  private void timing(MacroSpec.BankTiming timing) {
    yaml.line("t_ccd_ns", timing.tCcdNs());
    yaml.line("fill_ns", timing.fillNs());
    yaml.line("result_ns", timing.resultNs());
    yaml.line("t_rcd_ns", timing.tRcdNs());
    yaml.line("t_rrd_ns", timing.tRrdNs());
    yaml.line("t_faw_ns", timing.tFawNs());
    yaml.line("t_ras_ns", timing.tRasNs());
    yaml.line("t_rtp_ns", timing.tRtpNs());
    yaml.line("t_rp_ns", timing.tRpNs());
    yaml.line("t_refi_ns", timing.tRefiNs());
    yaml.line("t_rfc_ns", timing.tRfcNs());
  }

  private void rram(MacroSpec.DigitalNvm rram) {
    yaml.line("bits_per_cell", rram.bitsPerCell());
    yaml.line("cells_per_selector", rram.cellsPerSelector());
    yaml.line("select_ns", rram.selectNs());
    yaml.line("sense_ns", rram.senseNs());
    yaml.line("clock_mhz", rram.clockMhz());
    yaml.line("read_fj_per_bit", rram.readFjPerBit());
    yaml.line("multiply_fj", rram.multiplyFj());
    yaml.line("select_fj", rram.selectFj());
    yaml.part("write", () -> write(rram.write()));
  }

  private void crossbar(MacroSpec.AnalogCrossbar crossbar) {
    yaml.line("bits_per_cell", crossbar.bitsPerCell());
    yaml.line("clock_mhz", crossbar.clockMhz());
    yaml.line("settle_ns", crossbar.settleNs());
    MacroSpec.Adc adc = crossbar.adc();
    yaml.part(
        "adc",
        () -> {
          yaml.line("bits", adc.bits());
          yaml.line("per_macro", adc.perMacro());
          yaml.line("rate_msps", adc.rateMsps());
          yaml.line("conversion_fj", adc.conversionFj());
          yaml.line("range_levels", adc.rangeLevels());
        });
    MacroSpec.AnalogCell cell = crossbar.cell();
    yaml.part(
        "cell",
        () -> {
          yaml.line("spread", cell.spread());
          yaml.line("read_noise", cell.readNoise());
          yaml.line("drift_exponent", cell.driftExponent());
        });
    yaml.line("drive_fj", crossbar.driveFj());
    yaml.line("cell_fj", crossbar.cellFj());
    yaml.line("shift_add_fj", crossbar.shiftAddFj());
    yaml.part("write", () -> write(crossbar.write()));
  }

  private void write(MacroSpec.CellWrite write) {
    yaml.line("cell_fj", write.cellFj());
    yaml.line("cell_ns", write.cellNs());
    yaml.line("cells_at_once", write.cellsAtOnce());
    yaml.line("endurance", write.endurance());
  }
}
