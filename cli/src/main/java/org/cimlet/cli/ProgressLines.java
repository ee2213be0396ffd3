package org.cimlet.cli;

import java.io.PrintWriter;
import org.cimlet.run.Progress;
import org.jspecify.annotations.Nullable;

/// Progress of a run's stages, one line of the terminal after the other.
final class ProgressLines implements Progress, AutoCloseable {
  private final PrintWriter err;
  private String stage = "";
  private @Nullable ProgressLine line;

  ProgressLines(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void advanced(String name, long done, long total) {
    ProgressLine current = line;
    if (current == null || !name.equals(stage)) {
      close();
      stage = name;
      current = new ProgressLine(err, name);
      line = current;
    }
    current.advanced(done, total);
  }

  /// Erases the line.
  @Override
  public synchronized void close() {
    if (line != null) {
      line.close();
      line = null;
    }
  }
}
