package org.cimlet.cli.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.output.ResultFiles;
import org.cimlet.machine.timeloop.Imported;
import org.cimlet.machine.timeloop.TimeloopImport;
import org.cimlet.machine.timeloop.TimeloopImport.Request;
import org.cimlet.report.ImportReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet import`: a machine file of a Timeloop architecture and Accelergy's energies.
@Command(
    name = "import",
    description = {
      "Make a machine file of a Timeloop architecture and Accelergy's energy table (ERT) of it.",
      "What they do not say comes from a shipped machine; docs/exchange.md has each key."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ImportCommand implements Callable<Integer> {
  private static final int DONE = 0;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "FILE",
      description = "YAML of the architecture, and of its energy table where there is one")
  private List<String> files = List.of();

  @Option(
      names = "--out",
      paramLabel = "F",
      required = true,
      description = "machine file to write; - for standard output")
  private String out = "";

  @Option(
      names = "--extends",
      paramLabel = "MACHINE",
      defaultValue = "comb-200mb-36",
      description = "machine that has what the files do not say (default: ${DEFAULT-VALUE})")
  private String base = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "name of the machine (default: the first file's, without its ending)")
  private @Nullable String name;

  @Option(
      names = "--weights",
      paramLabel = "COMPONENT",
      defaultValue = "",
      description =
          "storage that holds the weights (default: the one that keeps weights alone, else the"
              + " innermost)")
  private String weights = "";

  @Option(
      names = "--without",
      paramLabel = "COMPONENT",
      split = ",",
      description = "components to leave out; several, or repeated")
  private List<String> without = List.of();

  @Mixin private JsonOption json;

  /// Made by picocli.
  public ImportCommand() {}

  @Override
  public Integer call() {
    List<Path> paths = files.stream().map(file -> NamedPath.of("FILE", file)).toList();
    new ResultFiles()
        .add("--out", out)
        .add("--json", json.file().orElse(null))
        .checked(List.copyOf(spec.commandLine().getParseResult().originalArgs()));
    String called = name != null ? name : NamedPath.name(paths.getFirst()).replaceAll("\\..*", "");
    Imported imported =
        TimeloopImport.read(
            new Request(paths, base, called, weights, Set.copyOf(without)),
            out.equals("-") ? called + ".yaml" : out);
    Output output = new Output(spec.commandLine().getOut());
    output.write("--out", out, imported.yaml());
    ImportReport report =
        new ImportReport(called, out, base, files, imported.taken(), imported.leftOut());
    json.write(output, report::json, () -> out.equals("-") ? "" : report.terminal());
    return DONE;
  }
}
