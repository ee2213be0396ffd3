package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.named.NamedMappings;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.comb.RowAccess;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A file that extends another has what that has, but for what it says itself; numbers that do not
/// hold any more are carried, and say so.
class ExtendsTest {
  private static final String HEAD =
      """
      schema: cimlet.machine/1
      name: mine
      summary: a machine of my own
      extends: comb-200mb-36
      """;

  private static final MachineFile BASE = MachineReader.open("comb-200mb-36");

  @TempDir private Path folder;

  private static MachineSpec read(String rest) {
    return MachineReader.parse("mine.yaml", HEAD + rest).machine();
  }

  private static Sourced number(MachineSpec machine, String key) {
    return machine.provenance().stream()
        .filter(line -> line.key().equals(key))
        .map(Provenance::number)
        .findFirst()
        .orElseThrow();
  }

  private static String faults(ThrowingCallable reading) {
    InvalidInputException e = catchThrowableOfType(InvalidInputException.class, reading);
    assertThat(e).as("refused").isNotNull();
    return String.join("\n", e.diagnostics().stream().map(Diagnostic::toString).toList());
  }

  @Test
  void what_a_file_leaves_out_is_its_base_s() {
    MachineSpec mine = read("topology: {rows: 4}\nlinks: {packet_bytes: 256}\n");
    MachineSpec base = BASE.machine();
    assertThat(mine.name()).isEqualTo("mine");
    assertThat(mine.topology()).isEqualTo(new TopologySpec.Mesh(4, 6, List.of(0)));
    assertThat(mine.links().packetBytes()).isEqualTo(256);
    assertThat(mine.links().chiplet()).isEqualTo(base.links().chiplet());
    assertThat(mine.chiplet()).isEqualTo(base.chiplet());
    assertThat(mine.provenance()).isEqualTo(base.provenance());
  }

  @Test
  void a_number_a_list_and_another_kind_replace_what_was_there() {
    MachineSpec mine =
        read(
            """
            topology: {kind: ring, chiplets: 12, host_at: [3]}
            links: {chiplet: {latency_ns: {value: 4, published: "data sheet"}}}
            """);
    assertThat(mine.topology()).isEqualTo(new TopologySpec.Ring(12, List.of(3)));
    assertThat(mine.links().chiplet().latencyNs())
        .isEqualTo(new Sourced(4, Evidence.PUBLISHED, "data sheet"));
    assertThat(mine.links().chiplet().bandwidthGbitS())
        .isEqualTo(BASE.machine().links().chiplet().bandwidthGbitS());
  }

  @Test
  void null_leaves_a_key_out() {
    assertThat(read("cooling: null\n").cooling()).isNull();
  }

  @Test
  void a_machine_in_ten_lines_has_an_area_and_evidence_of_its_own() {
    MachineSpec mine =
        read(
            """
            process: {preset: 28nm}
            chiplet: {macros: 512, macro: {inputs_per_row: 64, rows: 1024}}
            topology: {rows: 8, columns: 8}
            """);
    assertThat(mine.process().nodeNm().value()).isEqualTo(28);
    assertThat(mine.process().name()).isEqualTo("28 nm planar high-k metal gate");
    // 512 x 64 x 1,024 x 8 bit = 33.6 MB
    assertThat(mine.chiplet().macros() * 64L * 1024).isEqualTo(33_554_432);
    for (String key : List.of("compute_mm2", "memory_mm2", "leakage_mw")) {
      Sourced area = number(mine, "chiplet." + key);
      assertThat(area.evidence()).as(key).isNotEqualTo(Evidence.PUBLISHED);
      assertThat(area.source())
          .as(key)
          .contains("of comb-200mb-36, for 1,250 macros of 8 x 20,000");
    }
    CombMacro old = comb(8, 20_000, 14, 0.8, 0.604, 0.064);
    CombMacro now = comb(64, 1024, 28, 0.9, 0.6, 0.127);
    assertThat(mine.chiplet().memoryMm2().value())
        .isCloseTo(
            300 * now.arrayUm2().value() * 512 / (old.arrayUm2().value() * 1250), within(1e-9));
    assertThat(mine.chiplet().computeMm2().value())
        .isCloseTo(
            8 * now.logicUm2().value() * 512 / (old.logicUm2().value() * 1250), within(1e-9));
    double energy = number(mine, "chiplet.macro.multiply_fj").value();
    assertThat(energy)
        .isCloseTo(41.3 * now.multiplyFj().value() / old.multiplyFj().value(), within(1e-9));
  }

