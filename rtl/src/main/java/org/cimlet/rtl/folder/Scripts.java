package org.cimlet.rtl.folder;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.part.SourceFile;
import org.cimlet.rtl.verilog.VerilogModule;

/// Scripts for make, yosys, abc and OpenSTA.
final class Scripts {
  private Scripts() {}

  private static String names(List<SourceFile> files, String separator) {
    return files.stream().map(SourceFile::name).collect(Collectors.joining(separator));
  }

  /// Whether the part is compared with its specification for all inputs: where nothing is
  /// multiplied.
  static boolean isProvedWhole(Part part) {
    return part.needsSkipper();
  }

  /// Parts within that are proved.
  static List<Part> proved(Part part, Design design) {
    return switch (part) {
      case MASK_DECODER, BUTTERFLY -> List.of(part);
      case ZERO_SKIPPER -> List.of(Part.MASK_DECODER, part);
      case MACRO_EDGE, MACRO ->
          design.isPacked() ? List.of(Part.MASK_DECODER, Part.ZERO_SKIPPER) : List.of();
      case ADDER_TREE, BIT_SERIAL_EDGE -> List.of();
    };
  }

  static String fileList(List<SourceFile> sources) {
    return names(sources, "\n") + "\n";
  }

  static String makefile(
      VerilogModule top,
      Part part,
      Design design,
      List<SourceFile> sources,
      List<SourceFile> specs) {
    String proofs =
        proved(part, design).stream()
            .map(one -> "build/%s.proof".formatted(one.label()))
            .collect(Collectors.joining(" "));
    return """
    # make lint | simulate | verilate | prove | synthesize | prove_netlist
    PART := NAME
    SOURCES := SOURCE_FILES
    SPECIFICATIONS := SPEC_FILES

    # The library that synthesis maps to, plain or gzipped, and its cells for full and half adders.
    LIBERTY ?= /usr/share/qflow/tech/osu018/osu018_stdcells.lib
    ADDERS ?= adders/discrete.v
    COUNT ?=
    OPTIMIZE ?= -O2

    # Says what is missing or too old, and how to get it: $(call need,COMMAND,PACKAGE).
    need = @command -v $(1) > /dev/null || { \\
      echo "$(1) is not installed; on Debian and Ubuntu: apt-get install $(2)"; exit 1; }
    VERILATOR = $(call need,verilator,verilator) && verilator --version | awk \\
      '$$2 + 0 < 4.2 { print "verilator 4.200 or newer is needed, got " $$2; exit 1 }'
    YOSYS = $(call need,yosys,yosys) && yosys -V | awk \\
      '{ split($$2, v, "."); if (v[1] == 0 && v[2] + 0 < 20) { print "yosys 0.20 or newer is needed, got " $$2; exit 1 } }'

    lint:
    	$(VERILATOR)
    	$(YOSYS)
    	$(call need,iverilog,iverilog)
    	verilator --lint-only -Wall --top-module $(PART) $(SOURCES)
    	verilator --lint-only -Wall --top-module $(PART)_spec $(SPECIFICATIONS)
    	iverilog -g2012 -Wall -o /dev/null -s $(PART) $(SOURCES)
    	yosys -q -p "read_verilog -sv $(SOURCES); hierarchy -check -top $(PART); proc; check -assert"
    	@echo "lint: clean"

    simulate: build/$(PART).vvp
    	vvp -n $< | tee build/simulate.log
    	@grep -q "passed, 0 failed" build/simulate.log

    build/$(PART).vvp: $(SOURCES) $(SPECIFICATIONS) $(PART)_bench.sv | build
    	$(call need,iverilog,iverilog)
    	iverilog -g2012 -o $@ -s $(PART)_bench $^

    verilate: build/verilated/bench
    	build/verilated/bench $(COUNT)

    build/verilated/bench: $(SOURCES) bench.cpp | build
    	$(VERILATOR)
    	$(call need,g++,g++)
    	verilator --cc --exe --build -O3 -CFLAGS $(OPTIMIZE) -MAKEFLAGS OPT_GLOBAL=$(OPTIMIZE) \\
    	  --top-module $(PART) --Mdir build/verilated \\
    	  -o bench $(SOURCES) $(CURDIR)/bench.cpp > build/verilate.log

    prove: PROOFS
    PROVE_NOTHING
    build/%.proof: prove_%.ys $(SOURCES) | build
    	$(YOSYS)
    	$(call need,yosys-abc,yosys)
    	yosys -q $<
    	yosys-abc -c "read build/$*.aig; iprove" > build/$*.log
    	@grep -q "^UNSATISFIABLE" build/$*.log || { cat build/$*.log; echo "$*: NOT proved"; exit 1; }
    	@echo "$* = $*_spec: proved for every input"
    	@touch $@

    # Area and delay also go to manifest.json, beside what is predicted.
    synthesize: build/netlist.v
    	$(call need,sta,opensta)
    	@grep -E "Chip area|Number of cells" build/area.log
    	sta -exit time.tcl | tee build/time.log
    	@awk -f measured.awk build/cells.lib build/area.log build/time.log manifest.json > build/manifest.json
    	@cp build/manifest.json manifest.json

    build/netlist.v: build/cells.lib $(SOURCES) synth.ys abc.script $(ADDERS) | build
    	$(YOSYS)
    	cp $(ADDERS) build/adders.v
    	yosys -q synth.ys

    # The cells that synthesis chose against what they were made of.
    NETLIST_PROOF

    $(LIBERTY):
    	@echo "$@ is not there; on Debian and Ubuntu: apt-get install qflow-tech-osu018, or LIBERTY=cells.lib"; exit 1

    build/cells.lib: $(LIBERTY) | build
    	case "$<" in *.gz) gzip -dc "$<" ;; *) cat "$<" ;; esac > $@

    build:
    	mkdir -p build

    clean:
    	rm -rf build

    .PHONY: lint simulate verilate prove synthesize prove_netlist clean
    """
        .replace("NETLIST_PROOF\n", isWithoutFeedback(part) ? PROVE_NETLIST : FEEDS_BACK)
        .replace("PROOFS", proofs)
        .replace(
            "PROVE_NOTHING\n",
            proofs.isEmpty()
                ? "\t@echo \"nothing here is proved for all inputs; see README.md\"\n\n"
                : "\n")
        .replace("SOURCE_FILES", names(sources, " "))
        .replace("SPEC_FILES", names(specs, " "))
        .replace("NAME", top.name());
  }

