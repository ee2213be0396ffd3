package org.cimlet.compile.resolve;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MacroSpec;
import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.plan.machine.DigitalNvm;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Precision;
import org.cimlet.plan.machine.Stationary;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;
import org.cimlet.plan.machine.array.BankTiming;
import org.cimlet.plan.machine.array.CellWrite;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// Turns a macro as written into a macro in base units.
public final class MacroResolver {
  private static final double MEGA = 1e6;
  private static final double NANO = 1e9;

  private MacroResolver() {}

  /// @param macro the macro
  /// @param clockHz the clock that a vector unit runs at on the same die
  record Resolved(Macro macro, double clockHz) {}

  static Resolved resolve(MacroSpec spec) {
    return switch (spec) {
      case MacroSpec.DigitalSram sram -> new Resolved(sram(sram), hz(sram.clockMhz()));
      case MacroSpec.DramBank bank ->
          new Resolved(bank(bank), NANO / bank.timing().tCcdNs().value());
      case MacroSpec.DigitalNvm nvm -> new Resolved(nvm(nvm), hz(nvm.clockMhz()));
      case MacroSpec.AnalogCrossbar array -> new Resolved(crossbar(array), hz(array.clockMhz()));
      case MacroSpec.ChargeSram sram -> new Resolved(charge(sram), hz(sram.clockMhz()));
    };
  }

  private static Macro.DigitalSram sram(MacroSpec.DigitalSram spec) {
    MachineSpec.ZeroSkipper skipper = spec.zeroSkipper();
    return new Macro.DigitalSram(
        spec.inputsPerRow(),
        spec.rows(),
        spec.weightBits(),
        spec.inputBits(),
        spec.accumulatorBits(),
        spec.cyclesPerRow(),
        spec.inputVectors(),
        hz(spec.clockMhz()),
        spec.readFjPerBit().value(),
        spec.multiplyFj().value(),
        skipper == null
            ? null
            : new Macro.ZeroSkipper(
                skipper.group(), skipper.decodeFj().value(), skipper.routeFj().value()),
        own(spec),
        alignment(spec),
        precisions(spec));
  }

  private static Precision.@Nullable Alignment alignment(MacroSpec.DigitalSram spec) {
    MacroSpec.Alignment alignment = spec.alignment();
    return alignment == null
        ? null
        : new Precision.Alignment(
            alignment.of() == MacroSpec.Aligned.PRODUCTS, alignment.guardBits());
  }

  private static WordFormat own(MacroSpec.DigitalSram spec) {
    MacroSpec.Format format = spec.format();
    return format == null ? WordFormat.INTEGER : format(format);
  }

  /// Its own words first.
  private static List<Precision> precisions(MacroSpec.DigitalSram spec) {
    List<Precision> all = new ArrayList<>();
    all.add(
        new Precision(
            own(spec),
            spec.weightBits(),
            spec.inputBits(),
            spec.cyclesPerRow(),
            spec.inputVectors(),
            spec.multiplyFj().value()));
    for (MacroSpec.Precision words : spec.precisions()) {
      all.add(
          new Precision(
              format(words.words().format()),
              words.words().weightBits(),
              words.words().inputBits(),
              words.cyclesPerRow(),
              words.inputVectors(),
              words.multiplyFj().value()));
    }
    return all;
  }

  private static Macro.DramBank bank(MacroSpec.DramBank spec) {
    return new Macro.DramBank(
        spec.inputsPerRow(),
        spec.rows(),
        format(spec.format()),
        spec.weightBits(),
        spec.inputBits(),
        spec.accumulatorBits(),
        spec.rowsPerPage(),
        spec.banksPerActivation(),
        spec.banksPerUnit(),
        switch (spec.stationary()) {
          case INPUT -> Stationary.INPUT;
          case OUTPUT -> Stationary.OUTPUT;
        },
        spec.bufferWords(),
        spec.accumulators(),
        timing(spec.timing()),
        spec.readFjPerBit().value(),
        spec.multiplyFj().value(),
        spec.activateFj().value(),
        spec.refreshFj().value());
  }

