package org.cimlet.run.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.comb.PublishedArea;
import org.cimlet.technology.comb.PublishedMacro;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;
import org.cimlet.technology.wire.LinkKind;

/// Everything that ships and can be named, and what the part models are measured against.
public final class Catalogue {
  private static final double CELLS_AT_NM = 14;

  private final List<Entry> entries = new ArrayList<>();

  private Catalogue() {}

  /// All that ships.
  public static List<Entry> shipped() {
    Catalogue all = new Catalogue();
    NetworkReader.presets().forEach(name -> all.network(NetworkReader.read(name), name));
    MachineReader.presets().forEach(name -> all.machine(MachineReader.read(name), name));
    GpuReader.presets().forEach(name -> all.gpu(GpuReader.read(name), name));
    ProcessReader.presets().forEach(name -> all.process(ProcessReader.read(name), name));
    SubstrateReader.presets().forEach(name -> all.substrate(SubstrateReader.read(name), name));
    all.cells();
    all.links();
    all.macros();
    all.areas();
    return List.copyOf(all.entries);
  }

  /// A user's own file.
  ///
  /// @param schema the kind and version it says it is, `cimlet.machine/1`
  /// @return nothing where it is none of these
  public static List<Entry> of(String schema, String file) {
    Catalogue own = new Catalogue();
    switch (schema) {
      case "cimlet.machine/1" -> own.machine(MachineReader.read(file), file);
      case "cimlet.gpu/1" -> own.gpu(GpuReader.read(file), file);
      case "cimlet.process/1" -> own.process(ProcessReader.read(file), file);
      case "cimlet.substrate/1" -> own.substrate(SubstrateReader.read(file), file);
      default -> {
        return List.of();
      }
    }
    return List.copyOf(own.entries);
  }

  private void network(NetworkSpec network, String name) {
    Program program = new Compiler(network, WeightStorage.dense(8)).program(true);
    add(
        Kind.NETWORKS,
        name,
        "%s, %s layers of %s, %s parameters, context %s"
            .formatted(
                network.family(),
                network.layers().size(),
                Si.grouped(network.hiddenSize()),
                parameters((double) program.parameters()),
                Si.grouped(network.maxContext())),
        "its config.json");
  }

  /// `6.74 B`, `124 M`, `260 k`: a billion is B, as for networks everywhere.
  private static String parameters(double count) {
    return count < 1e9 ? Si.of(count, "") : Si.plain(count / 1e9) + " B";
  }

  private void machine(MachineSpec machine, String name) {
    add(Kind.MACHINES, name, machine.summary(), machine.process().nodeNm().source());
  }

  private void gpu(GpuSpec gpu, String name) {
    Sourced int8 = gpu.int8Tops();
    add(
        Kind.GPUS,
        name,
        "%s: %s TOPS dense at 16 bits%s, %s GiB at %s TB/s, %s W"
            .formatted(
                gpu.name(),
                Si.plain(gpu.fp16Tops().value()),
                int8 == null ? "" : ", " + Si.plain(int8.value()) + " at 8",
                Si.plain(gpu.memoryGib().value()),
                Si.plain(gpu.memoryTbS().value()),
                Si.plain(gpu.powerW().value())),
        gpu.fp16Tops().source());
  }

  private void process(ProcessSpec process, String name) {
    add(
        Kind.PROCESSES,
        name,
        "%s: cell %s µm², wafer $%s, %s defects a cm², %s g CO2 a mm²"
            .formatted(
                process.name(),
                Si.plain(process.bitcellUm2().value()),
                Si.grouped(Math.round(process.waferUsd().value())),
                Si.plain(process.defectsPerCm2().value()),
                Si.plain(process.carbonGPerMm2().value())),
        process.waferUsd().source());
  }

  private void substrate(SubstrateSpec substrate, String name) {
    add(Kind.SUBSTRATES, name, substrate.summary(), substrate.organic().areaRatio().source());
  }

  private void cells() {
    for (SramCell cell : SramCell.values()) {
      add(
          Kind.CELLS,
          cell.label(),
          "SRAM, %s µm² at 14 nm".formatted(Si.plain(cell.areaUm2(CELLS_AT_NM).value())),
          "published high-density cells; ports by the usual ratios");
    }
  }

  private void links() {
    for (LinkKind link : LinkKind.all()) {
      Sourced edge = link.gbytePerSPerMm();
      Sourced energy = link.pjPerBit();
      String line =
          (edge == null ? "" : "%s GB/s a mm, ".formatted(Si.plain(edge.value())))
              + (energy == null ? "" : "%s pJ/bit, ".formatted(Si.plain(energy.value())))
              + link.note();
      add(Kind.LINKS, link.name(), line, energy == null ? "" : energy.source());
    }
  }

  private void macros() {
    for (PublishedMacro macro : PublishedMacro.all()) {
      add(
          Kind.MACROS,
          macro.name(),
          "%s nm, %s V, %s TOPS/W: %s fJ a multiply, by its parts %s, %s"
              .formatted(
                  Si.plain(macro.nodeNm()),
                  Si.plain(macro.voltageV()),
                  Si.plain(macro.topsPerW()),
                  Si.plain(macro.publishedFj()),
                  Si.plain(macro.modelledFj()),
                  macro.role().name().toLowerCase(Locale.ROOT)),
          macro.source());
    }
  }

  private void areas() {
    for (PublishedArea macro : PublishedArea.all()) {
      Scaled modelled = macro.modelledMm2();
      add(
          Kind.AREAS,
          macro.name(),
          "%s nm: %s mm², by its parts %s, a ratio of %s, %s%s"
              .formatted(
                  Si.plain(macro.nodeNm()),
                  Si.plain(macro.publishedMm2()),
                  Si.plain(modelled.value()),
                  Si.plain(macro.ratio()),
                  macro.role().name().toLowerCase(Locale.ROOT),
                  modelled.isExtrapolated() ? ", extrapolated" : ""),
          macro.source());
    }
  }

  private void add(Kind kind, String name, String line, String source) {
    entries.add(new Entry(kind, name, line, source));
  }
}
