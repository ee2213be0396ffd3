package org.cimlet.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.cimlet.cli.compare.ComparedItems;
import org.cimlet.cli.input.JobOptions;
import org.cimlet.cli.input.Origins;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.output.ResultFiles;
import org.cimlet.cli.progress.ProgressLines;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.report.CompareCsv;
import org.cimlet.report.html.compare.CompareHtml;
import org.cimlet.report.terminal.CompareTerminal;
import org.cimlet.run.Comparison;
import org.cimlet.run.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet compare`: several systems, what differs between them, and why.
@Command(
    name = "compare",
    description = {
      "Compare machines, networks, scenarios and saved results: what differs, and what explains"
          + " it.",
      "An ITEM is words with commas between them: a machine, a network, a result of run --json, and"
          + " KEY=VALUE for options (batch=64) or keys of the machine (chiplet.macros=512). What an"
          + " item leaves out is said by the options."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompareCommand implements Callable<Integer> {
  private static final int MOST = 12;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "ITEM",
      description = "two to twelve systems; all others are held against the first")
  private List<String> items = List.of();

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      defaultValue = "llama-2-7b",
      description = "what runs where an item names no network (default: llama-2-7b)")
  private String network = "";

  @Mixin
  @SuppressWarnings("UnusedVariable") // says which options there are; each item reads them itself
  private JobOptions options;

  @Option(
      names = "--csv",
      paramLabel = "F",
      description = "write all figures as CSV, a column for each system; - for standard output")
  private @Nullable String csv;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "write the comparison with plots, one self-contained file")
  private @Nullable String html;

  CompareCommand() {}

  @Override
  public Integer call() {
    if (items.size() < 2 || items.size() > MOST) {
      throw InvalidInputException.of(
          "ITEM", "must be 2 to %s systems, got %s".formatted(MOST, items.size()));
    }
    ResultFiles files =
        new ResultFiles()
            .add("--csv", csv)
            .add("--html", html)
            .checked(spec.root().commandLine().getParseResult().originalArgs());
    Output output = new Output(spec.commandLine().getOut());
    try (ProgressLines progress = new ProgressLines(spec.commandLine().getErr())) {
      Comparison comparison =
          new ComparedItems(network, spec.commandLine().getParseResult().matchedOptions())
              .compare(items, progress);
      progress.erase();
      if (csv != null) {
        output.write("--csv", csv, CompareCsv.of(comparison));
      }
      if (html != null) {
        output.write("--html", html, CompareHtml.of(comparison, command()));
      }
      if (!files.takeTerminal()) {
        output.print(CompareTerminal.of(comparison, Output.ink()) + files.written());
      }
    }
    return ExitCode.DONE;
  }

  private String command() {
    return "Cimlet %s, commit %s: %s"
        .formatted(
            Version.NUMBER,
            System.getProperty("cimlet.commit", "unknown"),
            Origins.command(spec.root().commandLine().getParseResult().originalArgs()));
  }
}
