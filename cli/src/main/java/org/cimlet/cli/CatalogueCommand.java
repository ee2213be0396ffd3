package org.cimlet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.paper.PaperCatalogue;
import org.cimlet.report.CatalogueReport;
import org.cimlet.run.catalogue.Catalogue;
import org.cimlet.run.catalogue.Entry;
import org.cimlet.run.catalogue.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet catalogue`: what ships.
@Command(
    name = "catalogue",
    description =
        "List what ships, with a source each: networks, machines, GPUs, processes, substrates,"
            + " cells, links, and the paper's references.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CatalogueCommand implements Callable<Integer> {
  private static final Pattern SCHEMA =
      Pattern.compile("(?m)^\\s*\"?schema\"?\\s*:\\s*\"?(cimlet\\.[a-z]+/[0-9]+)");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "only these: ${COMPLETION-CANDIDATES} (default: all)")
  private List<String> kinds = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "also list machines, GPUs, processes and substrates of a folder")
  private @Nullable Path folder;

  @Mixin private JsonOption json;

  CatalogueCommand() {}

  /// As they are written on the command line.
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Kind.values()).map(Kind::label).iterator();
    }
  }

  @Override
  public Integer call() {
    Set<Kind> asked = asked();
    List<Entry> entries = new ArrayList<>(Catalogue.shipped());
    entries.addAll(PaperCatalogue.entries());
    if (folder != null) {
      entries.addAll(own(folder));
    }
    List<Entry> shown = entries.stream().filter(entry -> asked.contains(entry.kind())).toList();
    Output output = new Output(spec.commandLine().getOut());
    json.write(
        output,
        () -> CatalogueReport.json(shown),
        () -> CatalogueReport.terminal(shown, Output.colour()));
    return ExitCode.DONE;
  }

  private Set<Kind> asked() {
    if (kinds.isEmpty()) {
      return EnumSet.allOf(Kind.class);
    }
    Set<Kind> asked = EnumSet.noneOf(Kind.class);
    List<Diagnostic> faults = new ArrayList<>();
    for (String kind : kinds) {
      Optional<Kind> known =
          Stream.of(Kind.values()).filter(one -> one.label().equalsIgnoreCase(kind)).findFirst();
      known.ifPresentOrElse(
          asked::add,
          () ->
              faults.addAll(
                  InvalidInputException.of(
                          "KIND",
                          "must be one of %s, got %s"
                              .formatted(String.join(", ", new Kinds()), kind))
                      .diagnostics()));
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return asked;
  }

  /// Every file of a folder that says it is one of ours; all faults are reported together.
  private static List<Entry> own(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw InvalidInputException.of("--folder", "must be a folder, got " + folder);
    }
    List<Entry> entries = new ArrayList<>();
    List<Diagnostic> faults = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        entries.addAll(Catalogue.of(schema(file), file.toString()));
      } catch (InvalidInputException e) {
        faults.addAll(e.diagnostics());
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return entries;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(CatalogueCommand::isYaml).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /// What a file says it is; empty where it says nothing.
  private static String schema(Path file) {
    try {
      Matcher found = SCHEMA.matcher(Files.readString(file));
      return found.find() ? found.group(1) : "";
    } catch (IOException e) {
      return ""; // not text: none of ours
    }
  }
}
