package org.cimlet.machine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.PresetCatalog;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.named.NamedMappings;

/// Reads machines strictly: structure, types and ranges by `machine.schema.json`, then what holds
/// between keys.
public final class MachineReader {
  private static final PresetCatalog SHELF =
      PresetCatalog.of(MachineReader.class::getResourceAsStream, "--machine", "machine");

  private MachineReader() {}

  /// Names of the shipped machines, the default first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// The text of a shipped machine, with its comments.
  public static String text(String name) {
    return SHELF.text(name);
  }

  /// Reads a shipped machine by its name, or a YAML (or JSON) file.
  ///
  /// A shipped name wins over a file of that name; write `./NAME` for the file.
  ///
  /// @throws InvalidInputException with everything that is wrong: no such machine, or a file that
  ///   is not well-formed, breaks the schema, or contradicts itself
  public static MachineSpec read(String nameOrPath) {
    return open(nameOrPath).machine();
  }

  /// Reads a machine as data, whose keys can be set.
  ///
  /// @throws InvalidInputException as [#read(String)] does
  public static MachineFile open(String nameOrPath) {
    // The build has judged what ships; compiling the schema would take a third of a short command's
    // time.
    return SHELF.ships(nameOrPath)
        ? MachineFile.shipped(SHELF.open(nameOrPath))
        : judged(SHELF.read(nameOrPath));
  }

  /// Reads a machine from YAML text.
  ///
  /// @param fileName what diagnostics call it
  public static MachineFile parse(String fileName, String yaml) {
    return judged(Document.parse(fileName, yaml, Document.Format.YAML));
  }

  private static MachineFile judged(Document document) {
    MachineFile base = SHELF.base(document).map(MachineReader::judged).orElse(null);
    Document whole = base == null ? document : SHELF.extended(document, base.document());
    Document filled = NamedMappings.filled(whole);
    return MachineFile.judged(filled, schema().faults(filled), base);
  }

  static SchemaCheck schema() {
    return Compiled.SCHEMA;
  }

  /// The schema as it is written, for editors that complete keys and explain them.
  public static String schemaText() {
    return new String(SHELF.resources().bytes("machine.schema.json"), StandardCharsets.UTF_8);
  }

  /// Compiled on the first reading: it takes a good part of a short command's time.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(MachineReader.class::getResourceAsStream, "machine.schema.json");
  }
}
