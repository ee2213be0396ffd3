package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.array.BankTiming;

/// A pass through the banks of a DRAM die, by counts of commands.
///
/// Column accesses follow each other at tCCD. Between the last access of a page and the first of
/// the next lie tRTP, tRP, the activate commands and tRCD, or what tRAS asks for. Filling the
/// buffer and reading sums hide there where they fall between pages, and add to the pass where they
/// fall inside one: a run of `r` rows ends with a page of `p` every `p / gcd(r, p)`-th time.
///
/// Where the die must change between modes for registers and for banks, they hide until the page
/// may be closed and no longer, and bring two changes; a buffer that is filled after a sum was read
/// needs none of its own.
///
/// Where `n` banks share multipliers, one of them turns its page while pages of the others are
/// read: of a turn is seen what they do not hide, `(turn - (n - 1) reading) / n`, but no less than
/// activate commands take that follow each other.
///
/// @param turnPs from a bank's last access of a page to its first of another
/// @param pageSwitchPs from a page's last access to the next page's first
/// @param hidingPs from a page's last access until something beside it is seen
record DramBankTiming(Macro.DramBank bank, double turnPs, double pageSwitchPs, double hidingPs)
    implements ArrayTiming {
  private static final double PS = 1e-12;

  static DramBankTiming of(Macro.DramBank bank, int banks) {
    BankTiming t = bank.timing();
    long openPs = lastActivatePs(bank, banks) + t.rcdPs();
    long pagePs = (bank.rowsPerPage() - 1) * t.columnPs();
    long closePs = Math.max(t.rtpPs(), t.rasPs() - t.rcdPs() - pagePs);
    double turnPs = (double) closePs + t.rpPs() + openPs;
    int sharing = bank.banksPerUnit();
    if (sharing > 1) {
      double seenPs =
          Math.max((turnPs - (sharing - 1.0) * pagePs) / sharing, activatePs(bank, banks) - pagePs);
      double pageSwitchPs = Math.max((double) t.columnPs(), seenPs);
      return new DramBankTiming(bank, turnPs, pageSwitchPs, pageSwitchPs);
    }
    return new DramBankTiming(
        bank, turnPs, turnPs, t.modeChangePs() > 0 ? (double) closePs : turnPs);
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
    double besidePs =
        switch (bank.stationary()) {
          case INPUT ->
              (t.modeChangePs() > 0
                      ? runs * fillPs(run)
                      : exposedPs(runs, fillPs(run), outputs * run))
                  + exposedPs(outputs * runs, t.resultPs() + changesPs, run);
          case OUTPUT -> {
            long together = Math.min(outputs, bank.accumulators());
            long rounds = Math.ceilDiv(outputs, together);
            long fills = runs == 1 ? 1 : rounds * runs;
            double sumsPs = (double) together * t.resultPs();
            yield runs == 1
                ? exposedPs(fills, fillPs(run), together * run)
                    + exposedPs(rounds, sumsPs + changesPs, together * tiles)
                : exposedPs(fills, fillPs(run) + changesPs, together * run)
                    + exposedPs(rounds, sumsPs, together * tiles);
          }
        };
    long pages = activations(rows);
    double firstPs = turnPs - pageSwitchPs;
    return ((rows - pages) * (double) t.columnPs() + firstPs + pages * pageSwitchPs + besidePs)
        * PS;
  }

  /// Filling the buffer with inputs for so many rows, the bus turning to them and back.
  private double fillPs(int rows) {
    BankTiming t = bank.timing();
    return t.readToWritePs() + (double) rows * t.fillPs() + t.writeToReadPs();
  }

  /// What is seen of something that happens `times` times, every `everyRows` rows, beside the turns
  /// from page to page.
  private double exposedPs(long times, double ps, long everyRows) {
    double betweenPages = (double) gcd(everyRows, bank.rowsPerPage()) / bank.rowsPerPage();
    double hiddenPs = Math.min(ps, Math.max(0, hidingPs - bank.timing().columnPs()));
    return times * (ps - betweenPages * hiddenPs);
  }

  /// Writing column accesses of some banks over the die's bus, once a page is open in all.
  double writeS(int accesses) {
    return (turnPs + (accesses - 1) * (double) bank.timing().fillPs()) * PS;
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
