package org.cimlet.estimate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Programming.Stage;
import org.cimlet.machine.MachineSpec;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// Bringing the toy's weights, by hand: one layer of 4 x 64² + 3 x 64 x 128 = 40,960 weights and a
/// head of 64 x 256 = 16,384, 458,752 bits, no row padded.
class ProgrammingTest {
  private static final Scenario SCENARIO = new Scenario(16, 16, 1, 16);
  private static final double BITS = 458_752;
  private static final Offset<Double> TINY = within(1e-15);

  private static Plan plan(Map<String, Object> macro, int fanIn) {
    Map<String, Object> whole = new HashMap<>(macro);
    whole.putAll(Map.of("weight_bits", 8, "input_bits", 8, "accumulator_bits", 32));
    MachineSpec machine =
        Toy.file(2, true)
            .with(Map.of("chiplet.partial_sum_fan_in", fanIn, "chiplet.macro", whole))
            .machine();
    return new Compiler(Toy.network(1), WeightStorage.dense(8)).compile(machine, SCENARIO);
  }

  private static Map<String, Object> write(int cellFj, int cellNs, int atOnce, double endurance) {
    return Map.of(
        "cell_fj", cellFj,
        "cell_ns", cellNs,
        "cells_at_once", atOnce,
        "endurance", endurance);
  }

  /// The host reads 57,344 bytes at 1 GB/s; its link carries all at 10 Gbit/s, the link beyond the
  /// first chiplet what the second holds at 1 Gbit/s; a die takes in 1,000 Gbit/s.
  @Test
  void weightsOfSramWaitForTheSlowestLink() {
    Plan plan = Toy.plan(1, 2, SCENARIO);
    Programming once = requireNonNull(Estimator.estimate(plan).programming());
    double second = 4.0 * plan.placement().bitsUsedPerMacro(1);
    double first = BITS - second;
    assertThat(second).isGreaterThan(BITS / 4);
    assertThat(once.bits()).isEqualTo(BITS);
    assertThat(seconds(once, Stage.HOST_MEMORY)).isCloseTo(57_344e-9, TINY);
    assertThat(seconds(once, Stage.HOST_LINK)).isCloseTo(BITS / 10e9, TINY);
    assertThat(seconds(once, Stage.CHIPLET_LINK)).isCloseTo(second / 1e9, TINY);
    assertThat(seconds(once, Stage.DISTRIBUTION)).isCloseTo(Math.max(first, second) / 1e12, TINY);
    assertThat(once.seconds()).isEqualTo(seconds(once, Stage.CHIPLET_LINK));
    // fJ a bit: memory 20, host link 6,000, buffers 2, array 1; 500 for the second's
    double dynamicJ = (BITS * (20 + 6000 + 2 + 1) + second * 500) * 1e-15;
    // two dies of 3 mW and a host of 2 W wait
    assertThat(once.joules()).isCloseTo(dynamicJ + 2.006 * second / 1e9, TINY);
    assertThat(once.cells()).isZero();
    assertThat(once.years(1)).isEmpty();
  }

  @Test
  void resistiveCellsTakeTheirPulsesAndWear() {
    Plan plan =
        plan(
            Map.ofEntries(
                Map.entry("kind", "digital_nvm"),
                Map.entry("inputs_per_row", 8),
                Map.entry("rows", 1000),
                Map.entry("cell", "rram"),
                Map.entry("bits_per_cell", 2),
                Map.entry("cells_per_selector", 4),
                Map.entry("select_ns", 1),
                Map.entry("sense_ns", 10),
                Map.entry("clock_mhz", 100),
                Map.entry("read_fj_per_bit", 1),
                Map.entry("multiply_fj", 10),
                Map.entry("select_fj", 5),
                Map.entry("write", write(20_000, 200, 16, 3652.5))),
            4);
    Programming once = requireNonNull(Estimator.estimate(plan).programming());
    // two bits a cell, 16 cells of a macro at once, 200 ns each
    double fullest =
        Math.max(plan.placement().bitsUsedPerMacro(0), plan.placement().bitsUsedPerMacro(1));
    assertThat(once.cells()).isEqualTo(BITS / 2);
    assertThat(once.slowest().stage()).isEqualTo(Stage.ARRAYS);
    assertThat(once.seconds()).isCloseTo(Math.ceil(fullest / 2 / 16) * 200e-9, TINY);
    assertThat(once.arrayJ()).isCloseTo(BITS / 2 * 20e-12, TINY);
    assertThat(once.years(1)).hasValue(10);
    assertThat(once.years(10)).hasValue(1);
  }

