package org.cimlet.machine;

import java.util.Random;
import org.cimlet.machine.MachineSpec.ZeroSkipper;
import org.cimlet.quantity.Sourced;

/// A sound macro of any kind, of odd values.
record RandomMacro(Random random, Numbers numbers) {

  /// Makes a sourced number.
  @FunctionalInterface
  interface Numbers {
    Sourced number(double least, double most);
  }

  MacroSpec macro() {
    return switch (random.nextInt(4)) {
      case 0 -> comb();
      case 1 -> dram();
      case 2 -> rram();
      default -> crossbar();
    };
  }

  private MacroSpec.DigitalSram comb() {
    int group = 2 << random.nextInt(6);
    return new MacroSpec.DigitalSram(
        1 + random.nextInt(group),
        1 + random.nextInt(100_000),
        1 + random.nextInt(16),
        1 + random.nextInt(16),
        32 + random.nextInt(33),
        1 + random.nextInt(1024),
        number(0.001, 20000),
        energy(),
        energy(),
        random.nextBoolean() ? new ZeroSkipper(group, energy(), energy()) : null);
  }

  private MacroSpec.DramBank dram() {
    MacroSpec.Format[] formats = MacroSpec.Format.values();
    MacroSpec.Format format = formats[random.nextInt(formats.length)];
    int bits = format == MacroSpec.Format.INT ? 1 + random.nextInt(16) : 16;
    int columns = 1 + random.nextInt(64);
    int rowsPerPage = 1 + random.nextInt(128);
    return new MacroSpec.DramBank(
        columns,
        rowsPerPage * (1 + random.nextInt(1000)),
        format,
        bits,
        bits,
        32 + random.nextInt(33),
        rowsPerPage,
        1 + random.nextInt(8),
        random.nextBoolean() ? MacroSpec.Stationary.INPUT : MacroSpec.Stationary.OUTPUT,
        columns * (1 + random.nextInt(100)),
        1 + random.nextInt(64),
        timing(),
        energy(),
        energy(),
        energy(),
        energy());
  }

  private MacroSpec.BankTiming timing() {
    return new MacroSpec.BankTiming(
        number(0.001, 100),
        number(0, 100),
        number(0, 100),
        number(0, 100),
        number(0, 100),
        number(0, 100),
        number(0, 100),
        number(0, 100),
        number(0, 100),
        number(501, 10_000),
        number(0, 500));
  }

  private MacroSpec.DigitalNvm rram() {
    int shared = 1 + random.nextInt(16);
    return new MacroSpec.DigitalNvm(
        1 + random.nextInt(64),
        shared * (1 + random.nextInt(1000)),
        1 + random.nextInt(16),
        1 + random.nextInt(16),
        32,
        1 + random.nextInt(8),
        shared,
        number(0, 100),
        number(0.001, 100),
        number(0.001, 20000),
        energy(),
        energy(),
        energy(),
        write());
  }

  private MacroSpec.AnalogCrossbar crossbar() {
    int weightBits = 2 + random.nextInt(15);
    return new MacroSpec.AnalogCrossbar(
        1 + random.nextInt(256),
        1 + random.nextInt(256),
        weightBits,
        1 + random.nextInt(16),
        32,
        1 + random.nextInt(Math.min(8, weightBits - 1)),
        number(0.001, 20000),
        number(0.001, 100),
        new MacroSpec.Adc(
            1 + random.nextInt(24),
            1 + random.nextInt(64),
            number(1e-6, 1e4),
            energy(),
            number(1e-3, 1e6)),
        new MacroSpec.AnalogCell(number(0, 1), number(0, 1), number(0, 1)),
        energy(),
        energy(),
        energy(),
        write());
  }

  private MacroSpec.CellWrite write() {
    return new MacroSpec.CellWrite(
        energy(), number(0.001, 1e6), 1 + random.nextInt(1000), number(1, 1e15));
  }

  private Sourced energy() {
    return number(0, 1e9);
  }

  private Sourced number(double least, double most) {
    return numbers.number(least, most);
  }
}
