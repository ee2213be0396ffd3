package org.cimlet.cli.progress;

import java.io.PrintWriter;
import java.util.Locale;

/// How far long work has come, on one line of the terminal that is erased at the end. Silent unless
/// standard error is a terminal, which the launcher says in a system property: Java cannot know.
public final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long PERIOD_NS = 100_000_000;

  private final PrintWriter err;
  private final String what;
  private final boolean shown;
  private final long startNs;
  private long lastNs;

  /// Erases the line on an interrupt.
  private final Thread interrupted = new Thread(this::erase, "interrupted");

  private volatile int length;

  /// Nothing is shown yet.
  ///
  /// @param what is being done
  public ProgressLine(PrintWriter err, String what) {
    this(err, what, onTerminal());
  }

  ProgressLine(PrintWriter err, String what, boolean shown) {
    this.err = err;
    this.what = what;
    this.shown = shown;
    this.startNs = System.nanoTime();
    this.lastNs = startNs;
    if (shown) {
      Runtime.getRuntime().addShutdownHook(interrupted);
    }
  }

  /// Whether standard error is a terminal.
  public static boolean onTerminal() {
    return Boolean.getBoolean("cimlet.stderr.terminal");
  }

  /// Shows how much is done, ten times a second at most.
  public void advanced(long done, long total) {
    long now = System.nanoTime();
    if (!shown || total < 1 || (now - lastNs < PERIOD_NS && done < total)) {
      return;
    }
    lastNs = now;
    double share = (double) done / total;
    int filled = (int) (share * WIDTH);
    double leftS = share > 0 ? (now - startNs) / 1e9 * (1 - share) / share : 0;
    String line =
        String.format(
            Locale.ROOT,
            "%s [%s%s] %3.0f %%, %.0f s left",
            what,
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            100 * share,
            leftS);
    err.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    err.flush();
    length = line.length();
  }

  /// Erases the line.
  @Override
  public void close() {
    if (shown) {
      removeHook();
    }
    erase();
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      // it is running: the line is being erased
    }
  }

  private void erase() {
    if (length > 0) {
      err.print("\r" + " ".repeat(length) + "\r");
      err.flush();
      length = 0;
    }
  }
}
