package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cimlet.machine.operands.CountedOperands;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A macro described by its parts instead of by energies.
class PartNumbersTest {
  private static final Path PRESET =
      Path.of("src/main/resources/org/cimlet/machine/presets/comb-200mb-36.yaml");

  @TempDir private Path folder;

  private static String described(String parts) throws IOException {
    return Files.readString(PRESET)
        .replaceAll("(?m)^    clock_mhz:.*\n", "    parts: " + parts + "\n")
        .replaceAll("(?m)^    (read_fj_per_bit|multiply_fj):.*\n", "")
        .replaceAll("(?m)^      (decode_fj|route_fj):.*\n", "")
        .replaceAll("(?m)^  (compute_mm2|memory_mm2|leakage_mw):.*\n", "");
  }

  /// Cells over segments with their strips.
  private static final double DENSITY = 250 / 298.0 * 256 / 304;

  private static final String SIX_T = "{cell: 6T, bitline_rows: 250, multiplier: {kind: array}}";

  @Test
  void whatTheFileLeavesOutFollowsFromTheParts() throws IOException {
    MachineSpec.Chiplet chiplet =
        MachineReader.parse("mine.yaml", described(SIX_T)).machine().chiplet();
    // 1,250 macros x 1.28 Mbit x 0.064 um2, of segments of 250 rows and 4 x 64 columns
    assertThat(chiplet.memoryMm2().value())
        .isCloseTo(1250 * 1.28e6 * 0.064 / DENSITY / 1e6, within(0.001));
    assertThat(chiplet.memoryMm2().source()).isEqualTo("by the macro's parts at 14 nm and 0.8 V");
    assertThat(chiplet.memoryMm2().statedRange()).isPresent();
  }

  @Test
  void aCellOfOnesOwnStandsInForThePublishedOne() throws IOException {
    String own =
        described(SIX_T.replace("cell: 6T", "cell: 6T, cell_um2: {value: 0.032, assumed: x}"));
    assertThat(MachineReader.parse("mine.yaml", own).machine().chiplet().memoryMm2().value())
        .isCloseTo(1250 * 1.28e6 * 0.032 / DENSITY / 1e6, within(0.001));
  }

  @Test
  void whatTheFileStatesStands() throws IOException {
    String stated =
        described(SIX_T)
            .replace("    parts:", "    read_fj_per_bit: {value: 20, assumed: x}\n    parts:");
    MachineSpec machine = MachineReader.parse("mine.yaml", stated).machine();
    assertThat(machine.provenance())
        .filteredOn(line -> line.key().equals("chiplet.macro.read_fj_per_bit"))
        .extracting(line -> line.number().value())
        .containsExactly(20.0);
  }

  @Test
  void beyondATableTheSourceSaysSo() throws IOException {
    String at14 =
        described(SIX_T)
            .replace("node_nm: {value: 14", "node_nm: {value: 1.4")
            .replace("preset: 14nm", "preset: 3nm");
    Provenance logic =
        MachineReader.parse("mine.yaml", at14).machine().provenance().stream()
            .filter(line -> line.key().equals("chiplet.compute_mm2"))
            .findFirst()
            .orElseThrow();
    assertThat(logic.number().evidence()).isEqualTo(Evidence.EXTRAPOLATED);
    assertThat(logic.number().source())
        .isEqualTo(
            "by the macro's parts at 1.4 nm and 0.8 V; the table of logic ends at 2 and 90 nm,"
                + " asked at 1.4 nm");
  }

