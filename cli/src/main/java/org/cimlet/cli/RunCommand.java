package org.cimlet.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.cimlet.cli.input.JobOptions;
import org.cimlet.cli.input.Origins;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.output.ResultFiles;
import org.cimlet.cli.progress.ProgressLines;
import org.cimlet.report.CsvReport;
import org.cimlet.report.JsonReport;
import org.cimlet.report.Origin;
import org.cimlet.report.html.HtmlReport;
import org.cimlet.report.terminal.TerminalReport;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet run`: a job in, a result out.
@Command(
    name = "run",
    description = "Estimate performance, energy and area of a network on a machine.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NETWORK",
      defaultValue = "llama-2-7b",
      description =
          "HuggingFace folder, config.json, GGUF file, llama2.c checkpoint (.bin), name on the hub"
              + " that is in the local cache, or shipped name (default: llama-2-7b)")
  private String network = "";

  @Mixin private JobOptions options;

  @Option(
      names = "--trace",
      paramLabel = "F",
      description =
          "write a Perfetto trace of the first tokens of the batch: sequences, chiplets, links and"
              + " host as tracks")
  private @Nullable String trace;

  @Mixin private JsonOption json;

  @Option(
      names = "--csv",
      paramLabel = "F",
      description = "write the result as CSV, a heading and one row; - for standard output")
  private @Nullable String csv;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "write a report with plots, one self-contained file")
  private @Nullable String html;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description = "write the report's plots as SVG files of their own into a folder")
  private @Nullable String plots;

  @Option(names = "--json-schema", description = "print the JSON Schema of the result and exit")
  private boolean schema;

  RunCommand() {}

  @Override
  public Integer call() {
    Output output = new Output(spec.commandLine().getOut());
    if (schema) {
      output.print(JsonReport.schema());
      return ExitCode.DONE;
    }
    ResultFiles files = files().checked(spec.root().commandLine().getParseResult().originalArgs());
    Job job = options.job(network, html != null || plots != null);
    try (ProgressLines progress = new ProgressLines(spec.commandLine().getErr())) {
      Result result = new Runner().run(job, progress);
      progress.erase();
      json.write(output, () -> JsonReport.of(result, origin(job)));
      if (csv != null) {
        output.write("--csv", csv, CsvReport.of(JsonReport.of(result, origin(job))));
      }
      if (html != null) {
        output.write("--html", html, HtmlReport.of(result, origin(job)));
      }
      if (plots != null) {
        PlotFolder.write(output, plots, HtmlReport.of(result, origin(job)));
      }
      if (trace != null) {
        output.write("--trace", trace, out -> Runner.trace(result.plan(), progress, out));
      }
      if (!files.takeTerminal()) {
        output.print(TerminalReport.of(result, Output.ink()) + files.written());
      }
    }
    return ExitCode.DONE;
  }

  private Origin origin(Job job) {
    return Origins.of(
        spec.root().commandLine().getParseResult().originalArgs(),
        network,
        options.machineName(),
        Objects.requireNonNull(job.file()));
  }

  private ResultFiles files() {
    return new ResultFiles()
        .add("--json", json.file().orElse(null))
        .add("--csv", csv)
        .add("--html", html)
        .add("--plots", plots)
        .add("--trace", trace);
  }
}