  /// A macro of 8-bit words with a skipper for groups of 32, one array multiplier a column, one
  /// tree, 6T cells on bit lines of 256 rows.
  private static CombMacro comb(
      int inputs, int rows, double nodeNm, double volts, double threshold, double cellUm2) {
    Datapath path = new Datapath(inputs, 8, 8, 8, 8, Multiplier.ARRAY, Adders.RIPPLE, false, 32);
    return new CombMacro(
        new CombShape(
            inputs,
            rows,
            path,
            CombShape.AdderCircuit.STANDARD_CELLS,
            Operands.USUAL,
            true,
            SramCell.SIX_T,
            RowAccess.BitLines.usual(256, rows),
            32),
        new ProcessPoint(nodeNm, volts, threshold, 1),
        Scaled.within(cellUm2));
  }

  @Test
  void fewer_macros_take_their_share_of_areas_and_leakage_and_nothing_else() {
    MachineSpec mine = read("chiplet: {macros: 500}\n");
    Sourced memory = number(mine, "chiplet.memory_mm2");
    assertThat(memory.value()).isCloseTo(300 * 0.4, within(1e-12));
    assertThat(memory.evidence()).isEqualTo(Evidence.DERIVED);
    assertThat(mine.chiplet().computeMm2().value()).isCloseTo(8 * 0.4, within(1e-12));
    assertThat(mine.chiplet().leakageMw().value()).isCloseTo(226 * 0.4, within(1e-12));
    assertThat(number(mine, "chiplet.leakage_mw").evidence()).isEqualTo(Evidence.ASSUMED);
    assertThat(mine.chiplet().macro()).isEqualTo(BASE.machine().chiplet().macro());
  }

  @Test
  void what_is_stated_anew_stands() {
    MachineSpec mine =
        read("chiplet: {macros: 500, memory_mm2: {value: 130, published: \"my layout\"}}\n");
    assertThat(mine.chiplet().memoryMm2())
        .isEqualTo(new Sourced(130, Evidence.PUBLISHED, "my layout"));
  }

  @Test
  void keys_that_are_set_carry_numbers_likewise() {
    MachineFile set = BASE.set(Map.of("chiplet.macros", "500"));
    assertThat(set.machine().chiplet()).isEqualTo(read("chiplet: {macros: 500}\n").chiplet());
    assertThat(set.machine().name()).isEqualTo("comb-200mb-36, changed");
    assertThat(set.machine().summary()).isEqualTo("comb-200mb-36 with chiplet.macros = 500");
    assertThat(MachineReader.parse("again.yaml", set.yaml()).machine()).isEqualTo(set.machine());
  }

  @Test
  void what_is_set_is_typed_by_the_schema() {
    MachineSpec mine =
        BASE.set(
                Map.of(
                    "links.chiplet.bandwidth_gbit_s", "64",
                    "topology.host_at", "[0, 35]",
                    "cooling", "null",
                    "process.preset", "7nm"))
            .machine();
    assertThat(mine.links().chiplet().bandwidthGbitS())
        .isEqualTo(Sourced.assumed(64, "set for this run; the file has 256"));
    assertThat(mine.topology().hostAt()).containsExactly(0, 35);
    assertThat(mine.cooling()).isNull();
    assertThat(mine.process().nodeNm().value()).isEqualTo(7);
    assertThat(faults(() -> BASE.set(Map.of("chiplet.attention_modul", "512"))))
        .contains("chiplet.attention_modul: must be one of")
        .contains("did you mean attention_module?");
    assertThat(faults(() -> BASE.set(Map.of("chiplet.macros", "many"))))
        .contains("chiplet.macros: must be a whole number");
  }

