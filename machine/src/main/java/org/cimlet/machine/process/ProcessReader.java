package org.cimlet.machine.process;

import java.util.List;
import org.cimlet.document.PresetCatalog;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.sourced.ReferencedFile;
import org.cimlet.machine.sourced.SourcedNumbers;

/// Reads processes strictly: structure, types and ranges by `process.schema.json`.
@SuppressWarnings("exports") // the reader of machines, in this module, asks for more
public final class ProcessReader {
  private static final PresetCatalog SHELF =
      PresetCatalog.of(ProcessReader.class::getResourceAsStream, "process.preset", "process");

  private ProcessReader() {}

  /// Names of the shipped processes, the oldest first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// The text of a shipped process, with its comments.
  public static String text(String name) {
    return SHELF.text(name);
  }

  /// Reads a shipped process by its name, or a YAML (or JSON) file.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with everything that is wrong: no such
  ///   process, or a file that is not well-formed or breaks the schema
  public static ProcessSpec read(String nameOrPath) {
    return new RecordBinder(new SourcedNumbers())
        .bind(ProcessSpec.class, kept().open(nameOrPath).root(), "");
  }

  /// Where processes lie, and how they are judged.
  @SuppressWarnings("exports") // for this module's other readers
  public static ReferencedFile kept() {
    return new ReferencedFile(SHELF, () -> Compiled.SCHEMA);
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(ProcessReader.class::getResourceAsStream, "process.schema.json");
  }
}
