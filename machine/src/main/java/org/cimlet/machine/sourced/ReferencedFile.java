package org.cimlet.machine.sourced;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.PresetCatalog;
import org.cimlet.document.SchemaCheck;
import tools.jackson.databind.JsonNode;

/// Files of one kind that others refer to: a shipped name, or a file beside the one that names it.
///
/// @param shelf where the shipped ones lie
/// @param schema what judges those that users bring; compiled when first needed
public record ReferencedFile(PresetCatalog shelf, Supplier<SchemaCheck> schema) {
  private static final Comparator<Diagnostic> IN_TEXT_ORDER =
      Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column);

  /// Opens one named on the command line.
  ///
  /// @throws InvalidInputException with everything that is wrong
  public Document open(String nameOrPath) {
    Document document = shelf.open(nameOrPath);
    if (!shelf.ships(nameOrPath)) {
      judge(document);
    }
    return document;
  }

  /// Opens one named in a document, relative to where that lies.
  ///
  /// @param name the node that names it
  /// @param keyPath dotted path to it
  /// @throws InvalidInputException with everything that is wrong; at the name where there is no
  ///   such file
  public Document openFrom(Document document, JsonNode name, String keyPath) {
    String text = name.stringValue();
    if (shelf.ships(text)) {
      return shelf.open(text);
    }
    try {
      Document opened = shelf.open(PresetCatalog.beside(document.fileName(), text));
      judge(opened);
      return opened;
    } catch (InvalidInputException e) {
      List<Diagnostic> placed = new ArrayList<>();
      for (Diagnostic found : e.diagnostics()) {
        placed.add(
            found.line() > 0 ? found : document.at(name, keyPath, placeless(found, keyPath)));
      }
      throw new InvalidInputException(placed);
    }
  }

  /// What a finding without a place says, and which file it means.
  private static String placeless(Diagnostic found, String keyPath) {
    return found.file().equals(keyPath)
        ? found.message()
        : "must name a readable file, got %s, which %s".formatted(found.file(), found.message());
  }

  private void judge(Document document) {
    List<Diagnostic> faults = new ArrayList<>(schema.get().faults(document));
    faults.addAll(SourcedNumbers.faultyRanges(document));
    if (!faults.isEmpty()) {
      faults.sort(IN_TEXT_ORDER);
      throw new InvalidInputException(faults);
    }
  }
}
