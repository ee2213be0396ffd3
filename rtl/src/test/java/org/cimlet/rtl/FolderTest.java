package org.cimlet.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.verilog.VerilogModule;
import org.cimlet.rtl.verilog.VerilogText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The folder's own commands, run with the tools that are installed.
class FolderTest {
  private static final Origin ORIGIN = new Origin("fudan-28nm", "0", "0.1.0", 320e6);

  private static final Design PACKED = new Design(32, 8, 8, 192, 8, 8, 32, 0);
  private static final Design SERIAL = new Design(0, 0, 96, 128, 3, 3, 24, 0);

  /// An instance of a library's NAND gate with two inputs.
  private static final Pattern A_NAND =
      Pattern.compile("^( *\\w*)(nand2|NAND2)(?=\\w* )", Pattern.MULTILINE);

  private static boolean isSerial(Part part) {
    return part == Part.BIT_SERIAL_EDGE;
  }

  private static Design design(Part part) {
    return isSerial(part) ? SERIAL : PACKED;
  }

  private static SequencedMap<String, String> files(Part part, Design design, int vectors) {
    return RtlFolder.files(new RtlJob(part, design, isSerial(part), vectors, ORIGIN, List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void the_same_job_gives_the_same_bytes(Part part) {
    Map<String, String> files = files(part, design(part), 50);
    assertThat(files).isEqualTo(files(part, design(part), 50));
    assertThat(files.keySet())
        .contains(
            part.label() + ".sv",
            part.label() + "_spec.sv",
            part.label() + "_bench.sv",
            "bench.cpp",
            "vectors.hex",
            "synth.ys",
            part.label() + ".sdc",
            "filelist.f",
            "schematic.svg",
            "README.md",
            "manifest.json",
            "Makefile");
    files.forEach((name, text) -> assertThat(text).as(name).isNotBlank().doesNotContain("$KEPT$"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_decoders_picture_has_its_sums_and_words(boolean fast) {
    Design design = fast ? PACKED.withFastDecoder() : PACKED;
    assertThat(files(Part.MASK_DECODER, design, 1).get("schematic.svg"))
        .contains(">mask[30]<", ">0–15<", ">&lt; 31<", ">cross_1[15]<", ">cross_16[7:0]<")
        .satisfies(svg -> assertThat(svg.contains(">16–27<")).isEqualTo(fast));
  }

  @ParameterizedTest
  @EnumSource
  void lint_is_clean_and_the_bench_passes(Part part, @TempDir Path folder) {
    Shell.needs("make", "verilator", "iverilog", "yosys");
    Design design = part == Part.MACRO_EDGE ? PACKED.withFastDecoder() : design(part);
    Design piped = design.withPipeline(part.mostRegisters(design));
    Shell.write(folder, files(part, piped, 100));
    Shell lint = Shell.run(folder, "make", "-s", "lint");
    assertThat(lint.text()).isEqualTo("lint: clean\n");
    Shell bench = Shell.run(folder, "make", "-s", "simulate");
    assertThat(bench.text()).containsPattern("[1-9][0-9]{2,} passed, 0 failed");
    assertThat(bench.code()).isZero();
  }

  /// Where one input is kept, the last control word is a single bit.
  @ParameterizedTest
  @EnumSource(names = {"MASK_DECODER", "BUTTERFLY", "MACRO_EDGE"})
  void one_of_four_is_kept(Part part, @TempDir Path folder) {
    Shell.needs("make", "verilator", "iverilog", "yosys");
    Design narrow = new Design(4, 1, 2, 16, 1, 1, 4, 0);
    Shell.write(folder, files(part, narrow, 100));
    Shell shell = Shell.run(folder, "make", "-s", "lint", "simulate");
    assertThat(shell.text()).startsWith("lint: clean\n").contains(" passed, 0 failed");
    assertThat(shell.code()).isZero();
  }

  /// With nothing but make and awk in reach, and with tools of older days.
  @Test
  void missing_and_old_tools_are_named(@TempDir Path folder) throws IOException {
    Shell.needs("make", "awk");
    Shell.write(folder, files(Part.ZERO_SKIPPER, PACKED, 1));
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("make", "awk", "mkdir")) {
      Files.createSymbolicLink(bin.resolve(tool), Shell.path(tool));
    }
    assertThat(made(folder, "simulate"))
        .contains("iverilog is not installed; on Debian and Ubuntu: apt-get install iverilog");
    assertThat(made(folder, "verilate"))
        .contains("verilator is not installed; on Debian and Ubuntu: apt-get install verilator");
    assertThat(made(folder, "synthesize", "LIBERTY=nowhere.lib"))
        .contains("nowhere.lib is not there; on Debian and Ubuntu: apt-get install");
    Shell.write(bin, Map.of("verilator", "#!/bin/sh\necho Verilator 4.106 2020-12-02\n"));
    Shell.write(bin, Map.of("yosys", "#!/bin/sh\necho Yosys 0.9 '(git sha1 1979e0b)'\n"));
    assertThat(bin.resolve("verilator").toFile().setExecutable(true)).isTrue();
    assertThat(bin.resolve("yosys").toFile().setExecutable(true)).isTrue();
    assertThat(made(folder, "lint")).contains("verilator 4.200 or newer is needed, got 4.106");
    assertThat(made(folder, "prove")).contains("yosys 0.20 or newer is needed, got 0.9");
  }

  private static String made(Path folder, String... targets) {
    List<String> command =
        new ArrayList<>(List.of("env", "PATH=" + folder.resolve("bin"), "make", "-s"));
    command.addAll(List.of(targets));
    Shell shell = Shell.run(folder, command.toArray(String[]::new));
    assertThat(shell.code()).isNotZero();
    return shell.text();
  }

  @Test
  void the_bench_fails_where_the_part_is_wrong(@TempDir Path folder) {
    Shell.needs("make", "iverilog");
    Map<String, String> files = new TreeMap<>(files(Part.ZERO_SKIPPER, PACKED, 100));
    files.computeIfPresent(
        "butterfly.sv",
        (_, text) -> text.replace("? stage0_3 : stage0_2", "? stage0_2 : stage0_3"));
    Shell.write(folder, files);
    Shell bench = Shell.run(folder, "make", "-s", "simulate");
    assertThat(bench.text()).contains("must be").doesNotContain(" 0 failed");
    assertThat(bench.code()).isNotZero();
  }

  /// What the page on RTL compares the tree with computes the same.
  @Test
  void products_by_booth_are_the_same(@TempDir Path folder) throws IOException {
    Shell.needs("make", "iverilog");
    Map<String, String> files = new TreeMap<>(files(Part.ADDER_TREE, PACKED, 300));
    try (InputStream booth = FolderTest.class.getResourceAsStream("/booth.sv")) {
      files.put(
          "adder_tree.sv",
          new String(Objects.requireNonNull(booth).readAllBytes(), StandardCharsets.UTF_8));
    }
    Shell.write(folder, files);
    Shell bench = Shell.run(folder, "make", "-s", "simulate");
    assertThat(bench.text()).containsPattern("[1-9][0-9]{2,} passed, 0 failed");
  }

  /// One plane of bits: every mask and every plane, more ones than are kept included. Elements pass
  /// whole, so that what holds for a bit holds for all.
  @ParameterizedTest
  @CsvSource({"32, 8, 1, false", "16, 4, 8, true", "32, 8, 8, true", "64, 16, 1, true"})
  void decoder_and_skipper_are_proved(
      int group, int kept, int bits, boolean slow, @TempDir Path folder) {
    Shell.needs("make", "yosys", "yosys-abc");
    if (slow) {
      Shell.needsTime();
    }
    Design design = new Design(group, kept, kept, 64, 8, bits, 32, 2);
    Shell.write(folder, files(Part.ZERO_SKIPPER, design, 10));
    Shell proof = Shell.run(folder, "make", "-s", "prove");
    assertThat(proof.text())
        .contains("mask_decoder = mask_decoder_spec: proved for every input")
        .contains("zero_skipper = zero_skipper_spec: proved for every input");
    assertThat(proof.code()).isZero();
  }

  /// The cells that synthesis chose against what they were made of, and what they came to in the
  /// manifest; a netlist with another gate in it is refuted.
  @ParameterizedTest
  @CsvSource({
    "ZERO_SKIPPER, /usr/share/qflow/tech/osu018/osu018_stdcells.lib, false",
    "ADDER_TREE, /usr/share/qflow/tech/osu018/osu018_stdcells.lib, true",
    "ZERO_SKIPPER, sg13g2_typ.lib.gz, true",
    "ZERO_SKIPPER, asap7_rvt_tt_small.lib.gz, true",
    "ZERO_SKIPPER, gt2n.lib.gz, true"
  })
  void the_netlist_is_the_part(Part part, String library, boolean slow, @TempDir Path folder)
      throws IOException {
    Shell.needs("make", "yosys", "yosys-abc", "sta");
    Path liberty = Path.of("../../shared/data/liberty").toAbsolutePath().resolve(library);
    Shell.needs(liberty);
    if (slow) {
      Shell.needsTime();
    }
    Shell.write(folder, files(part, PACKED, 10));
    String its = "LIBERTY=" + liberty.normalize();
    Shell proof = Shell.run(folder, "make", "-s", "synthesize", "prove_netlist", its);
    assertThat(proof.text()).contains("netlist = " + part.label() + ": proved for every input");
    assertThat(Files.readString(folder.resolve("manifest.json")))
        .containsPattern("\"gates\" : [0-9]{4}, \"area_um2\" : [0-9.e+]+, \"delay_ns\" : [0-9.]+");
    Path netlist = folder.resolve("build/netlist.v");
    Matcher nand = A_NAND.matcher(Files.readString(netlist));
    Files.writeString(netlist, nand.replaceFirst(found -> found.group(1) + nor(found.group(2))));
    Files.delete(folder.resolve("build/netlist.proof")); // may be as old as the other netlist
    assertThat(Shell.run(folder, "make", "-s", "prove_netlist", its).text())
        .contains("netlist: NOT proved");
  }

  private static String nor(String nand) {
    return nand.replace("NAND", "NOR").replace("nand", "nor");
  }

  /// A decoder that saves carries, for every mask; groups of 16 and 64 take more time.
  @ParameterizedTest
  @CsvSource({"32, 8, false", "16, 8, true", "64, 16, true"})
  void a_fast_decoder_is_proved(int group, int kept, boolean slow, @TempDir Path folder) {
    Shell.needs("make", "yosys", "yosys-abc");
    if (slow) {
      Shell.needsTime();
    }
    Design design = new Design(group, kept, kept, 64, 8, 8, 32, 0).withFastDecoder();
    Shell.write(folder, files(Part.MASK_DECODER, design, 10));
    Shell proof = Shell.run(folder, "make", "-s", "prove");
    assertThat(proof.text()).contains("mask_decoder = mask_decoder_spec: proved for every input");
    assertThat(proof.code()).isZero();
  }

  /// Seeded faults, each refuted by the prover.
  @ParameterizedTest
  @CsvSource({"false, 6", "true, 3"})
  void mutants_are_refuted_by_the_prover(boolean fast, int some, @TempDir Path folder) {
    Shell.needs("make", "yosys", "yosys-abc");
    Design plain = new Design(16, 4, 4, 64, 8, 1, 32, 0);
    Design small = fast ? plain.withFastDecoder() : plain;
    Shell.write(folder, files(Part.ZERO_SKIPPER, small, 10));
    List<VerilogModule> modules = Part.ZERO_SKIPPER.modules(small, false);
    int mutants = Boolean.getBoolean("rtl.full") ? 24 : some;
    for (int seed = 0; seed < mutants; seed++) {
      Mutants.of(modules, seed)
          .forEach(
              module -> Shell.write(folder, Map.of(module.name() + ".sv", VerilogText.of(module))));
      Shell proof = Shell.run(folder, "make", "-s", "build/zero_skipper.proof");
      assertThat(proof.text()).as("mutant %s", seed).contains("NOT proved");
      assertThat(proof.text()).as("mutant %s", seed).contains("SATISFIABLE");
      assertThat(proof.code()).isNotZero();
    }
  }

  /// All masks of 8 of 32 and millions of rows, in Verilator.
  @ParameterizedTest
  @CsvSource({
    "MASK_DECODER, 0, false, 10518300",
    "MASK_DECODER, 0, true, 10518300",
    "ZERO_SKIPPER, 2, false, 10518300",
    "ADDER_TREE, 0, false, 1",
    "MACRO_EDGE, 2, false, 10000000"
  })
  void all_of_it_in_verilator(
      Part part, int pipeline, boolean fast, String count, @TempDir Path folder) {
    Shell.needs("make", "verilator", "g++");
    Shell.needsTime();
    Design design = PACKED.withPipeline(pipeline);
    Shell.write(folder, files(part, fast ? design.withFastDecoder() : design, 10_000));
    Shell bench = Shell.run(folder, "make", "-s", "verilate", "COUNT=" + count);
    assertThat(bench.text()).containsPattern("[0-9]{6,} passed, 0 failed");
    assertThat(bench.code()).isZero();
  }
}