  @Test
  void partsThatDoNotFitAreTold() throws IOException {
    String wrong =
        described(
            "{cell: 9T, bitline_rows: 20001, weight_slice_bits: 9, multiplier: {kind: serial,"
                + " input_bits_per_cycle: 4}, tree: {channels: 3, adders: approximate,"
                + " energy_ratio: {value: 0.5, assumed: x}}, operands: {input_ones: 0.6,"
                + " input_zeros: 0.5, weight_ones: 0.5}}");
    assertThatThrownBy(() -> MachineReader.parse("mine.yaml", wrong))
        .hasMessageContaining(
            "chiplet.macro.parts.cell: must be one of 6T, 8T, 10T, 12T, got \"9T\"")
        .hasMessageContaining(
            "chiplet.macro.parts.bitline_rows: must be at most chiplet.macro.rows = 20000, got"
                + " 20001")
        .hasMessageContaining(
            "chiplet.macro.parts.weight_slice_bits: must be at most chiplet.macro.weight_bits = 8,"
                + " got 9")
        .hasMessageContaining(
            "chiplet.macro.parts.multiplier.input_bits_per_cycle: must bring all 8 bits of an input"
                + " within the 1 cycles of a row, got 4 a cycle")
        .hasMessageContaining(
            "chiplet.macro.parts.tree.channels: must divide chiplet.macro.inputs_per_row = 8, got"
                + " 3")
        .hasMessageContaining(
            "chiplet.macro.parts.tree: must have area_ratio for approximate adders")
        .hasMessageContaining(
            "chiplet.macro.parts.operands.input_ones: must leave room for input_zeros = 0.5, whose"
                + " bits are none, got 0.6");
  }

