package org.cimlet.cli;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.cimlet.cli.exchange.ExportCommand;
import org.cimlet.cli.exchange.ImportCommand;
import org.cimlet.cli.explore.ExploreCommand;
import org.cimlet.cli.rtl.RtlCommand;
import org.cimlet.cli.serve.ServeCommand;
import org.cimlet.cli.studio.StudioCommand;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.quantity.Si;
import org.cimlet.run.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line's entry.
@Command(
    name = "cimlet",
    description = "Model compute-in-memory chiplet machines for large language models.",
    subcommands = {
      RunCommand.class,
      CompareCommand.class,
      ServeCommand.class,
      ExploreCommand.class,
      StudioCommand.class,
      CatalogueCommand.class,
      PaperCommand.class,
      CompressCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      GenerateCommand.class,
      EvaluateCommand.class,
      RtlCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cimlet.VersionText.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a check failed",
      "2:invalid input; stderr says where and how to correct it",
      "3:internal error"
    })
public final class Cimlet implements Runnable {
  private static final int COLUMNS = 80;

  @Spec private CommandSpec spec;

  /// Made by picocli.
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public Cimlet() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "must name a command, got none");
  }

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] args) {
    ResultStream results = new ResultStream();
    PrintStream out =
        new PrintStream(new BufferedOutputStream(results), false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(messages(), true, StandardCharsets.UTF_8);
    int code = execute(out, err, args);
    out.flush();
    if (results.isCutShort()) {
      err.println("cimlet: standard output: must take the whole result, got " + results.why());
      code = ExitCode.INVALID_INPUT;
    }
    System.exit(code);
  }

  /// Where messages go: to the file that the launcher names, where it keeps what the Java runtime
  /// says of itself apart from them.
  private static OutputStream messages() {
    String file = System.getProperty("cimlet.stderr");
    if (file != null) {
      try {
        return new FileOutputStream(file, true);
      } catch (FileNotFoundException noSuchFile) {
        return System.err;
      }
    }
    return System.err;
  }

  /// Runs a command with its own output, in this process: for tests and programs that hold the
  /// command line.
  ///
  /// @return its exit code
  public static int execute(PrintStream out, PrintStream err, String... args) {
    CommandLine commands = new CommandLine(new Cimlet());
    Objects.requireNonNull(commands.getSubcommands().get("run"))
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> shipped());
    PrintWriter messages = new PrintWriter(err, true, StandardCharsets.UTF_8);
    commands
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(messages)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Cimlet::badArguments)
        .setExecutionExceptionHandler(Cimlet::failed);
    try {
      return commands.execute(args);
    } catch (OutOfMemoryError e) {
      return outOfMemory(messages);
    }
  }

  /// Names that stand for files; read only for help.
  private static String shipped() {
    return "\n"
        + names("Shipped networks: ", NetworkReader.presets())
        + names("Shipped machines: ", MachineReader.presets())
        + names("Shipped GPUs:     ", GpuReader.presets());
  }

  /// Names after a label, in lines of 80 columns.
  private static String names(String label, List<String> names) {
    StringBuilder text = new StringBuilder(label);
    int column = label.length();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + (i + 1 < names.size() ? "," : "");
      if (column + name.length() + 1 > COLUMNS) {
        text.append("\n").append(" ".repeat(label.length()));
        column = label.length();
      }
      text.append(column > label.length() ? " " : "").append(name);
      column += name.length() + 1;
    }
    return text.append("\n").toString();
  }

  private static int badArguments(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("cimlet: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '%s --help'.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitCode.INVALID_INPUT;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidInputException invalid) {
      invalid.diagnostics().forEach(d -> err.println("cimlet: " + d));
      return ExitCode.INVALID_INPUT;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return outOfMemory(err);
      }
    }
    err.println("cimlet: internal error, please report:");
    e.printStackTrace(err);
    return ExitCode.INTERNAL_ERROR;
  }

  private static int outOfMemory(PrintWriter err) {
    err.println(
        "cimlet: memory: must be enough for the job, got %s MiB of heap; ask for less, or give more with JAVA_TOOL_OPTIONS=-Xmx16g"
            .formatted(Si.grouped(Runtime.getRuntime().maxMemory() >> 20)));
    return ExitCode.INVALID_INPUT;
  }

  /// The version, and what networks are run with where that part was started along.
  static final class VersionText implements IVersionProvider {
    private static final String CIMLET = "cimlet " + Version.NUMBER;

    VersionText() {}

    @Override
    public String[] getVersion() {
      return Execution.isThere()
          ? new String[] {CIMLET, "integer products in " + Execution.kernel()}
          : new String[] {CIMLET};
    }
  }
}
