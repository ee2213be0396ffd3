package org.cimlet.machine.gpu;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.SchemaCheck;
import org.cimlet.document.Shelf;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads GPUs strictly: structure, types and ranges by `gpu.schema.json`.
public final class GpuReader {
  private static final Shelf SHELF =
      new Shelf(
          GpuReader.class::getResourceAsStream,
          "--baseline",
          "GPU",
          List.of(
              "h100",
              "h100-pcie",
              "h200",
              "a100",
              "l40s",
              "mi250x",
              "mi300x",
              "ascend-910",
              "ascend-910b"));

  private final Document document;
  private final JsonNode root;
  private final SourcedNumbers numbers = new SourcedNumbers();

  private GpuReader(Document document) {
    this.document = document;
    this.root = document.root();
  }

  /// Names of the shipped GPUs, the best calibrated first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// Reads a shipped GPU by its name, or a YAML (or JSON) file.
  ///
  /// A shipped name wins over a file of that name; write `./NAME` for the file.
  ///
  /// @throws InvalidInputException with everything that is wrong: no such GPU, or a file that is
  ///   not well-formed or breaks the schema
  public static GpuSpec read(String nameOrPath) {
    Document document = SHELF.open(nameOrPath);
    // The build has judged what ships; compiling the schema would take a third of a short command's
    // time.
    return SHELF.ships(nameOrPath) ? sound(document) : judged(document);
  }

  /// Reads a GPU from YAML text.
  ///
  /// @param fileName what diagnostics call it
  static GpuSpec parse(String fileName, String yaml) {
    return judged(Document.parse(fileName, yaml, Document.Format.YAML));
  }

  private static GpuSpec judged(Document document) {
    List<Diagnostic> faults = new ArrayList<>(Compiled.SCHEMA.faults(document));
    faults.addAll(SourcedNumbers.faultyRanges(document));
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return sound(document);
  }

  private static GpuSpec sound(Document document) {
    return new GpuReader(document).gpu();
  }

  private GpuSpec gpu() {
    return new GpuSpec(
        root.path("name").stringValue(),
        number("fp16_tops"),
        numberIfGiven("int8_tops"),
        number("memory_gib"),
        number("memory_tb_s"),
        number("link_gb_s"),
        number("power_w"),
        number("die_mm2"),
        number("compute_efficiency"),
        number("memory_efficiency"),
        number("layer_overhead_us"),
        number("capacity_efficiency"),
        root.has("making") ? making() : null,
        numbers.provenance());
  }

  private GpuMaking making() {
    JsonNode making = root.path("making");
    return new GpuMaking(
        ProcessReader.process(
            ProcessReader.kept()
                .openFrom(document, making.path("process"), "making.process")
                .root(),
            numbers,
            "making.process."),
        SubstrateReader.substrate(
            SubstrateReader.kept()
                .openFrom(document, making.path("substrate"), "making.substrate")
                .root(),
            numbers,
            "making.substrate."),
        making.path("dies").intValue(),
        making.path("memory_stacks").intValue(),
        numbers.take(making.path("memory_usd_per_gib"), "making.memory_usd_per_gib"));
  }

  private Sourced number(String key) {
    return numbers.take(root.path(key), key);
  }

  private @Nullable Sourced numberIfGiven(String key) {
    return root.has(key) ? number(key) : null;
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(GpuReader.class::getResourceAsStream, "gpu.schema.json");
  }
}