  private static WordFormat format(MacroSpec.Format format) {
    return switch (format) {
      case INT -> WordFormat.INTEGER;
      case BF16 -> WordFormat.BF16;
      case FP16 -> WordFormat.FP16;
      case FP8_E4M3 -> WordFormat.FP8_E4M3;
      case FP8_E5M2 -> WordFormat.FP8_E5M2;
    };
  }

  private static BankTiming timing(MacroSpec.BankTiming spec) {
    return new BankTiming(
        ps(spec.tCcdNs()),
        ps(spec.fillNs()),
        ps(spec.resultNs()),
        spec.writeToReadNs() == null ? 0 : ps(spec.writeToReadNs()),
        spec.readToWriteNs() == null ? 0 : ps(spec.readToWriteNs()),
        spec.modeChangeNs() == null ? 0 : ps(spec.modeChangeNs()),
        ps(spec.tRcdNs()),
        ps(spec.tRrdNs()),
        ps(spec.tFawNs()),
        ps(spec.tRasNs()),
        ps(spec.tRtpNs()),
        ps(spec.tRpNs()),
        ps(spec.tRefiNs()),
        ps(spec.tRfcNs()));
  }

  private static DigitalNvm nvm(MacroSpec.DigitalNvm spec) {
    return new DigitalNvm(
        spec.inputsPerRow(),
        spec.rows(),
        spec.weightBits(),
        spec.inputBits(),
        spec.accumulatorBits(),
        spec.inputVectors(),
        spec.bitsPerCell(),
        spec.cellsPerSelector(),
        ps(spec.selectNs()),
        ps(spec.senseNs()),
        hz(spec.clockMhz()),
        spec.readFjPerBit().value(),
        spec.multiplyFj().value(),
        spec.selectFj().value(),
        write(spec.write()));
  }

  private static Macro.AnalogCrossbar crossbar(MacroSpec.AnalogCrossbar spec) {
    return new Macro.AnalogCrossbar(
        spec.inputsPerRow(),
        spec.rows(),
        spec.weightBits(),
        spec.inputBits(),
        spec.accumulatorBits(),
        spec.bitsPerCell(),
        ps(spec.settleNs()),
        adc(spec.adc()),
        new AnalogCell(
            spec.cell().spread().value(),
            spec.cell().readNoise().value(),
            spec.cell().driftExponent().value()),
        spec.driveFj().value(),
        spec.cellFj().value(),
        spec.shiftAddFj().value(),
        write(spec.write()));
  }

  private static ChargeSram charge(MacroSpec.ChargeSram spec) {
    return new ChargeSram(
        spec.inputsPerRow(),
        spec.rows(),
        spec.weightBits(),
        spec.inputBits(),
        spec.accumulatorBits(),
        spec.inputBitsPerPulse(),
        ps(spec.settleNs()),
        adc(spec.adc()),
        new AnalogCell(spec.cell().spread().value(), spec.cell().readNoise().value(), 0),
        spec.driveFj().value(),
        spec.cellFj().value(),
        spec.shiftAddFj().value());
  }

  private static Adc adc(MacroSpec.Adc spec) {
    return new Adc(
        spec.bits(),
        spec.perMacro(),
        Math.round(MEGA / spec.rateMsps().value()),
        spec.conversionFj().value(),
        spec.rangeLevels().value());
  }

  private static CellWrite write(MacroSpec.CellWrite spec) {
    return new CellWrite(
        spec.cellFj().value(), ps(spec.cellNs()), spec.cellsAtOnce(), spec.endurance().value());
  }

  private static long hz(Sourced mhz) {
    return Math.round(mhz.value() * MEGA);
  }

  private static long ps(Sourced ns) {
    return Math.round(ns.value() * 1000);
  }
}
