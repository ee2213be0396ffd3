package org.cimlet.rtl.folder;

import java.util.List;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.part.SourceFile;
import org.cimlet.rtl.verilog.VerilogModule;

/// Scripts that map a part to a library's cells, time them, prove them and put what they came to
/// into the manifest.
final class SynthesisScripts {
  private SynthesisScripts() {}

  /// A script that makes one circuit of part and netlist, which is 1 where they differ.
  static String netlistProof(Part part, List<SourceFile> sources) {
    return """
    # The part and its synthesized netlist in one circuit, whose output is 1 where they differ.
    # Registers let through what they hold, on both sides.
    read_liberty -ignore_miss_func build/cells.lib
    read_verilog -sv build/netlist.v
    rename NAME netlist
    read_verilog -sv SOURCES
    proc
    flatten netlist NAME
    opt_clean
    techmap -map through.v
    miter -equiv -flatten NAME netlist miter
    hierarchy -top miter
    opt_clean
    techmap
    opt_clean
    aigmap
    write_aiger build/netlist.aig
    """
        .replace("SOURCES", Scripts.names(sources, " "))
        .replace("NAME", part.label());
  }

  static String synthesis(VerilogModule top, List<SourceFile> sources) {
    return """
    # Maps to the cells of build/cells.lib; `make synthesize` puts them there.
    read_verilog -sv SOURCES
    BLACKBOXhierarchy -check -top NAME
    read_liberty -lib build/cells.lib
    techmap -map build/adders.v
    synth -top NAME -flatten
    dfflibmap -liberty build/cells.lib
    abc -liberty build/cells.lib -script abc.script
    clean -purge
    tee -q -o build/area.log stat -liberty build/cells.lib
    write_verilog -noattr -noexpr -nohex build/netlist.v
    """
        .replace("SOURCES", Scripts.names(sources, " "))
        .replace("BLACKBOX", top.name().equals("macro") ? "blackbox row_memory\n" : "")
        .replace("NAME", top.name());
  }

  /// abc's default for constrained mapping takes minutes on a tree of adders.
  static final String ABC =
      """
      strash
      ifraig
      &get -n
      &nf
      &put
      buffer -c
      topo
      upsize
      dnsize
      """;

  static final String MEASURED =
      """
      # Puts what synthesis came to into a manifest: gates are areas over the library's smallest NAND2.
      FNR == 1 { file++ }
      file == 1 && /^[ \\t]*library *\\(/ { split($0, name, /[()]/); library = name[2] }
      file == 1 && /^[ \\t]*time_unit/ { ns = /ps/ ? 0.001 : 1 }
      file == 1 && /^[ \\t]*cell *\\(/ { split($0, name, /[()]/); cell = tolower(name[2]) }
      file == 1 && /^[ \\t]*area *:/ {
        split($0, value, /[:;]/)
        if (cell ~ /nand2/ && (nand == 0 || value[2] + 0 < nand)) nand = value[2] + 0
      }
      file == 2 && /Chip area for/ { area = $NF }
      file == 2 && /Number of cells/ { cells = $NF }
      file == 3 && /data arrival time/ && delay == 0 { delay = ($1 < 0 ? -$1 : $1) * ns }
      file == 4 && /^  "measured" :/ {
        printf "  \\"measured\\" : { \\"library\\" : \\"%s\\", \\"gates\\" : %.4g, \\"area_um2\\" : %.4g," \\
          " \\"delay_ns\\" : %.4g, \\"cells\\" : %s },\\n", library, area / nand, area, delay, cells
        next
      }
      file == 4 { print }
      """;

  static String constraints(VerilogModule top, double periodNs) {
    boolean clock = top.ports().stream().anyMatch(Cycles::isClock);
    return """
    CLOCK
    set_input_delay 0 -clock clock [all_inputs]
    set_output_delay 0 -clock clock [all_outputs]
    """
        .replace(
            "CLOCK",
            "create_clock -name clock -period %s%s"
                .formatted(periodNs, clock ? " [get_ports clock]" : ""));
  }

  static String timing(VerilogModule top) {
    return """
    # Delay without wires, in the library's unit of time.
    read_liberty build/cells.lib
    read_verilog build/netlist.v
    link_design NAME
    source NAME.sdc
    report_checks -path_delay max -format end
    report_checks -path_delay max
    """
        .replace("NAME", top.name());
  }

  /// Cells of libraries that add, in place of gates.
  static List<SourceFile> adders() {
    return List.of(
        new SourceFile("adders/discrete.v", "// Adders of gates: nothing is put in their place.\n"),
        adder("osu018", "FAX1", "A B C YS YC", "HAX1", "A B YS YC"),
        adder("nangate45", "FA_X1", "A B CI S CO", "HA_X1", "A B S CO"),
        adder(
            "sky130hd",
            "sky130_fd_sc_hd__fa_1",
            "A B CIN SUM COUT",
            "sky130_fd_sc_hd__ha_1",
            "A B SUM COUT"),
        new SourceFile(
            "adders/asap7.v",
            """
            // ASAP7's adders give sum and carry inverted.
            module full_adder (input a, b, c, output sum, carry);
              wire no_sum, no_carry;
              FAx1_ASAP7_75t_R cell_ (.A(a), .B(b), .CI(c), .SN(no_sum), .CON(no_carry));
              assign sum = ~no_sum;
              assign carry = ~no_carry;
            endmodule
            module half_adder (input a, b, output sum, carry);
              wire no_sum, no_carry;
              HAxp5_ASAP7_75t_R cell_ (.A(a), .B(b), .SN(no_sum), .CON(no_carry));
              assign sum = ~no_sum;
              assign carry = ~no_carry;
            endmodule
            """));
  }

  private static SourceFile adder(
      String library, String full, String fullPins, String half, String halfPins) {
    String[] f = fullPins.split(" ", -1);
    String[] h = halfPins.split(" ", -1);
    return new SourceFile(
        "adders/%s.v".formatted(library),
        """
        // The library's own adders.
        module full_adder (input a, b, c, output sum, carry);
          %s cell_ (.%s(a), .%s(b), .%s(c), .%s(sum), .%s(carry));
        endmodule
        module half_adder (input a, b, output sum, carry);
          %s cell_ (.%s(a), .%s(b), .%s(sum), .%s(carry));
        endmodule
        """
            .formatted(full, f[0], f[1], f[2], f[3], f[4], half, h[0], h[1], h[2], h[3]));
  }
}
