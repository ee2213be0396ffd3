package org.cimlet.machine.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.PresetCatalog;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.gpu.kernels.KernelLawsReader;
import org.cimlet.machine.gpu.kernels.KernelLawsSpec;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;

/// Reads GPUs strictly: structure, types and ranges by `gpu.schema.json`.
public final class GpuReader {
  private static final PresetCatalog SHELF =
      PresetCatalog.of(GpuReader.class::getResourceAsStream, "--baseline", "GPU");

  private GpuReader() {}

  /// Names of the shipped GPUs, the best calibrated first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// The text of a shipped GPU, with its comments.
  public static String text(String name) {
    return SHELF.text(name);
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
    return judged(SHELF.whole(Document.parse(fileName, yaml, Document.Format.YAML)));
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
    String carriedOver = document.root().path("kernels").path("carried_over").asString("");
    RecordBinder binder =
        new RecordBinder(new SourcedNumbers(number -> carriedOver(number, carriedOver)));
    return binder
        .defaults(Map.of("devices", 1))
        .from(
            KernelLawsSpec.class,
            (name, path) ->
                binder.bind(
                    KernelLawsSpec.class,
                    KernelLawsReader.kept().openFrom(document, name, path).root(),
                    path))
        .from(
            ProcessSpec.class,
            (name, path) ->
                binder.bind(
                    ProcessSpec.class,
                    ProcessReader.kept().openFrom(document, name, path).root(),
                    path))
        .from(
            SubstrateSpec.class,
            (name, path) ->
                binder.bind(
                    SubstrateSpec.class,
                    SubstrateReader.kept().openFrom(document, name, path).root(),
                    path))
        .bind(GpuSpec.class, document.root(), "");
  }

  /// What was calibrated on other GPUs is extrapolated to this one.
  private static Sourced carriedOver(Provenance number, String why) {
    Sourced written = number.number();
    return why.isEmpty()
            || !number.key().startsWith("kernels.")
            || written.evidence() != Evidence.CALIBRATED
        ? written
        : new Sourced(
            written.value(),
            Evidence.EXTRAPOLATED,
            "carried over, " + why + "; there: " + written.source(),
            written.range());
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(GpuReader.class::getResourceAsStream, "gpu.schema.json");
  }
}
