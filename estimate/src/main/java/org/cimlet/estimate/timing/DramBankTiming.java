package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.array.BankTiming;

/// A pass through the banks of a DRAM die, by counts of commands.
///
/// It begins with filling the buffer while a page is opened in all banks, reads rows, and ends with
/// the last sums while the last page is closed. Column accesses follow each other at tCCD. Between
/// the last access of a page and the first of the next lie tRTP, tRP, the activate commands and
/// tRCD, or what tRAS asks for. Filling the buffer again and reading sums in between hide there
/// where they fall between pages, and add to the pass where they fall inside one: of gaps every `r`
/// rows every `p / gcd(r, p)`-th falls between pages of `p`.
///
/// Where the die must change between modes for registers and for banks, banks are opened after the
/// buffer is filled and closed after sums are read; in between these hide until the page may be
/// closed and no longer, and bring two changes.
///
/// Where `n` banks share multipliers, one of them turns its page while pages of the others are
/// read: of a turn is seen what they do not hide, `(turn - (n - 1) reading) / n`, but no less than
/// activate commands take that follow each other.
///
/// @param openPs from the first activate command to the first access
/// @param turnPs from a bank's last access of a page to its first of another
/// @param pageSwitchPs from a page's last access to the next page's first
/// @param hidingPs from a page's last access until something beside it is seen
record DramBankTiming(
    Macro.DramBank bank, double openPs, double turnPs, double pageSwitchPs, double hidingPs)
    implements ArrayTiming {
  private static final double PS = 1e-12;

  static DramBankTiming of(Macro.DramBank bank, int banks) {
    BankTiming t = bank.timing();
    long openPs = lastActivatePs(bank, banks) + t.rcdPs();
    double pagePs = (bank.rowsPerPage() - 1) * (double) t.columnPs();
    double closePs = closePs(t, pagePs);
    double turnPs = closePs + t.rpPs() + openPs;
    int sharing = bank.banksPerUnit();
    if (sharing > 1) {
      double seenPs =
          Math.max((turnPs - (sharing - 1.0) * pagePs) / sharing, activatePs(bank, banks) - pagePs);
      double pageSwitchPs = Math.max((double) t.columnPs(), seenPs);
      return new DramBankTiming(bank, openPs, turnPs, pageSwitchPs, pageSwitchPs);
    }
    return new DramBankTiming(
        bank, openPs, turnPs, turnPs, t.modeChangePs() > 0 ? closePs : turnPs);
  }

  /// From the last access of a page to its precharge.
  ///
  /// @param pageReadPs from when the page could be read to that access
  private static double closePs(BankTiming t, double pageReadPs) {
    return Math.max((double) t.rtpPs(), t.rasPs() - t.rcdPs() - pageReadPs);
  }

  /// From the activate commands of one page in all units to those of the next, at the least.
  private static double activatePs(Macro.DramBank bank, int banks) {
    BankTiming t = bank.timing();
    int commands = Math.ceilDiv(banks, bank.banksPerActivation());
    int inWindow = bank.activationsInWindow();
    double rrdPs = t.rrdPs();
    double eachPs = inWindow == 0 ? rrdPs : Math.max((double) t.fawPs() / inWindow, rrdPs);
    return commands * eachPs;
  }

  /// When the last of the activate commands that open a page in all banks is given.
  private static long lastActivatePs(Macro.DramBank bank, int banks) {
    BankTiming t = bank.timing();
    int commands = Math.ceilDiv(banks, bank.banksPerActivation());
    int inWindow = bank.activationsInWindow();
    if (inWindow == 0) {
      return (commands - 1) * t.rrdPs();
    }
    long windowPs = Math.max(t.fawPs(), inWindow * t.rrdPs());
    return (commands - 1) / inWindow * windowPs + (commands - 1) % inWindow * t.rrdPs();
  }

  @Override
  public double passS(long rows, int tiles) {
    BankTiming t = bank.timing();
    long outputs = rows / tiles;
    int run = Math.min(tiles, bank.bufferWords() / bank.inputsPerRow());
    long runs = Math.ceilDiv(tiles, run);
    double changesPs = 2.0 * t.modeChangePs();
    double refillsPs = (runs - 1) * (t.readToWritePs() + (double) t.writeToReadPs());
    double refilledPs = refillsPs + (tiles - run) * (double) t.fillPs();
    double refillPs = t.readToWritePs() + run * (double) t.fillPs() + t.writeToReadPs();
    long atOnce = Math.min(outputs, bank.accumulators());
    double gapsPs =
        switch (bank.stationary()) {
          case INPUT -> {
            double sumPs = t.resultPs() + changesPs;
            yield refilledPs
                + (runs * outputs - 1) * sumPs
                - hiddenPs(runs - 1, outputs * run, refillPs + sumPs)
                - hiddenPs(runs * (outputs - 1), run, sumPs);
          }
          case OUTPUT -> {
            long rounds = Math.ceilDiv(outputs, atOnce);
            double sumsPs = (double) atOnce * t.resultPs() + changesPs;
            double againPs = runs == 1 ? 0 : refillPs;
            double betweenPs = sumsPs + againPs;
            yield (rounds - 1) * betweenPs
                + rounds * (refilledPs + (runs - 1) * changesPs)
                - hiddenPs(rounds - 1, atOnce * tiles, betweenPs)
                - hiddenPs(
                    rounds * (runs - 1), gcd(atOnce * run, atOnce * tiles), refillPs + changesPs);
          }
        };
    long pages = activations(rows);
    double readPs = (rows - pages) * (double) t.columnPs() + (pages - 1) * pageSwitchPs;
    double lastSumsPs =
        switch (bank.stationary()) {
          case INPUT -> t.resultPs();
          case OUTPUT -> ((outputs - 1) % atOnce + 1) * (double) t.resultPs();
        };
    double beginPs = beginPs(run);
    double latePs = pages > 1 || t.modeChangePs() > 0 ? 0 : beginPs - openPs;
    long lastRows = rows - (pages - 1) * bank.rowsPerPage();
    double pageReadPs = latePs + (lastRows - 1) * (double) t.columnPs();
    return (beginPs + readPs + gapsPs + endPs(pageReadPs, lastSumsPs)) * PS;
  }

  /// Until the first access: the buffer is filled for so many rows, a page opened in all banks.
  private double beginPs(int rows) {
    BankTiming t = bank.timing();
    double fillPs = rows * (double) t.fillPs();
    return t.modeChangePs() > 0
        ? fillPs + t.modeChangePs() + openPs
        : Math.max(fillPs + t.writeToReadPs(), openPs);
  }

  /// From the last access, sums being read and the page closed.
  ///
  /// @param pageReadPs from when the page could be read to its last access
  private double endPs(double pageReadPs, double sumsPs) {
    BankTiming t = bank.timing();
    double closedPs = closePs(t, pageReadPs);
    double readPs = t.columnPs() + sumsPs;
    return t.modeChangePs() > 0
        ? Math.max(closedPs, readPs + 2.0 * t.modeChangePs()) + t.rpPs()
        : Math.max(closedPs + t.rpPs(), readPs);
  }

  /// What turns from page to page hide of something that comes `times` times, every `everyRows`
  /// rows.
  private double hiddenPs(long times, long everyRows, double ps) {
    long fallsBetween = bank.rowsPerPage() / gcd(everyRows, bank.rowsPerPage());
    double hidden = Math.min(ps, Math.max(0, hidingPs - bank.timing().columnPs()));
    long hiddenTimes = times / fallsBetween;
    return hiddenTimes * hidden;
  }

  /// Writing column accesses of some banks over the die's bus, once a page is open in all.
  double writeS(int accesses) {
    BankTiming t = bank.timing();
    double writtenPs = (accesses - 1) * (double) t.fillPs();
    return (t.modeChangePs() + openPs + writtenPs + closePs(t, writtenPs) + t.rpPs()) * PS;
  }

  @Override
  public long activations(long rows) {
    return Math.ceilDiv(rows, (long) bank.rowsPerPage());
  }

  /// All banks stand still while they are refreshed.
  @Override
  public double refreshOverhead() {
    BankTiming t = bank.timing();
    return (double) t.refreshIntervalPs() / (t.refreshIntervalPs() - t.refreshPs());
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
