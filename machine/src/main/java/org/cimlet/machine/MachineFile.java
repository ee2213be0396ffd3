package org.cimlet.machine;

import java.util.List;
import java.util.function.Function;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.document.Document;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import tools.jackson.databind.JsonNode;

/// A machine file that was found right, with the files it names: reads as the machine it describes,
/// and as what it would describe were its numbers others.
public final class MachineFile {
  private final Document document;
  private final JsonNode root;
  private final NamedFiles files;

  /// @throws org.cimlet.diagnostic.InvalidInputException where a file it names is not there, or not
  ///   right
  MachineFile(Document document) {
    this.document = document;
    this.root = document.root();
    this.files = NamedFiles.of(document);
  }

  /// What is wrong between the machine and the substrate it names.
  List<Diagnostic> faults() {
    return new StackChecks(document, files.substrate()).faults();
  }

  /// The machine as written.
  public MachineSpec machine() {
    return varied(Provenance::number);
  }

  /// The machine with other numbers.
  ///
  /// @param reading what stands in for each number, given with its key
  public MachineSpec varied(Function<Provenance, Sourced> reading) {
    return new MachineTree(root, files, new SourcedNumbers(reading)).machine();
  }
}
