package org.cimlet.machine.timeloop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.YamlText;
import org.cimlet.machine.MachineReader;
import org.jspecify.annotations.Nullable;

/// Makes a machine file of a Timeloop architecture and, where it is given, Accelergy's energy
/// reference table (`ERT`) of it.
///
/// What both say of the same thing is taken: one chip whose multipliers stand at the rows of an
/// array that holds the weights. What a machine file has no word for is listed as left out; a
/// component it has none for is refused, unless the user leaves it out by name. All else comes from
/// the machine that the file extends.
///
/// Source: the input formats of Timeloop and Accelergy, timeloop.csail.mit.edu.
public final class TimeloopImport {
  private TimeloopImport() {}

  /// What is asked for.
  ///
  /// @param files the architecture, and perhaps its energy table, in any order
  /// @param base the machine to extend: what the files do not say comes from it
  /// @param name of the machine
  /// @param weights name of the component that holds the weights; empty where it can be found
  /// @param without names of components to leave out
  public record Request(
      List<Path> files, String base, String name, String weights, Set<String> without) {
    /// Copies the files and names.
    public Request {
      files = List.copyOf(files);
      without = Set.copyOf(without);
    }
  }

  /// Makes the file.
  ///
  /// @param target what diagnostics of the file call it
  /// @throws InvalidInputException with everything that cannot be taken, each with its place, or if
  ///   what comes out is no machine
  public static Imported read(Request request, String target) {
    Document architecture = null;
    Document ert = null;
    List<Diagnostic> faults = new ArrayList<>();
    for (Path file : request.files()) {
      Document document = Document.readForeign(file);
      switch (Architecture.kind(document).orElse("")) {
        case "architecture" -> architecture = once(architecture, document, faults);
        case "ERT" -> ert = once(ert, document, faults);
        default ->
            faults.add(
                Diagnostic.of(
                    file.toString(),
                    "must have the key architecture, as Timeloop's files, or ERT, as Accelergy's,"
                        + " got neither; name such a file"));
      }
    }
    if (architecture == null && faults.isEmpty()) {
      faults.add(
          Diagnostic.of(
              request.files().getFirst().toString(),
              "must come with the architecture whose components it prices, got a table alone; name"
                  + " both files"));
    }
    throwIfAny(faults);
    Document whole = Objects.requireNonNull(architecture);
    Roles roles = Roles.of(Architecture.read(whole), request);
    EnergyTables tables = ert == null ? EnergyTables.none(whole) : EnergyTables.read(ert);
    MachineKeys keys = MachineKeys.of(roles, tables, request);
    Imported imported = written(request, keys, roles);
    MachineReader.parse(target, imported.yaml());
    return imported;
  }

  private static Document once(
      @Nullable Document earlier, Document document, List<Diagnostic> faults) {
    if (earlier != null) {
      faults.add(
          Diagnostic.of(
              document.fileName(),
              "must be the only one of its kind, got %s too; name one of them"
                  .formatted(earlier.fileName())));
    }
    return document;
  }

  private static Imported written(Request request, MachineKeys keys, Roles roles) {
    SequencedSet<String> leftOut = new LinkedHashSet<>(roles.leftOut());
    leftOut.addAll(keys.leftOut());
    StringBuilder text = new StringBuilder();
    text.append("# Made of %s by cimlet import.\n".formatted(names(request)));
    text.append("# What is not here comes from %s.\n".formatted(request.base()));
    if (!leftOut.isEmpty()) {
      text.append("# Left out, as a machine file has no word for it:\n");
      leftOut.forEach(one -> text.append("#   ").append(Diagnostic.shown(one)).append('\n'));
    }
    text.append(YamlText.of(keys.tree()));
    return new Imported(text.toString(), keys.taken(), List.copyOf(leftOut));
  }

  private static String names(Request request) {
    return String.join(
        " and ",
        request.files().stream()
            .map(file -> Diagnostic.shown(String.valueOf(file.getFileName())))
            .toList());
  }

  static void throwIfAny(List<Diagnostic> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
  }

  /// `64nm`, `64 nm` or 64, in nanometres; empty where it is none of these.
  static Optional<String> node(String technology) {
    String plain = technology.toLowerCase(Locale.ROOT).replaceAll("[ \"]", "");
    return plain.matches("[0-9]+(nm)?")
        ? Optional.of(plain.endsWith("nm") ? plain : plain + "nm")
        : Optional.empty();
  }
}