  @Test
  void anAnalogWeightIsAPairOfCellsForEachSlice() {
    Plan plan =
        plan(
            Map.ofEntries(
                Map.entry("kind", "analog_crossbar"),
                Map.entry("word_lines", 8),
                Map.entry("bit_lines", 8000),
                Map.entry("bits_per_cell", 2),
                Map.entry("clock_mhz", 100),
                Map.entry("settle_ns", 10),
                Map.entry(
                    "adc",
                    Map.of(
                        "bits", 8,
                        "per_macro", 4,
                        "rate_msps", 100,
                        "conversion_fj", 1000,
                        "range_levels", 24)),
                Map.entry("cell", Map.of("spread", 0, "read_noise", 0, "drift_exponent", 0)),
                Map.entry("drive_fj", 1),
                Map.entry("cell_fj", 1),
                Map.entry("shift_add_fj", 1),
                Map.entry("write", write(100_000, 1000, 128, 100))),
            4);
    Programming once = requireNonNull(Estimator.estimate(plan).programming());
    // 7 bits of magnitude, two a slice: four slices, eight cells
    assertThat(once.cells()).isEqualTo(BITS / 8 * 8);
    assertThat(once.arrayJ()).isCloseTo(BITS * 100e-12, TINY);
  }

  /// 16 banks in all: 64 accesses of 8 words of 8 bits make pages of 4,096 bits.
  @Test
  void everyPageOfDramIsOpenedOnce() {
    Map<String, Object> timing =
        Map.ofEntries(
            Map.entry("t_ccd_ns", 1),
            Map.entry("fill_ns", 1),
            Map.entry("result_ns", 1),
            Map.entry("t_rcd_ns", 28),
            Map.entry("t_rrd_ns", 5.5),
            Map.entry("t_faw_ns", 21),
            Map.entry("t_ras_ns", 27),
            Map.entry("t_rtp_ns", 6),
            Map.entry("t_rp_ns", 16),
            Map.entry("t_refi_ns", 1666.5),
            Map.entry("t_rfc_ns", 105));
    Plan plan =
        plan(
            Map.ofEntries(
                Map.entry("kind", "dram_bank"),
                Map.entry("inputs_per_row", 8),
                Map.entry("rows", 4096),
                Map.entry("format", "int"),
                Map.entry("rows_per_page", 64),
                Map.entry("banks_per_activation", 4),
                Map.entry("stationary", "input"),
                Map.entry("buffer_words", 64),
                Map.entry("accumulators", 1),
                Map.entry("timing", timing),
                Map.entry("read_fj_per_bit", 3),
                Map.entry("multiply_fj", 1),
                Map.entry("activate_fj", 7000),
                Map.entry("refresh_fj", 1)),
            1);
    assertThat(plan.machine().chiplet().macros()).isEqualTo(4);
    Programming once = requireNonNull(Estimator.estimate(plan).programming());
    double pages = 0;
    for (int chiplet = 0; chiplet < 2; chiplet++) {
      pages += 4 * Math.ceil(plan.placement().bitsUsedPerMacro(chiplet) / 4096.0);
    }
    assertThat(pages).isGreaterThan(4);
    assertThat(once.arrayJ()).isCloseTo((once.bits() * 3 + pages * 7000) * 1e-15, TINY);
    assertThat(once.years(1)).isEmpty();
  }

  private static double seconds(Programming once, Stage stage) {
    return once.stages().stream()
        .filter(share -> share.stage() == stage)
        .findFirst()
        .orElseThrow()
        .seconds();
  }
}
