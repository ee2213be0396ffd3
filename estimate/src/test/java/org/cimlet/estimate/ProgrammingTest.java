package org.cimlet.estimate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cimlet.estimate.Toy.number;

import org.assertj.core.data.Offset;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Programming.Stage;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MacroSpec;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// Bringing the toy's weights, by hand: one layer of 4 x 64² + 3 x 64 x 128 = 40,960 weights and a
/// head of 64 x 256 = 16,384, 458,752 bits, no row padded.
class ProgrammingTest {
  private static final Scenario SCENARIO = new Scenario(16, 16, 1, 16);
  private static final double BITS = 458_752;
  private static final Offset<Double> TINY = within(1e-15);

  private static Plan plan(MacroSpec macro) {
    MachineSpec toy = Toy.machine(2, true);
    MachineSpec.Chiplet die = toy.chiplet();
    MachineSpec machine =
        new MachineSpec(
            toy.name(),
            toy.summary(),
            toy.process(),
            new MachineSpec.Chiplet(
                die.macros(),
                die.partialSumFanIn(),
                macro,
                die.distributionGbitS(),
                die.bufferFjPerBit(),
                die.vectorUnit(),
                die.computeMm2(),
                die.memoryMm2(),
                die.otherMm2(),
                die.leakageMw()),
            toy.topology(),
            toy.links(),
            toy.substrate(),
            toy.host(),
            toy.provenance());
    return new Compiler(Toy.network(1), WeightStorage.dense(8)).compile(machine, SCENARIO);
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
            new MacroSpec.DigitalNvm(
                8,
                1000,
                8,
                8,
                32,
                2,
                4,
                number(1),
                number(10),
                number(100),
                number(1),
                number(10),
                number(5),
                new MacroSpec.CellWrite(number(20_000), number(200), 16, number(3652.5))));
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
            new MacroSpec.AnalogCrossbar(
                8,
                1000,
                8,
                8,
                32,
                2,
                number(100),
                number(10),
                new MacroSpec.Adc(8, 4, number(100), number(1000), number(24)),
                new MacroSpec.AnalogCell(number(0), number(0), number(0)),
                number(1),
                number(1),
                number(1),
                new MacroSpec.CellWrite(number(100_000), number(1000), 128, number(100))));
    Programming once = requireNonNull(Estimator.estimate(plan).programming());
    // 7 bits of magnitude, two a slice: four slices, eight cells
    assertThat(once.cells()).isEqualTo(BITS / 8 * 8);
    assertThat(once.arrayJ()).isCloseTo(BITS * 100e-12, TINY);
  }

  /// 16 banks in all: 64 accesses of 8 words of 8 bits make pages of 4,096 bits.
  @Test
  void everyPageOfDramIsOpenedOnce() {
    MacroSpec.BankTiming timing =
        new MacroSpec.BankTiming(
            number(1),
            number(1),
            number(1),
            number(28),
            number(5.5),
            number(21),
            number(27),
            number(6),
            number(16),
            number(1666.5),
            number(105));
    MachineSpec.Chiplet die = Toy.machine(2, true).chiplet();
    assertThat(die.macros()).isEqualTo(4);
    Plan plan =
        plan(
            new MacroSpec.DramBank(
                8,
                4096,
                MacroSpec.Format.INT,
                8,
                8,
                32,
                64,
                4,
                MacroSpec.Stationary.INPUT,
                64,
                1,
                timing,
                number(3),
                number(1),
                number(7000),
                number(1)));
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
