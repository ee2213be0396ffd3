package org.cimlet.cli;

import java.util.Optional;
import java.util.stream.Stream;
import org.cimlet.compile.Compiler;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.plan.machine.AnalogArray;
import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What may differ from a machine's own analog crossbars, as options. Names nothing of the module
/// that runs networks, which short commands start without.
final class AnalogOptions {
  private static final long USUAL_SEED = 1;
  private static final int MOST_BITS = 24;

  @Option(
      names = "--adc-bits",
      paramLabel = "N",
      description = "ADC bits of an analog machine (default: the machine's)")
  private @Nullable Integer adcBits;

  @Option(
      names = "--adc-range",
      paramLabel = "L",
      description = "ADC full scale in either direction, in cell levels (default: the machine's)")
  private @Nullable Double adcRange;

  @Option(
      names = "--cell-spread",
      paramLabel = "S",
      description =
          "programming error: standard deviation as a share of a cell's range (default: the"
              + " machine's)")
  private @Nullable Double cellSpread;

  @Option(
      names = "--read-noise",
      paramLabel = "S",
      description =
          "read noise: standard deviation as a share of a cell's range (default: the machine's)")
  private @Nullable Double readNoise;

  @Option(
      names = "--cell-age",
      paramLabel = "SECONDS",
      description = "seconds since programming, for drift (default: 1)")
  private @Nullable Double cellAge;

  @Option(
      names = "--analog-seed",
      paramLabel = "N",
      description = "random seed of programming errors and noise (default: 1)")
  private @Nullable Long seed;

  /// The analog arrays of a machine, as the options change them; empty where it has none.
  ///
  /// @throws InvalidInputException where an option makes no sense, or there are no arrays for it
  Optional<AnalogArray> array(@Nullable String machine) {
    if (machine != null
        && Compiler.machine(MachineReader.open(machine).withUsualOperands().machine())
                .chiplet()
                .macro()
            instanceof AnalogArray array) {
      check();
      return Optional.of(changed(array));
    }
    if (Stream.of(adcBits, adcRange, cellSpread, readNoise, cellAge, seed)
        .anyMatch(o -> o != null)) {
      throw InvalidInputException.of(
          "--machine",
          "must have analog arrays for --adc-bits, --adc-range, --cell-spread, --read-noise, --cell-age and --analog-seed, got %s; try analog-rram-crossbar"
              .formatted(machine == null ? "none" : machine));
    }
    return Optional.empty();
  }

  /// What chooses programming errors and noise.
  long chosenSeed() {
    return seed == null ? USUAL_SEED : seed;
  }

  /// Seconds since the cells were written.
  double ageS() {
    return cellAge == null ? 1 : cellAge;
  }

  private void check() {
    if (adcBits != null && (adcBits < 1 || adcBits > MOST_BITS)) {
      throw InvalidInputException.of(
          "--adc-bits", "must be from 1 to %s, got %s".formatted(MOST_BITS, adcBits));
    }
    if (adcRange != null && !(adcRange > 0 && adcRange <= 1e9)) {
      throw InvalidInputException.of("--adc-range", "must be above 0, got " + adcRange);
    }
    share("--cell-spread", cellSpread);
    share("--read-noise", readNoise);
    if (cellAge != null && !(cellAge >= 1 && cellAge <= 1e12)) {
      throw InvalidInputException.of("--cell-age", "must be from 1 to 1e12, got " + cellAge);
    }
  }

  private static void share(String option, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw InvalidInputException.of(option, "must be from 0 to 1, got " + value);
    }
  }

  private AnalogArray changed(AnalogArray own) {
    Adc adc = own.adc();
    AnalogCell cell = own.cell();
    return own.with(
        new Adc(
            adcBits == null ? adc.bits() : adcBits,
            adc.perMacro(),
            adc.conversionPs(),
            adc.conversionFj(),
            adcRange == null ? adc.rangeLevels() : adcRange),
        new AnalogCell(
            cellSpread == null ? cell.spread() : cellSpread,
            readNoise == null ? cell.readNoise() : readNoise,
            cell.driftExponent()));
  }
}
