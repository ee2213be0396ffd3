package org.cimlet.cli.progress;

import java.io.PrintWriter;
import org.cimlet.run.Progress;
import org.jspecify.annotations.Nullable;

/// Progress of a run's stages, one line of the terminal after the other.
public final class ProgressLines implements Progress, AutoCloseable {
  private final PrintWriter err;
  private String stage = "";
  private @Nullable ProgressLine line;

  /// Nothing is shown yet.
  public ProgressLines(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void advanced(String name, long done, long total) {
    ProgressLine current = line;
    if (current == null || !name.equals(stage)) {
      erase();
      stage = name;
      current = new ProgressLine(err, name);
      line = current;
    }
    current.advanced(done, total);
  }

  @Override
  public void close() {
    erase();
  }

  /// Erases the line, before something else is printed.
  public synchronized void erase() {
    if (line != null) {
      line.close();
      line = null;
    }
  }
}