  @Test
  void arrays_whose_parts_are_not_priced_go_with_their_bits() {
    MachineFile aim = MachineReader.open("aim-gddr6");
    MachineSpec half = aim.set(Map.of("chiplet.macro.rows", "524288")).machine();
    assertThat(half.chiplet().memoryMm2().value()).isCloseTo(27 / 2.0, within(1e-12));
    assertThat(half.chiplet().computeMm2()).isEqualTo(aim.machine().chiplet().computeMm2());
    MachineSpec other = aim.set(Map.of("process.node_nm", "10")).machine();
    assertThat(number(other, "chiplet.memory_mm2").evidence().compareTo(Evidence.EXTRAPOLATED))
        .isNotNegative();
  }

  @Test
  void macros_of_another_kind_share_no_numbers() {
    String yaml = MachineReader.open("rram-1tnr").yaml();
    String macro = yaml.substring(yaml.indexOf("  macro:"), yaml.indexOf("  distribution_gbit_s"));
    assertThat(faults(() -> read("chiplet:\n" + macro)))
        .startsWith("mine.yaml:7:")
        .contains(
            "chiplet.macro.kind: must be digital_sram as in comb-200mb-36, whose numbers the die"
                + " has, got digital_nvm; state chiplet.memory_mm2, chiplet.compute_mm2,"
                + " chiplet.leakage_mw too");
  }

  @Test
  void a_file_that_extends_has_a_name_of_its_own() {
    assertThat(
            faults(() ->
                MachineReader.parse(
                    "mine.yaml", "schema: cimlet.machine/1\nextends: comb-200mb-36\n")))
        .contains("mine.yaml:1:1: name: ")
        .contains("mine.yaml:1:1: summary: ");
  }

  @Test
  void what_does_not_fit_the_base_is_placed_where_that_is_named() {
    assertThat(faults(() -> read("chiplet: {macro: {inputs_per_row: 48}}\n")))
        .isEqualTo(
            "mine.yaml:4:10: chiplet.macro.zero_skipper.group: must be at least"
                + " chiplet.macro.inputs_per_row = 48 or divide it, got 32; a row holds whole"
                + " groups; it comes from comb-200mb-36");
    assertThat(faults(() -> read("chiplet: {macro: {rowz: 48}}\n")))
        .startsWith("mine.yaml:5:19: chiplet.macro.rowz: must be one of");
  }

  @Test
  void an_area_has_room_for_its_cells() {
    // 500 x 8 x 20,000 x 8 bit = 6.4e8 in cells of 0.064 um2 / 1.5, the low end of what is assumed
    assertThat(
            faults(() ->
                read(
                    "chiplet: {macros: 500, memory_mm2: {value: 20, published: \"my layout\"}}\n")))
        .startsWith(
            "mine.yaml:5:44: chiplet.memory_mm2.value: must have room for 640,000,000 bits in cells"
                + " of 0.0427 um2")
        .contains("at 14 nm, at least 27.3 mm2, got 20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"comb-200mb-63", "base.yaml"})
  void a_base_that_is_not_there_is_blamed_where_it_is_named(String name) throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, HEAD.replace("comb-200mb-36", name));
    assertThat(faults(() -> MachineReader.open(file.toString())))
        .contains("mine.yaml:4:10: extends: must");
  }

