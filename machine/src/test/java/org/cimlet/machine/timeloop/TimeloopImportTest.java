package org.cimlet.machine.timeloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MacroSpec;
import org.cimlet.machine.timeloop.TimeloopImport.Request;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeloopImportTest {
  private static final Path EXAMPLE = Path.of("../docs/examples/timeloop");

  @TempDir private Path folder;

  private Imported read(List<Path> files, String weights, Set<String> without) {
    return TimeloopImport.read(
        new Request(files, "comb-200mb-36", "mine", weights, without), "mine.yaml");
  }

  private static MachineSpec machine(Imported imported) {
    return MachineReader.parse("mine.yaml", imported.yaml()).machine();
  }

  /// By hand: 128 bits / 8 = 16 words; 8 x 8 arrays; 5.12 pJ / 128 bits = 40 fJ; (12.8 + 14.4) pJ /
  /// 128 bits = 212.5 fJ; 64 x 0.004 + 1,024 x 0.0005 + 0.02 = 0.788 pJ a cycle x 400 MHz = 0.3152
  /// mW; 512 pJ / 64 bits = 8,000 fJ; 32 bytes a cycle at 400 MHz = 12.8 GB/s.
  @Test
  void the_example_is_the_machine_that_it_describes() {
    Imported imported =
        read(
            List.of(EXAMPLE.resolve("edge-chip.ert.yaml"), EXAMPLE.resolve("edge-chip.arch.yaml")),
            "",
            Set.of());
    MachineSpec machine = machine(imported);
    assertThat(machine.chiplet().macros()).isEqualTo(64);
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) machine.chiplet().macro();
    assertThat(macro.inputsPerRow()).isEqualTo(16);
    assertThat(macro.rows()).isEqualTo(256);
    assertThat(macro.accumulatorBits()).isEqualTo(24);
    assertThat(macro.zeroSkipper()).isNull();
    is(macro.clockMhz(), 400);
    is(macro.readFjPerBit(), 40);
    is(macro.multiplyFj(), 220);
    is(machine.chiplet().bufferFjPerBit(), 212.5);
    is(machine.chiplet().distributionGbitS(), 102.4);
    is(machine.chiplet().leakageMw(), 0.3152);
    is(machine.host().memory().energyFjPerBit(), 8000);
    is(machine.host().memory().bandwidthGbS(), 12.8);
    assertThat(macro.readFjPerBit().source())
        .isEqualTo("Accelergy, edge-chip.ert.yaml: 5.12 pJ a read of weights / 128 bits of a row");
    assertThat(imported.leftOut())
        .containsExactly(
            "shared_buffer.constraints",
            "shared_buffer.depth",
            "shared_buffer.n_banks",
            "shared_buffer.write_bandwidth",
            "DRAM.type");
    assertThat(imported.yaml()).contains("#   shared_buffer.n_banks\n");
  }

  private static void is(@Nullable Sourced number, double expected) {
    assertThat(number).isNotNull();
    assertThat(number.value()).isEqualTo(expected, within(1e-9 * expected));
  }

  /// Version 0.3 nests subtrees and counts by ranges in names; a table's entries by address and
  /// data: 1.6 pJ is the dearest of them.
  @Test
  void subtrees_and_ranges_are_read_too() throws IOException {
    Path arch =
        write(
            "arch.yaml",
            """
            architecture:
              version: 0.3
              subtree:
              - name: chip
                attributes: {technology: 28nm, voltage: 0.9V}
                subtree:
                - name: PE[0..15]
                  attributes: {datawidth: 8}
                  local:
                  - {name: buffer, class: regfile, attributes: {width: 64, depth: 24}}
                  - {name: 'MAC[0..7]', class: intmac}
            """);
    Path ert =
        write(
            "ert.yaml",
            """
            ERT:
              version: 0.3
              tables:
              - name: chip.PE[0..15].buffer
                actions:
                - {name: read, arguments: {address_delta: 0, data_delta: 0}, energy: 0.1}
                - {name: read, arguments: {address_delta: 1, data_delta: 1}, energy: 1.6}
              - name: chip.PE[0..15].MAC[0..7]
                actions:
                - {name: mac_random, arguments: null, energy: 2e-01}
                - {name: mac_gated, arguments: null, energy: 0.01}
            """);
    MachineSpec machine = machine(read(List.of(arch, ert), "", Set.of()));
    MacroSpec.DigitalSram macro = (MacroSpec.DigitalSram) machine.chiplet().macro();
    assertThat(machine.chiplet().macros()).isEqualTo(16);
    assertThat(macro.inputsPerRow()).isEqualTo(8);
    is(macro.readFjPerBit(), 25);
    is(macro.multiplyFj(), 200);
    is(machine.process().voltageV(), 0.9);
  }

  @Test
  void what_a_machine_has_no_word_for_is_refused_by_name_place_and_remedy() throws IOException {
    Path arch =
        write(
            "arch.yaml",
            """
            architecture:
              version: 0.4
              nodes:
              - !Container
                name: PE
                spatial: {meshX: 4}
                attributes: {technology: "32nm"}
              - !Component
                name: weights
                class: SRAM
                attributes: {depth: 64, width: 32, datawidth: 8}
              - !Component
                name: noc
                class: XY_NoC
              - !Component
                name: mac
                class: intmac
                spatial: {meshX: 3}
            """);
    assertThatThrownBy(() -> read(List.of(arch), "", Set.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            arch
                + ":12:5: architecture.nodes[2]: must be the DRAM, one buffer, the array of the"
                + " weights or the multiplier, got noc of class XY_NoC, which a machine file has no"
                + " word for; leave it out by --without noc and count what it takes in"
                + " buffer_fj_per_bit or multiply_fj");
    assertThatThrownBy(() -> read(List.of(arch), "", Set.of("noc")))
        .hasMessageContaining("technology must be one of 65nm,")
        .hasMessageContaining("got \"32nm\" (the nearest is 28nm)")
        .hasMessageContaining("4 words, got 12");
    assertThatThrownBy(() -> read(List.of(arch), "", Set.of("nock", "noc")))
        .hasMessage(
            "--without: must name a component of the architecture (weights, noc, mac), got nock");
  }

  @Test
  void a_row_has_a_multiplier_for_each_word() throws IOException {
    Path arch =
        write(
            "arch.yaml",
            """
            architecture:
              version: 0.4
              nodes:
              - !Component
                name: weights
                class: SRAM
                attributes: {depth: 64, width: 32, datawidth: 8}
              - !Component
                name: mac
                class: intmac
                spatial: {meshX: 3}
            """);
    assertThatThrownBy(() -> read(List.of(arch), "", Set.of()))
        .hasMessageContaining(
            "arch.yaml:8:5: architecture.nodes[1]: must be one for each word of a")
        .hasMessageContaining("4 in 1 of 4 words, got 3");
  }

  @ParameterizedTest
  @CsvSource({
    "'meshX: 16', 'meshX: 9223372036854775807', instances",
    "'meshX: 16', 'meshX: 99999999999999999999', instances",
    "'meshX: 16', 'meshX: 0', instances",
    "2.5e-9, 1e-320, from 1e-12 to 1",
    "2.5e-9, 1e300, from 1e-12 to 1"
  })
  void a_number_that_no_chip_has_is_refused(String old, String wrong, String message)
      throws IOException {
    String text = Files.readString(EXAMPLE.resolve("edge-chip.arch.yaml"));
    assertThat(text).contains(old);
    Path arch = write("arch.yaml", text.replace(old, wrong));
    assertThatThrownBy(() -> read(List.of(arch), "", Set.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9..0", "0..99999999999999999999"})
  void a_range_that_no_chip_has_is_refused(String range) throws IOException {
    Path arch =
        write(
            "arch.yaml",
            "architecture:\n  version: 0.3\n  subtree:\n  - name: chip\n    local:\n"
                + "    - {name: 'PE[%s]', class: SRAM}\n".formatted(range));
    assertThatThrownBy(() -> read(List.of(arch), "", Set.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("architecture.subtree[0].local[0].name: must be a whole number");
  }

  @Test
  void an_energy_that_no_action_takes_is_refused() throws IOException {
    String table = Files.readString(EXAMPLE.resolve("edge-chip.ert.yaml"));
    Path ert = write("ert.yaml", table.replace("energy: 12.8", "energy: 1e308"));
    List<Path> files = List.of(EXAMPLE.resolve("edge-chip.arch.yaml"), ert);
    assertThatThrownBy(() -> read(files, "", Set.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 or from 1e-9 to 1e9, got 1.0E308");
  }

  @Test
  void other_files_and_tables_alone_are_refused() throws IOException {
    Path table = EXAMPLE.resolve("edge-chip.ert.yaml");
    assertThatThrownBy(() -> read(List.of(table), "", Set.of()))
        .hasMessageContaining("must come with the architecture whose components it prices");
    Path problem = write("problem.yaml", "problem: {shape: cnn}\n");
    assertThatThrownBy(() -> read(List.of(problem), "", Set.of()))
        .hasMessageContaining("must have the key architecture, as Timeloop's files, or ERT");
    Path merged = write("merged.yaml", "a: &a {x: 1}\narchitecture: {<<: *a, version: 0.4}\n");
    assertThatThrownBy(() -> read(List.of(merged), "", Set.of()))
        .hasMessageContaining("must not be a YAML merge key");
    Path old = write("old.yaml", "architecture: {version: 0.1, nodes: []}\n");
    assertThatThrownBy(() -> read(List.of(old), "", Set.of()))
        .hasMessageContaining("must be 0.2, 0.3 or 0.4, got 0.1");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
