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

  static String names(List<SourceFile> files, String separator) {
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
}
