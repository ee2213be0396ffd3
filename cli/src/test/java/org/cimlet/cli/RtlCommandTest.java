package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtlCommandTest {
  @Test
  void a_folder_says_what_it_holds(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("skipper");
    Shell first =
        rtl(out, "zero_skipper --machine fudan-28nm --pipeline 1 --fast-decoder --vectors 20");
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out()).startsWith("zero_skipper for fudan-28nm: ");
    assertThat(Files.readString(out.resolve("manifest.json")))
        .contains(
            "\"fast_decoder\" : true",
            "\"cimlet.rtl/1\"",
            "\"group\" : 32",
            "\"kept\" : 8",
            "\"pipeline\" : 1");
    assertThat(Files.readString(out.resolve("README.md"))).contains("make prove");
    // what it wrote it writes again, and leaves nothing of it
    Shell second = rtl(out, "mask_decoder --machine fudan-28nm --vectors 20");
    assertThat(second.code()).isZero();
    assertThat(out.resolve("zero_skipper.sv")).doesNotExist();
    try (Stream<Path> files = Files.walk(out)) {
      long count = files.filter(Files::isRegularFile).count();
      assertThat(second.out()).contains(" %s files in ".formatted(count));
    }
  }

  /// The default machine, COMB-MCM and the 28 nm chip: all that their macros can be made of.
  @ParameterizedTest
  @CsvSource({
    "macro_edge, comb-200mb-36, 2", "macro, fudan-28nm, 1", "bit_serial_edge, comb-mcm-65nm, 1",
    "macro, comb-mcm-65nm, 0", "adder_tree, fudan-28nm, 0", "butterfly, comb-200mb-36, 0"
  })
  void machines_become_parts(String part, String machine, String pipeline, @TempDir Path folder) {
    Shell shell =
        rtl(
            folder,
            "%s --machine %s --pipeline %s --vectors 20".formatted(part, machine, pipeline));
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    assertThat(folder.resolve(part + ".sv")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "skipper | PART: must be one of mask_decoder, butterfly,",
        "zero_skipper --machine comb-mcm-65nm | must have chiplet.macro.zero_skipper for zero_skipper",
        "macro_edge --machine comb-mcm-65nm | cycles_per_row must be 1 for macro_edge, got 3",
        "bit_serial_edge --machine fudan-28nm | cycles_per_row must be input_bits for bit_serial_edge",
        "macro --machine aim-gddr6 | must have a macro of kind digital_sram",
        "macro_edge --compress 8:16 | --compress: must be K:32, K from 1 to the machine's group, or none, got 8:16",
        "macro_edge --compress 12:32 | --compress: must keep at most 32, and divide a row of 8 columns",
        "macro_edge --compress 32:32 | --compress: must keep fewer than 32 for macro_edge, whose rows bring no masks then",
        "mask_decoder --compress none | --compress: must be a pattern for mask_decoder, got none",
        "adder_tree --pipeline 1 | --pipeline: must be 0 for adder_tree, got 1",
        "macro_edge --compress none --pipeline 2 | --pipeline: must be 0 to 1 for macro_edge, got 2",
        "adder_tree --machine fudan-28nm --fast-decoder | --fast-decoder: must stay away for adder_tree of fudan-28nm, which has no mask decoder",
        "macro_edge --compress none --fast-decoder | --fast-decoder: must stay away for macro_edge",
        "macro_edge --vectors 0 | --vectors: must be 1 to 10000000, got 0",
        "macro_edge --machine nowhere | nowhere"
      })
  void wrong_input(String command, String message, @TempDir Path folder) {
    Shell shell = rtl(folder, command);
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err()).contains(message);
    assertThat(shell.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void widths_that_the_datapath_does_not_have(@TempDir Path folder) throws IOException {
    Path machine = folder.resolve("wide.yaml");
    Files.writeString(
        machine,
        """
        schema: cimlet.machine/1
        name: wide
        summary: wider than the datapath
        extends: fudan-28nm
        chiplet: {macro: {weight_bits: 16, input_bits: 16, cycles_per_row: 4, accumulator_bits: 48}}
        """);
    Path out = folder.resolve("out");
    Shell shell = rtl(out, "macro --machine " + machine);
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err())
        .contains(
            "chiplet.macro.weight_bits must be 1 to 8 for the datapath, got 16",
            "chiplet.macro.input_bits must be 1 to 8 for the datapath, got 16",
            "chiplet.macro.accumulator_bits must be 2 to 32 for the datapath, got 48",
            "chiplet.macro.cycles_per_row must be 1, or input_bits for inputs that come bit by bit,"
                + " got 4");
    assertThat(out).doesNotExist();
  }

  @Test
  void a_library_is_a_regular_file(@TempDir Path folder) throws IOException {
    for (String name : List.of(folder.toString(), "/dev/zero")) {
      Shell shell = rtl(folder.resolve("out"), "mask_decoder --liberty " + name);
      assertThat(shell.code()).isEqualTo(2);
      assertThat(shell.err()).contains(name + ": must be a ");
    }
    Path packed = Files.writeString(folder.resolve("cells.lib.gz"), "library (a) {}");
    assertThat(rtl(folder.resolve("out"), "mask_decoder --liberty " + packed).err())
        .contains("must be gzipped where it ends in .gz");
  }

  @Test
  void a_folder_of_something_else_stays_as_it_is(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "text");
    Shell shell = rtl(folder, "mask_decoder");
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.err())
        .contains("--out: must be new, empty, or a folder that this command wrote");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  private static Shell rtl(Path out, String command) {
    return Shell.run(("rtl " + command + " --out " + out).split(" ", -1));
  }
}