  /// Slices of 4 bits: two for a word of 8, one for a word of 4, whose row feeds as many trees.
  @Test
  void furtherWordsTakeWhatTheSameTreesTake() throws IOException {
    String sliced = SIX_T.replace("cell: 6T", "cell: 6T, weight_slice_bits: 4");
    String words =
        described(sliced).replace("    parts:", "    precisions: {w4a8: {}}\n    parts:");
    MachineSpec machine = MachineReader.parse("mine.yaml", words).machine();
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) machine.chiplet().macro();
    MacroSpec.Precision narrow = macro.precisions().getFirst();
    assertThat(narrow.cyclesPerRow()).isEqualTo(1);
    assertThat(narrow.inputVectors()).isEqualTo(1);
    CombShape own =
        CombShape.onBoundary(
            20_000,
            new Datapath(
                8, 4, 4, 8, 8, Multiplier.ARRAY, Adders.RIPPLE, false, macro.accumulatorBits()),
            Operands.usual(8),
            SramCell.SIX_T,
            250,
            0);
    assertThat(narrow.multiplyFj().value())
        .isCloseTo(new CombMacro(own, 14, 0.8).multiplyFj().value(), withPercentage(1));
    assertThat(narrow.multiplyFj().value() / macro.multiplyFj().value()).isBetween(0.4, 0.65);
    assertThat(machine.provenance())
        .extracting(Provenance::key)
        .contains("chiplet.macro.precisions.w4a8.multiply_fj");
  }

  /// What was stated for another process is carried, every word's with it.
  @Test
  void furtherWordsAreCarriedToAnotherProcess() {
    MachineFile there = MachineReader.open("corsair").set(Map.of("process.preset", "14nm"));
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) there.machine().chiplet().macro();
    double before = 22 / 6.0;
    assertThat(macro.multiplyFj().value() / macro.precisions().getFirst().multiplyFj().value())
        .isCloseTo(before, within(1e-9));
  }

  /// A stage of half the gates, and five for its flip-flops; flip-flops take area.
  @Test
  void aTreeInStagesIsFasterAndLarger() throws IOException {
    String cut = SIX_T.replace("{kind: array}", "{kind: array}, tree: {stages: 2}");
    MachineSpec.Chiplet whole =
        MachineReader.parse("mine.yaml", described(SIX_T)).machine().chiplet();
    MachineSpec.Chiplet staged =
        MachineReader.parse("mine.yaml", described(cut)).machine().chiplet();
    assertThat(staged.computeMm2().value() / whole.computeMm2().value()).isBetween(1.05, 1.5);
    assertThat(clock(described(cut)).value() / clock(described(SIX_T)).value()).isBetween(1.6, 2.0);
    assertThatThrownBy(() -> clock(described(cut.replace("stages: 2", "stages: 0"))))
        .hasMessageContaining("chiplet.macro.parts.tree.stages: must be at least 1, got 0");
  }

  @Test
  void rowsReachTheirMultipliersInOneWay() throws IOException {
    String parts = "multiplier: {kind: array}}";
    assertThatThrownBy(() -> clock(described("{cell: 6T, " + parts)))
        .hasMessageContaining(
            "chiplet.macro.parts: must have one of bitline_rows and rows_per_multiplier, by which"
                + " rows reach the multipliers, got neither; add one");
    assertThatThrownBy(() -> clock(described("{cell: 6T, rows_per_multiplier: 4, " + parts)))
        .hasMessageContaining(
            "rows_per_multiplier: must be chiplet.macro.rows = 20000, which share the macro's"
                + " multipliers, got 4");
  }

  @Test
  void bitLinesThatShareAnAmplifierLieInOneArray() throws IOException {
    String parts = "multiplier: {kind: array}}";
    assertThatThrownBy(
            () -> clock(described("{cell: 6T, bitline_rows: 250, column_mux: 81, " + parts)))
        .hasMessageContaining("chiplet.macro.parts.column_mux: must be at most 64, got 81");
    assertThatThrownBy(
            () -> clock(described("{cell: 6T, bitline_rows: 2500, column_mux: 9, " + parts)))
        .hasMessageContaining(
            "chiplet.macro.parts.column_mux: must leave a segment of column_mux x bitline_rows"
                + " within chiplet.macro.rows = 20000, got 9 x 2500");
    assertThatThrownBy(() ->
            clock(described("{cell: 6T, rows_per_multiplier: 20000, column_mux: 2, " + parts)))
        .hasMessageContaining("column_mux: must be left out without bitline_rows");
  }

  @Test
  void aMultiplierSaysHowInputsEnter() throws IOException {
    String lines = "{cell: 6T, bitline_rows: 250, multiplier: ";
    assertThatThrownBy(() -> clock(described(lines + "{kind: serial}}")))
        .hasMessageContaining(
            "chiplet.macro.parts.multiplier: must have input_bits_per_cycle for serial, got none");
    assertThatThrownBy(() -> clock(described(lines + "{kind: array, input_bits_per_cycle: 4}}")))
        .hasMessageContaining("must be left out for an array, which takes all bits of an input");
    assertThatThrownBy(() ->
            clock(
                described(
                    lines + "{kind: booth4, input_bits_per_cycle: 7}, tree: {per: bit_column}}")))
        .hasMessageContaining(
            "input_bits_per_cycle: must be even for booth4, two bits a digit, got 7")
        .hasMessageContaining("tree.per: must be word for booth4");
    assertThatThrownBy(
            () -> clock(described("{cell: 6T, bitline_rows: 250, input_bits_per_cycle: 8}")))
        .hasMessageContaining("must be multiplier.input_bits_per_cycle now");
  }

  /// Stated operands leave what the model itself may be wrong by; others anything up to random
  /// ones.
  @Test
  void operandsMoveTheEnergyAndItsRange() throws IOException {
    Sourced usual = multiply(SIX_T);
    Sourced random = multiply(withOperands("{input_ones: 0.5, weight_ones: 0.5}"));
    Sourced sparse =
        multiply(
            withOperands(
                "{input_ones: 0.1, input_zeros: 0.75, weight_ones: 0.1, weight_zeros: 0.8}"));
    assertThat(random.value() / usual.value()).isBetween(1.5, 2.5);
    assertThat(sparse.value()).isLessThan(usual.value());
    assertThat(usual.interval().high()).isEqualTo(random.interval().high());
    assertThat(random.interval().low()).isCloseTo(random.value() / 1.3, within(1e-9));
  }

  /// Operands of the network's own run are not made up where they are not there.
  @Test
  void operandsOfTheNetworkAreCountedFirst() throws IOException {
    MachineFile asks = MachineReader.parse("mine.yaml", described(withOperands("network")));
    assertThatThrownBy(asks::machine)
        .hasMessageContaining(
            "chiplet.macro.parts.operands: must be counted in the network's own run, got none;"
                + " count them with: ./cimlet evaluate NETWORK --machine mine.yaml --operands"
                + " FILE");
    CountedOperands counted =
        new CountedOperands(
            "demo, 64 tokens",
            new CountedOperands.Words(8, 0.5, 0.1, 0.35),
            new CountedOperands.Words(8, 0.5, 0, 0.5));
    Sourced multiply =
        ((MacroSpec.DigitalSram) asks.withOperands(counted).machine().chiplet().macro())
            .multiplyFj();
    assertThat(multiply.source()).endsWith("V, operands of demo, 64 tokens");
    assertThat(multiply.value())
        .isEqualTo(
            multiply(
                    withOperands(
                        "{input_ones: 0.5, input_zeros: 0.1, input_toggles: 0.35, weight_ones:"
                            + " 0.5}"))
                .value());
    assertThat(asks.withUsualOperands().machine().chiplet().macro())
        .isEqualTo(MachineReader.parse("mine.yaml", described(SIX_T)).machine().chiplet().macro());
    Path file = folder.resolve("operands.yaml");
    Files.writeString(file, counted.yaml());
    assertThat(CountedOperands.read(file)).isEqualTo(counted);
    Files.writeString(file, counted.yaml().replace("input_ones: 0.5", "input_ones: 0.95"));
    assertThatThrownBy(() -> CountedOperands.read(file))
        .hasMessageContaining("input_ones: must leave room for input_zeros = 0.1");
    assertThatThrownBy(() ->
            asks.withOperands(
                new CountedOperands(
                    "demo", new CountedOperands.Words(4, 0.5, 0.1, 0.3), counted.weights())))
        .hasMessageContaining(
            "chiplet.macro.input_bits: must be the 4 bits that operands were counted with, got 8");
    assertThatThrownBy(() -> MachineReader.open("comb-200mb-36").withOperands(counted))
        .hasMessageContaining("must come with a machine whose parts have operands: network");
    assertThatThrownBy(() -> multiply(withOperands("demo")))
        .hasMessageContaining("chiplet.macro.parts.operands: must be");
  }

  private static String withOperands(String operands) {
    return SIX_T.replace("}}", "}, operands: " + operands + "}");
  }

  private static Sourced multiply(String parts) throws IOException {
    return ((MacroSpec.DigitalSram)
            MachineReader.parse("mine.yaml", described(parts)).machine().chiplet().macro())
        .multiplyFj();
  }

  /// A gate of 28 nm at 1.03 V: 47.8 ps x (1.03 / 0.43) / (0.9 / 0.3); 14 nm is 4.51 / 8.66 of it
  /// by the polynomials at 0.8 and 0.9 V, 24.9 ps. The longest way has 99.4 of them, and 5.
  @Test
  void theClockGoesWithTheThreshold() throws IOException {
    Sourced clock = clock(described(SIX_T));
    assertThat(clock.value()).isCloseTo(1e6 / (24.9 * (99.4 + 5)), within(0.5));
    assertThat(clock.source()).isEqualTo("by the macro's parts at 14 nm and 0.8 V");
    Sourced lower =
        clock(
            described(SIX_T)
                .replace(
                    "  preset: 14nm", "  threshold_v: {value: 0.4, assumed: x}\n  preset: 14nm"));
    // (0.8 - 0.4) / (0.8 - 0.481)
    assertThat(lower.value() / clock.value()).isCloseTo(0.4 / 0.319, within(1e-3));
  }

  /// The 28 nm chip's upper point, and its lower supply: 320 MHz x (0.02 / 0.64) / (0.41 / 1.03) is
  /// 25 MHz, 5 with a threshold of 0.636 V and 97 with one of 0.55 V; published are 20.
  @Test
  void aPointAndAThresholdGiveTheClockWithItsBand() throws IOException {
    String threshold = "{value: 0.62, range: [0.55, 0.636], assumed: x}";
    Sourced clock = clock(at64(threshold, point(1.03, 320)));
    assertThat(clock.value()).isCloseTo(25.1, within(0.05));
    assertThat(clock.interval().low()).isCloseTo(5.23 / 1.1, within(0.05));
    assertThat(clock.interval().high()).isCloseTo(96.6 * 1.1, within(0.1));
    assertThat(clock.source()).endsWith(", through the one point of clock_points");
  }

  @Test
  void twoPointsGiveTheThresholdToo() throws IOException {
    String yaml = at64("{value: 0.6, assumed: x}", point(0.64, 20) + ", " + point(1.03, 320));
    assertThat(clock(yaml).value()).isCloseTo(20, within(1e-9));
    // 320 x 1.03 / (1.03 - 0.624) x (0.8 - 0.624) / 0.8
    assertThat(
            clock(
                    yaml.replace(
                        "voltage_v: {value: 0.64, assumed: here",
                        "voltage_v: {value: 0.8, assumed: here"))
                .value())
        .isCloseTo(178.5, within(0.1));
  }

  @Test
  void nearAThresholdThatWasNotMeasuredThereIsNoClock() throws IOException {
    String near = described(SIX_T).replace("voltage_v: {value: 0.8,", "voltage_v: {value: 0.55,");
    assertThatThrownBy(() -> MachineReader.parse("mine.yaml", near))
        .hasMessageContaining(
            "process.voltage_v.value: must be at least 0.581 V for a clock by the macro's parts,"
                + " 0.1 V above a threshold of 0.4 to 0.561 V that was not measured, got 0.55;"
                + " state process.threshold_v, a point at or below this voltage in"
                + " chiplet.macro.parts.clock_points, or chiplet.macro.clock_mhz");
    String stated =
        near.replace("  preset: 14nm", "  threshold_v: {value: 0.5, assumed: x}\n  preset: 14nm");
    assertThat(clock(stated).value()).isPositive();
    assertThatThrownBy(
            () -> clock(stated.replace("{value: 0.5, assumed: x}", "{value: 0.6, assumed: x}")))
        .hasMessageContaining(
            "must be above the threshold of 0.6 V, where the clock by the macro's"
                + " parts stops, got 0.55");
  }

  @Test
  void pointsOfNoLawAreTold() throws IOException {
    String falling = at64("{value: 0.6, assumed: x}", point(0.64, 320) + ", " + point(1.03, 20));
    assertThatThrownBy(() -> clock(falling))
        .hasMessageContaining(
            "chiplet.macro.parts.clock_points: must be two points of ascending voltage that f = K"
                + " (V - threshold) / V passes through");
    assertThatThrownBy(() -> clock(at64("{value: 0.63, assumed: x}", point(0.62, 20))))
        .hasMessageContaining("clock_points: must lie above the threshold of 0.63 V, got 0.62 V");
  }

  private static Sourced clock(String yaml) {
    return ((MacroSpec.DigitalSram)
            MachineReader.parse("mine.yaml", yaml).machine().chiplet().macro())
        .clockMhz();
  }

  private static String point(double voltageV, double mhz) {
    return "{voltage_v: {value: %s, assumed: x}, clock_mhz: {value: %s, assumed: x}}"
        .formatted(voltageV, mhz);
  }

  /// At 28 nm and 0.64 V.
  private static String at64(String threshold, String points) throws IOException {
    return described(SIX_T.replace("}}", "}, clock_points: [" + points + "]}"))
        .replace("node_nm: {value: 14", "node_nm: {value: 28")
        .replaceFirst("voltage_v: \\{value: 0.8, [^}]*", "voltage_v: {value: 0.64, assumed: here")
        .replace("  preset: 14nm", "  threshold_v: " + threshold + "\n  preset: 28nm");
  }
}
