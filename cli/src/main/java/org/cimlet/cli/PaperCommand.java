package org.cimlet.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.paper.PaperTable;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.report.PaperReport;
import org.cimlet.report.terminal.PaperTerminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `cimlet paper`: the paper's figures and Cimlet's.
@Command(
    name = "paper",
    description = {
      "List every figure of the paper: as printed, as computed, by which part of Cimlet, and why"
          + " they differ.",
      "Exit 1 if a figure has regressed."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PaperCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JsonOption json;

  PaperCommand() {}

  @Override
  public Integer call() {
    return report(PaperTable.rows());
  }

  /// Writes what was found; the exit code says whether a row has regressed.
  int report(List<PaperRow> rows) {
    Output output = new Output(spec.commandLine().getOut());
    json.write(output, () -> PaperReport.json(rows), () -> PaperTerminal.of(rows, Output.colour()));
    List<String> regressions = PaperReport.regressions(rows);
    PrintWriter err = spec.commandLine().getErr();
    regressions.forEach(line -> err.println("cimlet: " + line));
    return regressions.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }
}
