package org.cimlet.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.SchemaCheck;
import org.cimlet.document.Shelf;
import org.cimlet.machine.sourced.SourcedNumbers;

/// Reads machines strictly: structure, types and ranges by `machine.schema.json`, then what holds
/// between keys.
public final class MachineReader {
  private static final Shelf SHELF =
      new Shelf(
          MachineReader.class::getResourceAsStream,
          "--machine",
          "machine",
          List.of(
              "comb-200mb-36",
              "comb-200mb-16",
              "comb-200mb-36-stacked",
              "comb-200mb-36-aim-36",
              "comb-mcm-65nm",
              "comb-mcm-28nm",
              "fudan-28nm",
              "aim-gddr6",
              "lpddr5-pim",
              "hbm-pim",
              "rram-1tnr",
              "analog-rram-crossbar"));

  private static final Comparator<Diagnostic> IN_TEXT_ORDER =
      Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column);

  private MachineReader() {}

  /// Names of the shipped machines, the default first.
  public static List<String> presets() {
    return SHELF.names();
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

  /// Reads a machine that can be read again with other numbers.
  ///
  /// @throws InvalidInputException as [#read(String)] does
  public static MachineFile open(String nameOrPath) {
    Document document = SHELF.open(nameOrPath);
    // The build has judged what ships; compiling the schema would take a third of a short command's
    // time.
    return SHELF.ships(nameOrPath) ? new MachineFile(document) : judged(document);
  }

  /// Reads a machine from YAML text.
  ///
  /// @param fileName what diagnostics call it
  static MachineSpec parse(String fileName, String yaml) {
    return judged(Document.parse(fileName, yaml, Document.Format.YAML)).machine();
  }

  private static MachineFile judged(Document document) {
    List<Diagnostic> faults = new ArrayList<>(Compiled.SCHEMA.faults(document));
    faults.addAll(SourcedNumbers.faultyRanges(document));
    faults.addAll(new MachineChecks(document, faults).faults());
    if (!faults.isEmpty()) {
      faults.sort(IN_TEXT_ORDER);
      throw new InvalidInputException(faults);
    }
    MachineFile file = new MachineFile(document);
    List<Diagnostic> between = file.faults();
    if (!between.isEmpty()) {
      throw new InvalidInputException(between);
    }
    return file;
  }

  /// Compiled on the first reading: it takes a good part of a short command's time.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(MachineReader.class::getResourceAsStream, "machine.schema.json");
  }
}
