package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Macro.BankTiming;

/// The commands of one pass through a DRAM die, each at the earliest time its data sheet allows.
/// Filling the buffer, column accesses and reading sums take turns on the die's bus; precharging
/// and activating go on beside them.
final class BankCommands {
  private final Macro.DramBank bank;
  private final BankTiming t;
  private final long[] activatedPs;
  private final int inWindow;
  private int rowsOfPage;
  private long busFreePs;
  private long lastAccessPs;
  private long pageOpenPs;
  private boolean open;

  BankCommands(Macro.DramBank bank, int banks) {
    this.bank = bank;
    t = bank.timing();
    activatedPs = new long[Math.ceilDiv(banks, bank.banksPerActivation())];
    inWindow = bank.activationsInWindow();
  }

  /// Writes inputs for so many rows into the buffer.
  void fill(int rows) {
    busFreePs += rows * t.fillPs();
    if (!open) {
      activate(0);
    }
  }

  /// Reads and multiplies the next rows.
  void access(int rows) {
    for (int row = 0; row < rows; row++) {
      if (rowsOfPage == bank.rowsPerPage()) {
        activate(precharged());
      }
      lastAccessPs = Math.max(busFreePs, pageOpenPs);
      busFreePs = lastAccessPs + t.columnPs();
      rowsOfPage++;
    }
  }

  /// Writes so many column accesses of one bank or another, which take turns on the bus.
  void write(int accesses) {
    activate(0);
    busFreePs = Math.max(busFreePs, pageOpenPs) + accesses * t.fillPs();
    lastAccessPs = busFreePs - t.fillPs();
  }

  /// Reads one sum of every bank.
  void result() {
    busFreePs += t.resultPs();
  }

  /// Closes the last page; says when the next pass may begin.
  long close() {
    return Math.max(busFreePs, precharged());
  }

  /// When the open page is closed again.
  private long precharged() {
    long lastActivatePs = activatedPs[activatedPs.length - 1];
    return Math.max(lastAccessPs + t.rtpPs(), lastActivatePs + t.rasPs()) + t.rpPs();
  }

  /// Opens the next page in all banks, some banks a command.
  private void activate(long fromPs) {
    long atPs = fromPs;
    for (int command = 0; command < activatedPs.length; command++) {
      if (command > 0) {
        atPs = activatedPs[command - 1] + t.rrdPs();
      }
      if (inWindow > 0 && command >= inWindow) {
        atPs = Math.max(atPs, activatedPs[command - inWindow] + t.fawPs());
      }
      activatedPs[command] = atPs;
    }
    pageOpenPs = atPs + t.rcdPs();
    rowsOfPage = 0;
    open = true;
  }
}
