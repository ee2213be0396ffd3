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
import java.util.stream.Stream;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
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

  @Option(
      names = "--show",
      paramLabel = "NAME",
      description = "only what has this name; with --yaml its file")
  private @Nullable String show;

  @Option(
      names = "--yaml",
      description =
          "with --show: print the file of a shipped machine, GPU, process, substrate, host, memory"
              + " or link, or a machine file of your own with what it extends, as YAML")
  private boolean yaml;

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
    Output output = new Output(spec.commandLine().getOut());
    if (yaml) {
      if (show == null) {
        throw InvalidInputException.of("--yaml", "must come with --show NAME, got none");
      }
      output.print(Catalogue.yaml(show));
      return ExitCode.DONE;
    }
    Set<Kind> asked = asked();
    List<Diagnostic> faults = new ArrayList<>();
    List<Entry> entries = new ArrayList<>(Catalogue.shipped());
    entries.addAll(PaperCatalogue.entries());
    if (folder != null) {
      entries.addAll(own(folder, faults));
    }
    List<Entry> shown =
        entries.stream()
            .filter(entry -> asked.contains(entry.kind()))
            .filter(entry -> show == null || entry.name().equals(show))
            .toList();
    if (show != null && shown.isEmpty()) {
      List<String> names = entries.stream().map(Entry::name).distinct().toList();
      throw InvalidInputException.of(
          "--show",
          "must be a name that is listed, got %s%s"
              .formatted(show, Suggestion.didYouMean(show, names)));
    }
    json.write(
        output,
        () -> CatalogueReport.json(shown),
        () -> CatalogueReport.terminal(shown, Output.ink()));
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
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

  /// Every file of a folder that says it is one of ours.
  ///
  /// @param faults gets what is wrong with those that are left out
  private static List<Entry> own(Path folder, List<Diagnostic> faults) {
    if (!Files.isDirectory(folder)) {
      throw InvalidInputException.of("--folder", "must be a folder, got " + folder);
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        entries.addAll(Catalogue.of(Catalogue.schema(file), file.toString()));
      } catch (InvalidInputException e) {
        faults.addAll(e.diagnostics());
      }
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
}
