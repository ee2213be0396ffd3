package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.ShippedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The network that ships, by the commands a newcomer tries first.
class DemoTest {
  private static final int PIECE = 1200;

  @TempDir private Path folder;

  private static String done(String... args) {
    Shell shell = Shell.run(args);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    return shell.out();
  }

  private static JsonNode json(String... args) {
    return JsonMapper.shared().readTree(done(args));
  }

  @Test
  void integers_foretell_as_well_as_floats() throws IOException {
    String piece = ShippedNetwork.heldOutText("demo").substring(0, PIECE);
    Path text = Files.writeString(folder.resolve("piece.txt"), piece);
    double[] bits = new double[2];
    for (String linears : List.of("packed", "float")) {
      JsonNode json =
          json("evaluate", "demo", "--text", text.toString(), "--linears", linears, "--json", "-");
      bits[linears.equals("packed") ? 0 : 1] = json.at("/bits_per_character").asDouble();
    }
    assertThat(bits[0]).isCloseTo(bits[1], within(0.01));
    // eight bits a character are no knowledge at all; a good compressor of texts needs two
    assertThat(bits[0]).isBetween(1.0, 3.0);
  }

  @Test
  void it_writes_the_same_text_on_every_machine() {
    assertThat(done("generate", "demo", "In [[1848]], ", "--tokens", "40"))
        .isEqualTo("In [[1848]], [[1998]], [[1999]], [[1999]], [[1999]], ");
  }

  @Test
  void it_is_run_as_it_is_stored() {
    JsonNode json = json("run", "demo", "--baseline", "none", "--json", "-");
    assertThat(json.at("/placement/pattern").asString()).isEqualTo("8:32");
    assertThat(json.at("/placement/head_pattern").asString()).isEqualTo("dense");
    // 12 layers of 128 x (4 x 128) + 3 x 128 x 320 weights, 12 bytes for 32
    assertThat(json.at("/placement/stored_layer_bytes").asInt())
        .isEqualTo(12 * (4 * 128 * 128 + 3 * 128 * 320) * 12 / 32);
  }

  /// Its macros take more than assumed: gated activations are no ReLU.
  @Test
  void it_counts_the_operands_that_macros_are_priced_by() throws IOException {
    Path machine =
        Files.writeString(
            folder.resolve("my.yaml"),
            MachineReader.open("charge-sram-22nm")
                .with("chiplet.macro.parts.operands", "network")
                .yaml());
    Path operands = folder.resolve("operands.yaml");
    Shell without = Shell.run("run", "demo", "--machine", machine.toString());
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err())
        .contains("chiplet.macro.parts.operands: must be counted in the network's own run")
        .contains("--machine " + machine + " --operands FILE");
    done(
        "generate",
        "demo",
        "In [[1848]], ",
        "--tokens",
        "2",
        "--linears",
        "int8",
        "--operands",
        operands.toString());
    assertThat(Files.readString(operands)).startsWith("schema: cimlet.operands/1\nfrom: \"demo, ");
    String counted = runOn(machine.toString(), operands.toString()).toString();
    assertThat(counted).contains("V, operands of demo, ");
    Shell idle = Shell.run("run", "demo", "--operands", operands.toString());
    assertThat(idle.code()).isEqualTo(2);
    assertThat(idle.err()).contains("--operands: must come with a machine whose parts have");
  }

  private static JsonNode runOn(String machine, String operands) {
    return json(
        "run",
        "demo",
        "--machine",
        machine,
        "--operands",
        operands,
        "--compress",
        "none",
        "--baseline",
        "none",
        "--json",
        "-");
  }

  @Test
  void nothing_of_it_is_left_behind() {
    Path path;
    try (NetworkPlace place = NetworkPlace.of("NETWORK", "demo")) {
      path = place.path();
      assertThat(path.resolve("model.safetensors")).exists();
    }
    assertThat(path).doesNotExist();
  }
}
