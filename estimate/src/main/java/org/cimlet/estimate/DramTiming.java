package org.cimlet.estimate;

import org.cimlet.plan.Macro;
import org.cimlet.plan.Macro.BankTiming;
import org.cimlet.plan.Macro.Stationary;

/// A pass through the banks of a DRAM die, by counts of commands.
///
/// Column accesses follow each other at tCCD. Between the last access of a page and the first of
/// the next lie tRTP, tRP, the activate commands and tRCD; filling the buffer and reading sums hide
/// there where they fall between pages, and add to the pass where they fall inside one.
///
/// @param turnS from a page's last access to the next page's first, where the page was open long
///   enough
/// @param openS activate commands and tRCD
/// @param shortestS from a page's first access to the next page's, by tRAS
record DramTiming(Macro.Dram bank, double turnS, double openS, double shortestS)
    implements ArrayTiming {
  private static final double PS = 1e-12;

  static DramTiming of(Macro.Dram bank, int banks) {
    BankTiming t = bank.timing();
    int commands = Math.ceilDiv(banks, bank.banksPerActivation());
    // four banks a window at most, so a command of g banks every g/4 windows
    double byWindow =
        bank.banksPerActivation() > 4 ? 0 : t.fawPs() * bank.banksPerActivation() / 4.0;
    double openPs = (commands - 1) * Math.max(t.rrdPs(), byWindow) + t.rcdPs();
    return new DramTiming(
        bank,
        (t.rtpPs() + t.rpPs() + openPs) * PS,
        openPs * PS,
        (t.rasPs() + t.rpPs() + openPs - t.rcdPs()) * PS);
  }

  @Override
  public double passS(long rows, int tiles, int inputs) {
    BankTiming t = bank.timing();
    long outputs = rows / tiles;
    int chunkRows = bank.bufferWords() / bank.columns();
    long chunks = Math.ceilDiv(tiles, chunkRows);
    int runRows = (int) Math.min(chunkRows, tiles);
    boolean resident = chunks == 1 || bank.stationary() == Stationary.INPUT;
    long rounds = resident ? 1 : Math.ceilDiv(outputs, (long) bank.accumulators());
    long results = bank.stationary() == Stationary.INPUT ? outputs * chunks : outputs;
    double fillS = rounds * tiles * t.fillPs() * PS;
    double resultS = results * t.resultPs() * PS;
    double betweenPages = (double) gcd(runRows, bank.rowsPerPage()) / bank.rowsPerPage();
    long pages = activations(rows);
    double columnS = t.columnPs() * PS;
    double page = bank.rowsPerPage() * columnS;
    double turn = Math.max(turnS + page - columnS, shortestS) - page + columnS;
    double hidden = Math.min(betweenPages * resultS, pages * turn);
    return openS + fillS + (rows - pages) * columnS + pages * turn - openS + resultS - hidden;
  }

  @Override
  public long activations(long rows) {
    return Math.ceilDiv(rows, (long) bank.rowsPerPage());
  }

  /// All banks stand still while they are refreshed.
  @Override
  public double stretch() {
    BankTiming t = bank.timing();
    return (double) t.refreshIntervalPs() / (t.refreshIntervalPs() - t.refreshPs());
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
