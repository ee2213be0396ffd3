package org.cimlet.rtl.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.part.SourceFile;
import org.cimlet.rtl.verilog.VerilogModule;

/// The files of a part's folder but its manifest.
public final class PartFolder {
  private static final double NANO = 1e9;

  private PartFolder() {}

  /// @param cycles golden vectors
  /// @param machine its name, for the page
  /// @param clockHz what timing is asked to meet
  public static List<SourceFile> files(
      Part part, Design design, boolean bitSerial, Cycles cycles, String machine, double clockHz) {
    VerilogModule top = part.modules(design, bitSerial).getFirst();
    List<SourceFile> sources = part.sources(design, bitSerial);
    List<SourceFile> specs = part.specifications(design, bitSerial);
    Map<String, SourceFile> files = new LinkedHashMap<>();
    List<SourceFile> all = new ArrayList<>(sources);
    all.addAll(specs);
    all.add(new SourceFile(top.name() + "_bench.sv", Benches.verilog(top, cycles)));
    all.add(new SourceFile("bench.cpp", Benches.verilator(top, cycles, part, design)));
    all.add(new SourceFile("vectors.hex", cycles.text()));
    for (Part proved : Scripts.proved(part, design)) {
      List<SourceFile> its = proved.sources(design, false);
      List<SourceFile> itsSpecs = proved.specifications(design, false);
      all.addAll(itsSpecs);
      all.add(Scripts.proof(proved, its, itsSpecs));
      all.add(new SourceFile(proved.label() + ".sby", Scripts.symbiYosys(proved, its, itsSpecs)));
    }
    all.add(new SourceFile("through.v", Scripts.THROUGH));
    all.add(new SourceFile("Makefile", Scripts.makefile(top, part, design, sources, specs)));
    all.add(new SourceFile("synth.ys", SynthesisScripts.synthesis(top, sources)));
    if (Scripts.isWithoutFeedback(part)) {
      all.add(new SourceFile("prove_netlist.ys", SynthesisScripts.netlistProof(part, sources)));
    }
    all.add(new SourceFile("abc.script", SynthesisScripts.ABC));
    all.add(new SourceFile("measured.awk", SynthesisScripts.MEASURED));
    all.add(
        new SourceFile(
            top.name() + ".sdc",
            SynthesisScripts.constraints(top, Math.round(NANO / clockHz * 1e3) / 1e3)));
    all.add(new SourceFile("time.tcl", SynthesisScripts.timing(top)));
    all.addAll(SynthesisScripts.adders());
    all.add(new SourceFile("filelist.f", Scripts.fileList(sources)));
    all.add(new SourceFile("schematic.svg", Schematic.of(part, design, top)));
    all.add(new SourceFile("README.md", Readme.of(part, design, top, cycles, sources, machine)));
    all.forEach(file -> files.putIfAbsent(file.name(), file));
    return new ArrayList<>(files.values());
  }
}
