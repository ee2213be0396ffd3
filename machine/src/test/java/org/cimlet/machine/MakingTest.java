package org.cimlet.machine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakingTest {
  private static final Path PRESETS = Path.of("src/main/resources/org/cimlet/machine");

  @Test
  void aMachineMayNameAProcessBesideIt(@TempDir Path folder) throws IOException {
    String process = Files.readString(PRESETS.resolve("process/presets/14nm.yaml"));
    Files.writeString(folder.resolve("mine.yaml"), process.replace("3984", "5000"));
    Path machine = machine(folder, "preset: 14nm", "preset: mine.yaml");
    Making making = MachineReader.read(machine.toString()).making();
    assertThat(requireNonNull(making.process()).waferUsd().value()).isEqualTo(5000);
  }

  @Test
  void aProcessThatIsNotThereIsBlamedWhereItIsNamed(@TempDir Path folder) throws IOException {
    Path mistyped = machine(folder, "preset: 14nm", "preset: 41nm");
    assertThatThrownBy(() -> MachineReader.read(mistyped.toString()))
        .hasMessageContaining(
            mistyped
                + ":9:11: process.preset: must name a shipped process or a .yaml file, got 41nm (the"
                + " nearest is 40nm)");
    Path missing = machine(folder, "preset: 14nm", "preset: none.yaml");
    assertThatThrownBy(() -> MachineReader.read(missing.toString()))
        .hasMessageContaining(":9:11: process.preset: must name a readable file, got ")
        .hasMessageContaining("no such file");
  }

  @Test
  void whatAMachineDoesNotSayStaysUntold(@TempDir Path folder) throws IOException {
    String text = Files.readString(PRESETS.resolve("presets/comb-200mb-36.yaml"));
    Path bare = folder.resolve("bare.yaml");
    Files.writeString(
        bare,
        text.replace("  preset: 14nm\n", "").substring(0, text.indexOf("\nproduction:") - 15));
    MachineSpec machine = MachineReader.read(bare.toString());
    assertThat(machine.making().process()).isNull();
    assertThat(machine.production()).isNull();
    assertThat(machine.cooling()).isNull();
    assertThat(machine.making().substrate()).isNotNull();
  }

  @Test
  void numbersMayBeReadOtherwise() {
    MachineFile file = MachineReader.open("comb-200mb-36");
    MachineSpec doubled =
        file.varied(line ->
            line.key().equals("process.wafer_usd") || line.key().equals("chiplet.macro.clock_mhz")
                ? twice(line)
                : line.number());
    assertThat(((MacroSpec.DigitalSram) doubled.chiplet().macro()).clockMhz().value())
        .isEqualTo(1000);
    assertThat(requireNonNull(doubled.making().process()).waferUsd().value()).isEqualTo(7968);
    assertThat(file.machine()).isEqualTo(MachineReader.read("comb-200mb-36"));
  }

  @Test
  void aRangeIsReadAndWrittenBack() {
    MachineFile file = MachineReader.open("comb-200mb-36");
    assertThat(requireNonNull(file.machine().production()).volume().interval())
        .isEqualTo(new Interval(10_000, 1_000_000));
    assertThat(MachineReader.parse("again.yaml", file.yaml()).machine()).isEqualTo(file.machine());
  }

  private static Sourced twice(Provenance line) {
    Sourced number = line.number();
    return new Sourced(2 * number.value(), number.evidence(), number.source());
  }

  private static Path machine(Path folder, String from, String to) throws IOException {
    String text = Files.readString(PRESETS.resolve("presets/comb-200mb-36.yaml"));
    Path file = folder.resolve("machine.yaml");
    Files.writeString(file, text.replace(from, to));
    return file;
  }
}
