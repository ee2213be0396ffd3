package org.cimlet.cli.explore;

import java.io.PrintWriter;
import java.util.Locale;
import org.cimlet.cli.progress.ProgressLine;
import org.cimlet.explore.Standing;
import org.cimlet.explore.Watcher;
import org.cimlet.quantity.Si;

/// How far an exploration is, on one line that is erased at the end: designs, rate, refusals, front
/// with its hypervolume, time left. Silent unless standard error is a terminal.
final class ExploreProgress implements Watcher, AutoCloseable {
  private static final long PERIOD_NS = 200_000_000;

  private final PrintWriter err;
  private final boolean shown = ProgressLine.onTerminal();
  private final long startNs = System.nanoTime();
  private long firstDesigns = -1;
  private long lastNs;
  private int length;

  ExploreProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void explored(Standing standing) {
    long now = System.nanoTime();
    if (firstDesigns < 0) {
      firstDesigns = standing.designs();
    }
    if (!shown || now - lastNs < PERIOD_NS) {
      return;
    }
    lastNs = now;
    double perS = (standing.designs() - firstDesigns) / ((now - startNs) / 1e9);
    String left =
        perS > 0
            ? String.format(
                Locale.ROOT, "%.0f s left", (standing.total() - standing.designs()) / perS)
            : "";
    String line =
        String.format(
            Locale.ROOT,
            "%3.0f %% of %s, %s/s, %s refused, front %s%s, %s",
            100.0 * standing.designs() / Math.max(1, standing.total()),
            Si.grouped(standing.total()),
            Si.grouped(Math.round(perS)),
            Si.grouped(standing.allRefused()),
            standing.front(),
            Double.isNaN(standing.hypervolume())
                ? ""
                : String.format(Locale.ROOT, ", hypervolume %.4f", standing.hypervolume()),
            left);
    print(line);
  }

  @Override
  public void checked(String how, long done, long total) {
    long now = System.nanoTime();
    if (shown && now - lastNs >= PERIOD_NS) {
      lastNs = now;
      print("the front, %s: %s of %s designs".formatted(how, done, total));
    }
  }

  private void print(String line) {
    err.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    err.flush();
    length = line.length();
  }

  @Override
  public void close() {
    if (length > 0) {
      err.print("\r" + " ".repeat(length) + "\r");
      err.flush();
    }
  }
}
