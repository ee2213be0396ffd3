package org.cimlet.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.Serving;
import org.cimlet.serve.engine.Served;
import org.cimlet.simulate.trace.PerfettoWriter;

/// Requests as a trace that Perfetto's viewer opens: a track for each system, under it one for each
/// server, under that as many as requests overlap, each request with its queue, prompt and answer.
public final class RequestTracks implements Serving.RequestLog {
  private static final String REQUEST = "request";
  private static final long FIRST_SERVER = 1L << 20;
  private static final long FIRST_ROW = 1L << 40;

  private final PerfettoWriter writer;
  private final long most;
  private final long[] written;
  private final Map<Long, Server> servers = new HashMap<>();
  private long rows;

  /// A server's rows, by when each is free.
  private static final class Server {
    final long track;
    final TreeMap<Long, List<Long>> freeAtPs = new TreeMap<>();
    int rows;

    Server(long track) {
      this.track = track;
    }
  }

  /// Begins.
  ///
  /// @param to is not closed
  /// @param most requests of each system
  /// @throws IOException where it cannot be written
  public RequestTracks(ServeJob job, OutputStream to, long most) throws IOException {
    this.most = most;
    writer = new PerfettoWriter(to);
    written = new long[job.systems().size()];
    for (int system = 0; system < written.length; system++) {
      writer.track(1L + system, job.systems().get(system).name(), 0, system);
    }
  }

  @Override
  public void served(int system, Served served, boolean met) {
    if (written[system] == most) {
      return;
    }
    written[system]++;
    try {
      write(system, served, met);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(int system, Served served, boolean met) throws IOException {
    long row = row(system, served);
    writer.begin(
        row,
        served.queuedPs(),
        "%s: %s + %s tokens%s"
            .formatted(
                served.request().number(),
                served.request().input(),
                served.request().output(),
                met ? "" : ", late"),
        REQUEST,
        0);
    slice(row, served.queuedPs(), served.startPs(), "queue");
    slice(row, served.startPs(), served.firstPs(), "prompt");
    slice(row, served.firstPs(), served.lastPs(), "answer");
    writer.end(row, served.lastPs());
  }

  private void slice(long row, long fromPs, long toPs, String name) throws IOException {
    if (toPs > fromPs) {
      writer.begin(row, fromPs, name, REQUEST, 0);
      writer.end(row, toPs);
    }
  }

  /// A row of the server that is free as the request comes.
  private long row(int system, Served served) throws IOException {
    long key = (long) system << 32 | served.server();
    Server server = servers.get(key);
    if (server == null) {
      server = new Server(FIRST_SERVER + servers.size());
      servers.put(key, server);
      writer.track(server.track, "server " + served.server(), 1L + system, served.server());
    }
    Map.Entry<Long, List<Long>> free = server.freeAtPs.floorEntry(served.queuedPs());
    long row;
    if (free == null) {
      row = FIRST_ROW + rows++;
      writer.track(row, "request", server.track, server.rows++);
    } else {
      row = free.getValue().removeLast();
      if (free.getValue().isEmpty()) {
        server.freeAtPs.remove(free.getKey());
      }
    }
    server.freeAtPs.computeIfAbsent(served.lastPs(), _ -> new ArrayList<>()).add(row);
    return row;
  }
}
