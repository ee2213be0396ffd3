package org.cimlet.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cimlet.document.rows.Parquet;
import org.cimlet.document.rows.Table;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.Serving;
import org.cimlet.serve.engine.Served;
import org.jspecify.annotations.Nullable;

/// Every request that was served as a row, in the order in which they end: Parquet, or CSV. Rows
/// are written as they come; a part of them is held.
public final class RequestRows implements Serving.RequestLog {
  private static final int HELD = 1 << 16;
  private static final double PS = 1e-12;

  private final ServeJob job;
  private final OutputStream out;
  private final @Nullable Parquet parquet;
  private boolean begun;
  private Rows rows = new Rows();

  /// Rows that are held.
  private static final class Rows {
    final Table.Column.Texts system = Table.texts("system");
    final Table.Column.Longs request = Table.longs("request");
    final Table.Column.Texts group = Table.texts("class");
    final Table.Column.Doubles arrival = Table.doubles("arrival_s");
    final Table.Column.Longs input = Table.longs("input_tokens");
    final Table.Column.Longs output = Table.longs("output_tokens");
    final Table.Column.Doubles admitted = Table.doubles("admitted_s");
    final Table.Column.Doubles first = Table.doubles("first_token_s");
    final Table.Column.Doubles last = Table.doubles("last_token_s");
    final Table.Column.Doubles queue = Table.doubles("queue_s");
    final Table.Column.Doubles ttft = Table.doubles("ttft_s");
    final Table.Column.Doubles tpot = Table.doubles("tpot_s");
    final Table.Column.Doubles endToEnd = Table.doubles("end_to_end_s");
    final Table.Column.Longs prefix = Table.longs("prefix_tokens");
    final Table.Column.Longs preemptions = Table.longs("preemptions");
    final Table.Column.Longs server = Table.longs("server");
    final Table.Column.Longs inTime = Table.longs("in_time");
    final Table table =
        new Table(
            List.of(
                system,
                request,
                group,
                arrival,
                input,
                output,
                admitted,
                first,
                last,
                queue,
                ttft,
                tpot,
                endToEnd,
                prefix,
                preemptions,
                server,
                inTime));
  }

  /// Begins.
  ///
  /// @param to is not closed
  /// @param isParquet whether Parquet is written, or CSV
  /// @throws IOException where it cannot be written
  public RequestRows(ServeJob job, OutputStream to, boolean isParquet) throws IOException {
    this.job = job;
    out = to;
    parquet = isParquet ? Parquet.begin("requests", to) : null;
  }

  @Override
  public void served(int system, Served served, boolean met) {
    rows.system.values().add(job.systems().get(system).name());
    rows.request.values().add(served.request().number());
    rows.group.values().add(job.traffic().classes().get(served.request().group()));
    rows.arrival.values().add(served.request().arrivalPs() * PS);
    rows.input.values().add((long) served.request().input());
    rows.output.values().add((long) served.request().output());
    rows.admitted.values().add(served.startPs() * PS);
    rows.first.values().add(served.firstPs() * PS);
    rows.last.values().add(served.lastPs() * PS);
    rows.queue.values().add(served.queueS());
    rows.ttft.values().add(served.ttftS());
    rows.tpot.values().add(served.tpotS());
    rows.endToEnd.values().add(served.endToEndS());
    rows.prefix.values().add((long) served.prefixTokens());
    rows.preemptions.values().add((long) served.preemptions());
    rows.server.values().add((long) served.server());
    rows.inTime.values().add(met ? 1L : 0L);
    if (rows.table.rows() == HELD) {
      try {
        write();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void write() throws IOException {
    if (parquet == null) {
      out.write(rows.table.csv(!begun).getBytes(StandardCharsets.UTF_8));
    } else if (rows.table.rows() > 0) {
      parquet.write(rows.table);
    }
    begun = true;
    rows = new Rows();
  }

  /// No request follows.
  ///
  /// @throws IOException where it cannot be written, or no request was served
  public void end() throws IOException {
    write();
    if (parquet != null) {
      parquet.end();
    }
    out.flush();
  }
}
