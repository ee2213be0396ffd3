package org.cimlet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.report.Catalogue;
import org.cimlet.report.CatalogueReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet catalogue`: what there is to name.
@Command(
    name = "catalogue",
    description =
        "Lists what can be named, a line and a source each: networks, machines, GPUs, processes,"
            + " substrates, cells, links, and what the paper tells of.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CatalogueCommand implements Callable<Integer> {
  private static final Pattern SCHEMA =
      Pattern.compile("(?m)^\\s*\"?schema\"?\\s*:\\s*\"?(cimlet\\.[a-z]+/[0-9]+)");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "KIND",
      description = "only these: ${COMPLETION-CANDIDATES} (default: all)")
  private List<Catalogue.Kind> kinds = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "list the machines, GPUs, processes and substrates of a folder as well")
  private @Nullable Path folder;

  @Option(
      names = "--json",
      paramLabel = "F",
      description = "write the entries as JSON to a file, or to the terminal with -")
  private @Nullable String json;

  CatalogueCommand() {}

  @Override
  public Integer call() {
    List<Catalogue.Entry> entries = new ArrayList<>(Catalogue.shipped());
    if (folder != null) {
      entries.addAll(own(folder));
    }
    List<Catalogue.Entry> asked =
        entries.stream().filter(entry -> kinds.isEmpty() || kinds.contains(entry.kind())).toList();
    Output output = new Output(spec.commandLine().getOut());
    if (json != null) {
      output.write("--json", json, CatalogueReport.json(asked));
    }
    if (!"-".equals(json)) {
      output.print(CatalogueReport.terminal(asked, Output.colour()));
    }
    return ExitCode.DONE;
  }

  /// Every file of a folder that says it is one of ours; all faults are told together.
  private static List<Catalogue.Entry> own(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw InvalidInputException.of("--folder", "must be a folder, got " + folder);
    }
    List<Catalogue.Entry> entries = new ArrayList<>();
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
