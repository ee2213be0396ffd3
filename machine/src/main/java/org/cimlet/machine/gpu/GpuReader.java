package org.cimlet.machine.gpu;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.PresetCatalog;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.sourced.SourcedNumbers;

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
    return open(nameOrPath).gpu();
  }

  /// The same, kept as data so that its numbers can be varied.
  ///
  /// @throws InvalidInputException with everything that is wrong
  public static GpuFile open(String nameOrPath) {
    Document document = SHELF.open(nameOrPath);
    // The build has judged what ships; compiling the schema would take a third of a short command's
    // time.
    return SHELF.ships(nameOrPath) ? new GpuFile(document) : judged(document);
  }

  /// Reads a GPU from YAML text.
  ///
  /// @param fileName what diagnostics call it
  static GpuSpec parse(String fileName, String yaml) {
    return judged(SHELF.whole(Document.parse(fileName, yaml, Document.Format.YAML))).gpu();
  }

  private static GpuFile judged(Document document) {
    List<Diagnostic> faults = new ArrayList<>(Compiled.SCHEMA.faults(document));
    faults.addAll(SourcedNumbers.faultyRanges(document));
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return new GpuFile(document);
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(GpuReader.class::getResourceAsStream, "gpu.schema.json");
  }
}
