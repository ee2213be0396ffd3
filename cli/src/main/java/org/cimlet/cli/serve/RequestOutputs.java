package org.cimlet.cli.serve;

import java.util.Locale;
import java.util.function.Function;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.output.ResultFiles;
import org.cimlet.report.RequestRows;
import org.cimlet.report.RequestTracks;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.ServeResult;
import org.cimlet.serve.Serving;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where single requests go, as options.
final class RequestOutputs {
  private static final long MOST_TRACED = 20_000;

  @Option(
      names = "--requests",
      paramLabel = "F",
      description =
          "write every request with its times: Parquet where the name ends in .parquet, else CSV")
  private @Nullable String rows;

  @Option(
      names = "--trace",
      paramLabel = "F",
      description =
          "write the first 20,000 requests of each system as a trace for Perfetto's viewer")
  private @Nullable String trace;

  RequestOutputs() {}

  /// Adds the files that are asked for.
  ResultFiles addTo(ResultFiles files) {
    return files.add("--requests", rows).add("--trace", trace);
  }

  /// Runs with what was asked for written as requests end.
  ServeResult run(ServeJob job, Output output, Function<Serving.RequestLog, ServeResult> serving) {
    return traced(job, output, log -> rows(job, output, log, serving));
  }

  private ServeResult traced(
      ServeJob job, Output output, Function<Serving.RequestLog, ServeResult> serving) {
    if (trace == null) {
      return serving.apply(Serving.RequestLog.NONE);
    }
    ServeResult[] result = new ServeResult[1];
    output.write(
        "--trace",
        trace,
        out -> result[0] = serving.apply(new RequestTracks(job, out, MOST_TRACED)));
    return result[0];
  }

  private ServeResult rows(
      ServeJob job,
      Output output,
      Serving.RequestLog other,
      Function<Serving.RequestLog, ServeResult> serving) {
    if (rows == null) {
      return serving.apply(other);
    }
    boolean parquet = rows.toLowerCase(Locale.ROOT).endsWith(".parquet");
    ServeResult[] result = new ServeResult[1];
    output.write(
        "--requests",
        rows,
        out -> {
          RequestRows written = new RequestRows(job, out, parquet);
          result[0] =
              serving.apply((system, request, met) -> {
                written.served(system, request, met);
                other.served(system, request, met);
              });
          written.end();
        });
    return result[0];
  }
}