  /// A script that makes one circuit of part and specification, which is 1 where they differ.
  static SourceFile proof(Part part, List<SourceFile> sources, List<SourceFile> specs) {
    return new SourceFile(
        "prove_%s.ys".formatted(part.label()),
        """
        # Part and specification in one circuit, whose output is 1 where they differ. Registers let
        # through what they hold: the function is proved for all inputs, the benches see the clocks.
        read_verilog -sv SOURCES SPECS
        hierarchy -check
        proc
        flatten
        opt_clean
        techmap -map through.v
        miter -equiv -flatten NAME_spec NAME miter
        hierarchy -top miter
        opt_clean
        techmap
        opt_clean
        aigmap
        write_aiger build/NAME.aig
        """
            .replace("SOURCES", names(sources, " "))
            .replace("SPECS", names(specs, " "))
            .replace("NAME", part.label()));
  }

  static final String THROUGH =
      """
      // Registers that let through what they hold.
      (* techmap_celltype = "$dff" *)
      module through #(parameter WIDTH = 1, parameter CLK_POLARITY = 1) (
        input CLK, input [WIDTH-1:0] D, output [WIDTH-1:0] Q
      );
        assign Q = D;
      endmodule

      // Those of libraries, whose set and reset are not used.
      (* techmap_celltype = "$_DFF_P_ $_DFF_N_" *)
      module through_cell (input C, input D, output Q);
        assign Q = D;
      endmodule
      (* techmap_celltype = "$_DFF_PN0_ $_DFF_PN1_ $_DFF_PP0_ $_DFF_PP1_" *)
      module through_cell_r (input C, input R, input D, output Q);
        assign Q = D;
      endmodule
      (* techmap_celltype = "$_DFFSR_PNN_ $_DFFSR_PNP_ $_DFFSR_PPN_ $_DFFSR_PPP_" *)
      module through_cell_sr (input C, input S, input R, input D, output Q);
        assign Q = D;
      endmodule
      """;

  private static final String PROVE_NETLIST =
      """
      prove_netlist: build/netlist.proof

      build/netlist.proof: build/netlist.v prove_netlist.ys
      	$(call need,yosys-abc,yosys)
      	yosys -q prove_netlist.ys
      	yosys-abc -c "read build/netlist.aig; iprove" > build/netlist.log
      	@grep -q "^UNSATISFIABLE" build/netlist.log || { cat build/netlist.log; echo "netlist: NOT proved"; exit 1; }
      	@echo "netlist = $(PART): proved for every input"
      	@touch $@
      """;

  private static final String FEEDS_BACK =
      """
      prove_netlist:
      	@echo "$(PART)'s sums feed back; emit zero_skipper and adder_tree, whose netlists are proved"
      """;

  /// Whether no output comes back to an input.
  static boolean isWithoutFeedback(Part part) {
    return switch (part) {
      case MASK_DECODER, BUTTERFLY, ZERO_SKIPPER, ADDER_TREE -> true;
      case MACRO_EDGE, BIT_SERIAL_EDGE, MACRO -> false;
    };
  }

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
        .replace("SOURCES", names(sources, " "))
        .replace("NAME", part.label());
  }

  /// The same for SymbiYosys.
  static String symbiYosys(Part part, List<SourceFile> sources, List<SourceFile> specs) {
    return """
    # SymbiYosys: the same question, asked again for NAME.
    [options]
    mode prove

    [engines]
    abc pdr

    [script]
    read_verilog -sv SOURCES SPECS
    hierarchy -check
    proc
    flatten
    miter -equiv -make_assert -flatten NAME_spec NAME miter
    prep -top miter

    [files]
    FILES
    """
        .replace("SOURCES", names(sources, " "))
        .replace("SPECS", names(specs, " "))
        .replace("FILES", names(sources, "\n") + "\n" + names(specs, "\n"))
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
        .replace("SOURCES", names(sources, " "))
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
          " \\"delay_ns\\" : %.4g, \\"cells\\" : %d },\\n", library, area / nand, area, delay, cells
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
