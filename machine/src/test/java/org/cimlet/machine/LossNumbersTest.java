package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.cimlet.machine.MachineSpec.Losses;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.junit.jupiter.api.Test;

class LossNumbersTest {
  private static final MachineFile FILE = MachineReader.open("comb-200mb-36");

  private static Losses losses(MachineFile file) {
    return file.machine().chiplet().losses();
  }

  @Test
  void what_a_file_leaves_out_is_listed_as_a_default_with_its_range() {
    assertThat(FILE.machine().provenance())
        .filteredOn(line -> line.number().source().startsWith("default: "))
        .extracting(Provenance::key)
        .containsExactly(
            "chiplet.losses.step_control_ns",
            "chiplet.losses.sustained_share",
            "chiplet.losses.control_energy_share",
            "chiplet.losses.clock_pf_per_mm2",
            "chiplet.losses.clock_memory_share",
            "board.power_w",
            "board.conversion_efficiency");
    assertThat(FILE.machine().provenance())
        .filteredOn(line -> line.number().source().startsWith("default: "))
        .allMatch(line -> line.number().statedRange().isPresent());
    assertThat(FILE.machine().board().count()).isEqualTo(1);
  }

  @Test
  void what_a_file_states_stands() {
    MachineFile own = FILE.with("chiplet.losses.step_control_ns", 250);
    assertThat(losses(own).stepControlNs().value()).isEqualTo(250);
    assertThat(losses(own).controlEnergyShare()).isEqualTo(losses(FILE).controlEnergyShare());
    assertThat(own.with("board.count", 4).machine().board().count()).isEqualTo(4);
  }

  @Test
  void the_clock_s_capacitance_goes_with_the_node() {
    Sourced at14 = Objects.requireNonNull(losses(FILE).clockPfPerMm2());
    assertThat(at14.value()).isCloseTo(2400 / 14.0, within(1e-9));
    assertThat(at14.interval()).isEqualTo(new Interval(800 / 14.0, 4000 / 14.0));
    MachineFile at7 = FILE.with("process.node_nm", 7);
    assertThat(Objects.requireNonNull(losses(at7).clockPfPerMm2()).value())
        .isCloseTo(2400 / 7.0, within(1e-9));
  }

  /// 8 mm2 of logic and 300 mm2 of arrays at 0.8 V.
  @Test
  void leakage_that_is_left_out_follows_from_areas_and_supply() {
    MachineFile file = FILE.without("chiplet.leakage_mw");
    Sourced leakage = file.machine().chiplet().leakageMw();
    assertThat(leakage.value()).isCloseTo(0.8 * (3.15 * 8 + 0.5 * 300), within(1e-9));
    assertThat(leakage.interval().low()).isCloseTo(0.8 * (0.9 * 8 + 0.1 * 300), within(1e-9));
    assertThat(leakage.interval().high()).isCloseTo(0.8 * (10.8 * 8 + 2.5 * 300), within(1e-9));
    assertThat(leakage.source()).startsWith("default: ");
  }

  @Test
  void standby_power_of_dram_has_its_clock() {
    Losses dram = losses(MachineReader.open("aim-gddr6"));
    assertThat(dram.sustainedShare()).isNull();
    assertThat(dram.clockPfPerMm2()).isNull();
    assertThat(dram.clockMemoryShare()).isNull();
    assertThat(dram.stepControlNs().value()).isEqualTo(190);
    assertThat(dram.stepControlNs().interval()).isEqualTo(new Interval(50, 720));
    assertThat(dram.controlEnergyShare()).isEqualTo(losses(FILE).controlEnergyShare());
  }

  @Test
  void every_kind_of_die_has_its_own() {
    MachineSpec mixed =
        MachineReader.open("comb-200mb-36-aim-36")
            .with("other_dies.kv_cache.chiplet.losses.step_control_ns", 100)
            .machine();
    assertThat(mixed.chiplet().losses().stepControlNs().value()).isEqualTo(1500);
    assertThat(mixed.otherDies().getFirst().chiplet().losses().stepControlNs().value())
        .isEqualTo(100);
  }

  @Test
  void ideal_machines_lose_nothing_but_what_is_set_afterwards() {
    MachineSpec ideal = MachineReader.open("fudan-28nm").lossless().machine();
    Losses losses = ideal.chiplet().losses();
    assertThat(
            List.of(
                losses.stepControlNs().value(),
                losses.controlEnergyShare().value(),
                Objects.requireNonNull(losses.clockPfPerMm2()).value(),
                ideal.board().powerW().value()))
        .containsOnly(0.0);
    assertThat(Objects.requireNonNull(losses.sustainedShare()).value()).isEqualTo(1);
    assertThat(ideal.board().conversionEfficiency().value()).isEqualTo(1);
    MachineFile set = FILE.lossless().with("chiplet.losses.step_control_ns", 7);
    assertThat(losses(set).stepControlNs().value()).isEqualTo(7);
    assertThat(losses(set).controlEnergyShare().value()).isZero();
  }

  /// The file that ships is judged as one of a user's.
  @Test
  void the_usual_losses_are_numbers_that_a_file_could_state() {
    MachineSpec usual = FILE.machine();
    MachineFile stated =
        FILE.with("chiplet.losses.step_control_ns", usual.chiplet().losses().stepControlNs())
            .with("chiplet.losses.control_energy_share", losses(FILE).controlEnergyShare())
            .with(
                "chiplet.losses.clock_pf_per_mm2",
                Objects.requireNonNull(losses(FILE).clockPfPerMm2()))
            .with("board.power_w", usual.board().powerW())
            .with("board.conversion_efficiency", usual.board().conversionEfficiency());
    assertThat(MachineReader.parse("stated.yaml", stated.yaml()).machine()).isEqualTo(usual);
  }
}
