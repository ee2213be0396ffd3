package org.cimlet.rtl.folder;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.part.SourceFile;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// The folder's own page.
final class Readme {
  private Readme() {}

  static String of(
      Part part,
      Design design,
      VerilogModule top,
      Cycles cycles,
      List<SourceFile> sources,
      String machine) {
    String summary = top.summary().stream().collect(Collectors.joining(" ")).replace("  ", " ");
    return """
    # NAME

    SUMMARY

    Emitted by Cimlet for MACHINE. Plain SystemVerilog (all of it Verilog-2005), flat, without
    parameters: what is written is what is built.

    ![NAME](schematic.svg)

    ## Three commands

    ```
    make lint simulate verilate   # verilator, iverilog
    make prove                    # yosys with abc
    make synthesize prove_netlist # yosys, abc, OpenSTA
    ```

    Debian and Ubuntu have all that is needed:
    `apt-get install make g++ verilator iverilog yosys opensta qflow-tech-osu018`.

    - `make simulate` drives part and specification with COUNT golden vectors, which Cimlet's own
      integer execution computed, in Icarus Verilog. It ends with `N passed, N failed`.
    - `make verilate` drives the part with the same vectors in Verilator, then with MORE;
      `make verilate COUNT=N` sets how many.
    - `make prove` PROOF
    - `make synthesize LIBERTY=cells.lib` maps to another library than the 180 nm one of Debian;
      `ADDERS=adders/NAME.v` takes its full and half adder cells for the tree's. Area is in
      `build/area.log`, delay without wires in `build/time.log`, the netlist in `build/netlist.v`, and what it
      came to beside what Cimlet predicts in `manifest.json`. `make prove_netlist` NETLIST

    ## Ports

    | port | bits | direction | meaning |
    |---|---|---|---|
    PORTS
    REGISTERS

    ## Files

    | file | what it is |
    |---|---|
    FILES
    | `NAME_spec.sv` | what the part is to do, in a few lines: read it first |
    | `NAME_bench.sv`, `bench.cpp`, `vectors.hex` | benches that check themselves, golden vectors |
    | `prove_*.ys`, `*.sby`, `through.v` | proofs with abc, the same for SymbiYosys |
    | `synth.ys`, `abc.script`, `NAME.sdc`, `time.tcl`, `measured.awk`, `adders/` | synthesis and timing |
    | `filelist.f` | the part's files, for other tools |
    | `manifest.json` | machine, parameters, predicted and measured gates, area and delay |
    """
        .replace("SUMMARY", summary)
        .replace("MACHINE", machine)
        .replace("COUNT golden", cycles.checked() + " golden")
        .replace("MORE", MoreThanVectors.summary(part))
        .replace("PROOF", proof(part, design))
        .replace("NETLIST", netlist(part))
        .replace("PORTS", ports(top))
        .replace("REGISTERS", registers(part, design))
        .replace(
            "FILES",
            sources.stream()
                .map(file -> "| `%s` | %s |".formatted(file.name(), first(file)))
                .collect(Collectors.joining("\n")))
        .replace("NAME", top.name());
  }

  private static String ports(VerilogModule top) {
    return top.ports().stream().map(Readme::row).collect(Collectors.joining("\n"));
  }

  private static String row(Port port) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            port.name().name(),
            port.name().width(),
            port.isOutput() ? "out" : "in",
            port.meaning());
  }

  private static String first(SourceFile file) {
    return file.text().lines().findFirst().orElse("").replaceFirst("^// ", "");
  }

  private static String registers(Part part, Design design) {
    if (part.mostRegisters(design) == 0) {
      return "";
    }
    return "\nRegisters on a row's way (`--pipeline`): %s.".formatted(design.pipeline());
  }

  private static String netlist(Part part) {
    return Scripts.isWithoutFeedback(part)
        ? "proves that the netlist\n  is the part, for every input."
        : "has nothing to prove\n"
            + "  here, where sums feed back: it does for `zero_skipper` and `adder_tree` by"
            + " themselves.";
  }

  private static String proof(Part part, Design design) {
    if (Scripts.isProvedWhole(part)) {
      return "proves that part and specification are the same for every input there is.";
    }
    return Scripts.proved(part, design).isEmpty()
        ? "has nothing to prove here: no prover compares products of so many columns. The benches"
            + " try all extremes and millions of random rows."
        : "proves decoder and zero skipper for every input there is. No prover compares products of"
            + " so many columns; the benches try all extremes and millions of random rows.";
  }
}
