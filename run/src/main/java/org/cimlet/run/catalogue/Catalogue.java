package org.cimlet.run.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.InputFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.machine.named.NamedMappings;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.scaling.SramCell;
import org.cimlet.technology.silicon.Comparison;
import org.cimlet.technology.silicon.Comparison.Figure;
import org.cimlet.technology.silicon.Comparison.Group;
import org.cimlet.technology.silicon.PublishedMacros;
import org.cimlet.technology.wire.LinkKind;

/// Everything that ships and can be named, and what the part models are measured against.
public final class Catalogue {
  private static final double CELLS_AT_NM = 14;
  private static final int LARGEST_BYTES = 2 << 20;
  private static final Pattern SCHEMA =
      Pattern.compile("(?m)^\\s*\"?schema\"?\\s*:\\s*\"?(cimlet\\.[a-z]+/[0-9]+)");

  /// What machine files name, by the kind they are listed under.
  private static final Map<String, Kind> NAMED =
      Map.of("host", Kind.HOSTS, "memory", Kind.MEMORIES, "link", Kind.LINKS);

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
    all.named();
    all.cells();
    all.links();
    all.macros();
    return List.copyOf(all.entries);
  }

  /// The kind and version that a file says it is, `cimlet.machine/1`; empty where it says nothing.
  public static String schema(Path file) {
    try {
      Matcher found = SCHEMA.matcher(InputFile.text(file, LARGEST_BYTES));
      return found.find() ? found.group(1) : "";
    } catch (InvalidInputException e) {
      return ""; // no text, or too long a one: none of ours
    }
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
                Si.plain(gpu.power().boardW().value())),
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

  private void named() {
    NamedMappings.presets()
        .forEach((kind, names) ->
            names.forEach(name ->
                add(
                    Objects.requireNonNull(NAMED.get(kind)),
                    name,
                    NamedMappings.summary(kind, name),
                    "to be named as preset in a machine file")));
  }

  /// A file as YAML: a shipped one as it is written, a user's machine with what it extends.
  ///
  /// @throws InvalidInputException where nothing of that name ships and there is no such file
  public static String yaml(String name) {
    if (MachineReader.presets().contains(name)) {
      return MachineReader.text(name);
    }
    if (GpuReader.presets().contains(name)) {
      return GpuReader.text(name);
    }
    if (ProcessReader.presets().contains(name)) {
      return ProcessReader.text(name);
    }
    if (SubstrateReader.presets().contains(name)) {
      return SubstrateReader.text(name);
    }
    for (Map.Entry<String, List<String>> kind : NamedMappings.presets().entrySet()) {
      if (kind.getValue().contains(name)) {
        return NamedMappings.text(kind.getKey(), name);
      }
    }
    if (name.contains(".") || name.contains("/")) {
      return MachineReader.open(name).yaml();
    }
    List<String> all = new ArrayList<>(MachineReader.presets());
    all.addAll(GpuReader.presets());
    all.addAll(ProcessReader.presets());
    all.addAll(SubstrateReader.presets());
    NamedMappings.presets().values().forEach(all::addAll);
    throw InvalidInputException.of(
        "--show",
        "must name a shipped machine, GPU, process, substrate, host, memory or link, or a machine"
            + " file, got %s%s".formatted(name, Suggestion.didYouMean(name, all)));
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

  /// What is published of macros beside the same by their parts, energies first, and what is not
  /// compared.
  private void macros() {
    for (Figure figure : Figure.values()) {
      for (Comparison comparison : PublishedMacros.comparisons()) {
        if (comparison.figure() == figure) {
          add(kind(figure), comparison.macro(), line(comparison), comparison.source());
        }
      }
    }
    PublishedMacros.leftOut()
        .forEach(row -> add(Kind.MACROS, row.macro(), "not compared", row.reason()));
  }

  private static String line(Comparison comparison) {
    String unit = comparison.figure().unit();
    return "%s: %s %s, by its parts %s (%s to %s), a ratio of %s, %s%s"
        .formatted(
            comparison.at(),
            Si.plain(comparison.published()),
            comparison.figure() == Figure.ENERGY ? unit + " a multiply" : unit,
            Si.plain(comparison.modelled()),
            Si.plain(comparison.band().low()),
            Si.plain(comparison.band().high()),
            Si.plain(comparison.ratio()),
            comparison.role().name().toLowerCase(Locale.ROOT),
            comparison.group() == Group.WHOLE_CHIP ? ", of a whole chip" : "");
  }

  private static Kind kind(Figure figure) {
    return switch (figure) {
      case ENERGY -> Kind.MACROS;
      case AREA -> Kind.AREAS;
      case DELAY -> Kind.DELAYS;
    };
  }

  private void add(Kind kind, String name, String line, String source) {
    entries.add(new Entry(kind, name, line, source));
  }
}
