package org.cimlet.spec.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.spec.document.Document;
import org.cimlet.spec.document.SchemaCheck;

/// Reads machines strictly: structure, types and ranges by `machine.schema.json`, then what holds
/// between keys.
public final class MachineReader {
  private static final List<String> PRESETS =
      List.of("comb-200mb-36", "comb-200mb-16", "comb-mcm-65nm", "comb-mcm-28nm", "fudan-28nm");

  private static final Comparator<Diagnostic> IN_TEXT_ORDER =
      Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column);

  private MachineReader() {}

  /// Names of the shipped machines, the default first.
  public static List<String> presets() {
    return PRESETS;
  }

  /// Reads a shipped machine by its name, or a YAML (or JSON) file.
  ///
  /// A shipped name wins over a file of that name; write `./NAME` for the file.
  ///
  /// @throws InvalidInputException with everything that is wrong: no such machine, or a file that
  ///   is not well-formed, breaks the schema, or contradicts itself
  public static MachineSpec read(String nameOrPath) {
    if (PRESETS.contains(nameOrPath)) {
      // The build has judged it; compiling the schema would take a third of a short command's time.
      return machine(
          Document.parse(nameOrPath + ".yaml", presetText(nameOrPath), Document.Format.YAML));
    }
    return judged(Document.read(file(nameOrPath)));
  }

  /// Reads a machine from YAML text.
  ///
  /// @param fileName what diagnostics call it
  static MachineSpec parse(String fileName, String yaml) {
    return judged(Document.parse(fileName, yaml, Document.Format.YAML));
  }

  private static MachineSpec judged(Document document) {
    List<Diagnostic> faults = new ArrayList<>(Compiled.SCHEMA.faults(document));
    faults.addAll(new MachineChecks(document, faults).faults());
    if (!faults.isEmpty()) {
      faults.sort(IN_TEXT_ORDER);
      throw new InvalidInputException(faults);
    }
    return machine(document);
  }

  private static MachineSpec machine(Document sound) {
    return new MachineTree(sound.root()).machine();
  }

  /// The file meant, if it can be one at all: a bare word that names no file is a mistyped name.
  private static Path file(String nameOrPath) {
    Optional<Path> path = path(nameOrPath);
    if (path.isEmpty() || !(looksLikeFile(nameOrPath) || Files.exists(path.get()))) {
      throw InvalidInputException.of(
          "--machine",
          "must name a shipped machine or a .yaml file, got %s%s; shipped are %s"
              .formatted(
                  nameOrPath.isBlank() ? "nothing" : nameOrPath,
                  Suggestion.didYouMean(nameOrPath, PRESETS),
                  String.join(", ", PRESETS)));
    }
    return path.get();
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean looksLikeFile(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return text.contains("/")
        || text.contains("\\")
        || lower.endsWith(".yaml")
        || lower.endsWith(".yml")
        || lower.endsWith(".json");
  }

  private static String presetText(String name) {
    String resource = "presets/" + name + ".yaml";
    try (InputStream in = MachineReader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compiled on the first reading: it takes a good part of a short command's time.
  private static final class Compiled {
    static final SchemaCheck SCHEMA = SchemaCheck.of(MachineReader.class, "machine.schema.json");
  }
}
