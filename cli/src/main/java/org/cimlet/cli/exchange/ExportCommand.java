package org.cimlet.cli.exchange;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.progress.ProgressLine;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.report.ExportReport;
import org.cimlet.tensor.exchange.CompressedTensors;
import org.cimlet.tensor.exchange.CompressedTensors.Exported;
import org.cimlet.tensor.exchange.Layout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet export`: a compressed network in the format that vLLM and transformers read.
@Command(
    name = "export",
    description = {
      "Write a compressed network as compressed-tensors, which vLLM and transformers read.",
      "Every weight stays what it was; docs/exchange.md says which of them reads which format."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ExportCommand implements Callable<Integer> {
  private static final int DONE = 0;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PACKED", description = "folder that cimlet compress made")
  private String in = "";

  @Parameters(index = "1", paramLabel = "OUT", description = "folder to create")
  private String out = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "sparse-bitmask",
      completionCandidates = Formats.class,
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}): pruned weights left out, or"
              + " every weight for vLLM's own kernels")
  private String format = "";

  @Mixin private JsonOption json;

  /// Made by picocli.
  public ExportCommand() {}

  /// As they are written on the command line.
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Layout.values()).map(Layout::label).iterator();
    }
  }

  @Override
  public Integer call() {
    List<String> known = Stream.of(Layout.values()).map(Layout::label).toList();
    Layout layout =
        Stream.of(Layout.values())
            .filter(one -> one.label().equals(format))
            .findFirst()
            .orElseThrow(() ->
                InvalidInputException.of(
                    "--format",
                    "must be one of %s, got %s%s"
                        .formatted(
                            String.join(", ", known),
                            format,
                            Suggestion.didYouMean(format, known))));
    Path source = NamedPath.of("PACKED", in);
    Path target = NamedPath.of("OUT", out);
    Exported done;
    try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "export")) {
      done = CompressedTensors.write(source, target, layout, progress::advanced);
    }
    ExportReport report =
        new ExportReport(
            NamedPath.name(source),
            NamedPath.name(target),
            layout.label(),
            done.matrices(),
            done.others(),
            done.bytes());
    json.write(new Output(spec.commandLine().getOut()), report::json, report::terminal);
    return DONE;
  }
}
