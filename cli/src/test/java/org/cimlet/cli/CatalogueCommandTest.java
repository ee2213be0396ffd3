package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.process.ProcessReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueCommandTest {
  private static final Path PRESETS = Path.of("../machine/src/main/resources/org/cimlet/machine");

  @Test
  void everyMachineThatCanBeNamedIsListedWithALineAndASource() {
    JsonNode entries = entries("catalogue", "machines", "--json", "-");
    assertThat(entries.findValuesAsString("name")).isEqualTo(MachineReader.presets());
    assertThat(entries)
        .allSatisfy(entry -> {
          assertThat(entry.path("kind").stringValue()).isEqualTo("machines");
          assertThat(entry.path("line").stringValue()).isNotBlank();
          assertThat(entry.path("source").stringValue()).isNotBlank();
        });
  }

  @Test
  void severalKindsAreListedInTheirOrderWhateverTheOrderOnTheLine() {
    Shell shell = Shell.run("catalogue", "gpus", "processes");
    assertThat(shell.out()).isEqualTo(Shell.run("catalogue", "PROCESSES", "GPUS").out());
    assertThat(shell.out()).contains("  gpus\n", "  processes\n", "wafer $3,984");
    assertThat(shell.out()).doesNotContain("machines", "networks");
    assertThat(shell.out().indexOf("gpus")).isLessThan(shell.out().indexOf("processes"));
    assertThat(Shell.run("catalogue").out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void filesOfAFolderAreListedAfterWhatShips(@TempDir Path folder) throws IOException {
    copy("presets/rram-1tnr.yaml", folder.resolve("b-machine.yaml"));
    copy("process/presets/7nm.yaml", folder.resolve("a-process.YML"));
    copy("gpu/presets/h100.yaml", folder.resolve("not-yaml.txt"));
    Files.writeString(folder.resolve("spans.yaml"), "schema: cimlet.spans/1\n");
    JsonNode entries =
        entries(
            "catalogue",
            "machines",
            "processes",
            "gpus",
            "--folder",
            folder.toString(),
            "--json",
            "-");
    int shipped =
        MachineReader.presets().size()
            + ProcessReader.presets().size()
            + GpuReader.presets().size();
    assertThat(entries).hasSize(shipped + 2);
    assertThat(entries.get(shipped).path("name").stringValue()).endsWith("a-process.YML");
    assertThat(entries.get(shipped).path("line").stringValue()).contains("wafer $9,346");
    assertThat(entries.get(shipped + 1).path("kind").stringValue()).isEqualTo("machines");
  }

  @Test
  void faultsOfAllFilesAreToldInOneRun(@TempDir Path folder) throws IOException {
    for (String name : new String[] {"one.yaml", "two.yaml"}) {
      Files.writeString(
          folder.resolve(name),
          Files.readString(PRESETS.resolve("process/presets/7nm.yaml"))
              .replaceFirst("(?m)^wafer_usd:.*$", "wafer_usd: 9346"));
    }
    Shell shell = Shell.run("catalogue", "--folder", folder.toString());
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    // the rest is listed all the same
    assertThat(shell.out()).contains("comb-200mb-36");
    assertThat(shell.err().lines())
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line).contains("wafer_usd: must be a number with its evidence"));
    assertThat(shell.err()).contains("one.yaml:", "two.yaml:").doesNotContain("\tat ");
  }

  @Test
  void aFolderMustBeOne(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file.yaml"), "");
    for (Path wrong : new Path[] {file, folder.resolve("nowhere")}) {
      Shell shell = Shell.run("catalogue", "--folder", wrong.toString());
      assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(shell.err()).isEqualTo("cimlet: --folder: must be a folder, got " + wrong + "\n");
    }
  }

  @Test
  void jsonGoesToAFileBesideTheTable(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("catalogue.json");
    Shell shell = Shell.run("catalogue", "links", "--json", file.toString());
    assertThat(shell.out()).contains("  links\n", "NVLink-C2C");
    assertThat(Files.readString(file))
        .isEqualTo(Shell.run("catalogue", "links", "--json", "-").out())
        .contains("\"schema\" : \"cimlet.catalogue/1\"");
  }

  @Test
  void unknownKindsAreToldWithTheKnownOnes() {
    Shell shell = Shell.run("catalogue", "planets", "gpus", "moons");
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err().lines())
        .containsExactly(
            "cimlet: KIND: must be one of networks, machines, gpus, processes, substrates, hosts,"
                + " memories, cells, links, macros, areas, delays, supercomputers, trends, got planets",
            "cimlet: KIND: must be one of networks, machines, gpus, processes, substrates, hosts,"
                + " memories, cells, links, macros, areas, delays, supercomputers, trends, got moons");
  }

  private static JsonNode entries(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    return JsonMapper.shared().readTree(shell.out()).path("entries");
  }

  private static void copy(String preset, Path to) throws IOException {
    Files.copy(PRESETS.resolve(preset), to);
  }

  @Test
  void whatShipsIsShownAsTheFileItIs() throws IOException {
    Shell shell = Shell.run("catalogue", "--show", "comb-200mb-36", "--yaml");
    assertThat(shell.code()).isZero();
    assertThat(shell.out())
        .isEqualTo(Files.readString(PRESETS.resolve("presets/comb-200mb-36.yaml")));
    assertThat(Shell.run("catalogue", "--show", "ucie-standard-x16", "--yaml").out())
        .contains("bandwidth_gbit_s: {value: 256");
    assertThat(Shell.run("catalogue", "--show", "comb-200mb-63", "--yaml").err())
        .contains("--show: must name a shipped machine")
        .contains("did you mean comb-200mb-36?");
    assertThat(Shell.run("catalogue", "--show", "h100").out().lines()).hasSizeLessThan(8);
  }
}
