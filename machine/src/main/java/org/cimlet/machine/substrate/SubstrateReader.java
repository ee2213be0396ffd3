package org.cimlet.machine.substrate;

import java.util.List;
import org.cimlet.document.PresetCatalog;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.sourced.ReferencedFile;
import org.cimlet.machine.sourced.SourcedNumbers;

/// Reads substrates strictly: structure, types and ranges by `substrate.schema.json`.
@SuppressWarnings("exports") // the reader of machines, in this module, asks for more
public final class SubstrateReader {
  private static final PresetCatalog SHELF =
      PresetCatalog.of(SubstrateReader.class::getResourceAsStream, "substrate.preset", "substrate");

  private SubstrateReader() {}

  /// Names of the shipped substrates, the cheapest first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// The text of a shipped substrate, with its comments.
  public static String text(String name) {
    return SHELF.text(name);
  }

  /// Reads a shipped substrate by its name, or a YAML (or JSON) file.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with everything that is wrong: no such
  ///   substrate, or a file that is not well-formed or breaks the schema
  public static SubstrateSpec read(String nameOrPath) {
    return new RecordBinder(new SourcedNumbers())
        .bind(SubstrateSpec.class, kept().open(nameOrPath).root(), "");
  }

  /// Where substrates lie, and how they are judged.
  @SuppressWarnings("exports") // for this module's other readers
  public static ReferencedFile kept() {
    return new ReferencedFile(SHELF, () -> Compiled.SCHEMA);
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(SubstrateReader.class::getResourceAsStream, "substrate.schema.json");
  }
}
