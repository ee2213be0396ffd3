package org.cimlet.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.Serving;
import org.cimlet.serve.engine.Served;

/// Every request that was served, as a line of CSV, in the order in which they end.
public final class RequestLines implements Serving.RequestLog {
  private static final double PS = 1e-12;

  private final ServeJob job;
  private final BufferedWriter out;

  /// Writes the heading.
  ///
  /// @param to is not closed
  /// @throws IOException where it cannot be written
  public RequestLines(ServeJob job, OutputStream to) throws IOException {
    this.job = job;
    out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    out.write(
        "system,request,class,arrival_s,input_tokens,output_tokens,queue_s,ttft_s,tpot_s,"
            + "end_to_end_s,prefix_tokens,preemptions,server,in_time\n");
  }

  @Override
  public void served(int system, Served request, boolean met) {
    try {
      out.write(
          "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n"
              .formatted(
                  CsvReport.quoted(job.systems().get(system).name()),
                  request.request().number(),
                  CsvReport.quoted(job.traffic().classes().get(request.request().group())),
                  request.request().arrivalPs() * PS,
                  request.request().input(),
                  request.request().output(),
                  request.queueS(),
                  request.ttftS(),
                  request.tpotS(),
                  request.endToEndS(),
                  request.prefixTokens(),
                  request.preemptions(),
                  request.server(),
                  met));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// No request follows.
  ///
  /// @throws IOException where it cannot be written
  public void end() throws IOException {
    out.flush();
  }
}