  @Test
  void files_extend_files_and_never_themselves() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), HEAD + "chiplet: {macros: 500}\n");
    Path b = folder.resolve("b.yaml");
    Files.writeString(
        b,
        HEAD.replace("comb-200mb-36", "a.yaml").replace("mine", "half") + "topology: {rows: 1}\n");
    MachineSpec half = MachineReader.read(b.toString());
    assertThat(half.name()).isEqualTo("half");
    assertThat(half.topology().chiplets()).isEqualTo(6);
    assertThat(half.chiplet().memoryMm2().value()).isCloseTo(120, within(1e-12));
    Files.writeString(folder.resolve("a.yaml"), HEAD.replace("comb-200mb-36", "b.yaml"));
    assertThat(faults(() -> MachineReader.open(b.toString())))
        .contains("b.yaml:4:10: extends: must not lead back");
  }

  @Test
  void processes_and_gpus_are_extended_too() throws IOException {
    Path process = folder.resolve("fast.yaml");
    Files.writeString(
        process,
        """
        schema: cimlet.process/1
        extends: 28nm
        name: my 28 nm
        wafer_usd: {value: 4000, assumed: "a quote"}
        """);
    assertThat(ProcessReader.read(process.toString()).waferUsd().value()).isEqualTo(4000);
    assertThat(ProcessReader.read(process.toString()).bitcellUm2())
        .isEqualTo(ProcessReader.read("28nm").bitcellUm2());
    Path gpu = folder.resolve("gpu.yaml");
    Files.writeString(
        gpu,
        """
        schema: cimlet.gpu/2
        extends: h100
        name: H100 of 120 GiB
        memory_gib: {value: 120, assumed: "what if"}
        """);
    assertThat(GpuReader.read(gpu.toString()).memoryGib().value()).isEqualTo(120);
    assertThat(GpuReader.read(gpu.toString()).fp16Tops())
        .isEqualTo(GpuReader.read("h100").fp16Tops());
  }

  @Test
  void links_hosts_and_memories_are_named() {
    MachineSpec mine =
        read(
            """
            links: {host: {preset: cxl-3-x4}}
            host: {preset: server-32c-ddr4, count: 1, memory: {preset: lpddr5-6400, kv_cache_bits: 4}}
            """);
    MachineSpec northpole = MachineReader.read("northpole-16");
    assertThat(mine.links().host()).isEqualTo(MachineReader.read("cent-aim-8").links().host());
    assertThat(mine.host().computeTops()).isEqualTo(northpole.host().computeTops());
    assertThat(mine.host().memory().capacityGb())
        .isEqualTo(MachineReader.read("fudan-28nm").host().memory().capacityGb());
    assertThat(mine.host().memory().kvCacheBits()).isEqualTo(4);
    assertThat(faults(() -> read("host: {preset: server-96c}\n")))
        .startsWith("mine.yaml:5:16: host.preset: must name a shipped host")
        .contains("did you mean server-96c-ddr5");
  }

  @Test
  void every_named_mapping_completes_a_machine() {
    int seen = 0;
    for (String link : NamedMappings.presets().getOrDefault("link", List.of())) {
      assertThat(read("links: {chiplet: {preset: %s}}\n".formatted(link)).links().chiplet())
          .isNotNull();
      seen++;
    }
    for (String host : NamedMappings.presets().getOrDefault("host", List.of())) {
      assertThat(read("host: {preset: %s}\n".formatted(host)).host().name()).isNotBlank();
      seen++;
    }
    for (String memory : NamedMappings.presets().getOrDefault("memory", List.of())) {
      assertThat(
              read("host: {memory: {preset: %s}}\n".formatted(memory))
                  .host()
                  .memory()
                  .kvCacheBits())
          .isEqualTo(8);
      seen++;
    }
    assertThat(seen).isEqualTo(14);
  }

  @Test
  void a_row_may_hold_several_groups() {
    MachineSpec mine = read("chiplet: {macro: {inputs_per_row: 256, rows: 625}}\n");
    assertThat(mine.chiplet().macro().inputsPerRow()).isEqualTo(256);
    assertThat(mine.zeroSkipper().orElseThrow().group()).isEqualTo(32);
    // as many bits and 32 times the multipliers
    assertThat(mine.chiplet().computeMm2().value()).isGreaterThan(8 * 20);
  }
}
