package org.cimlet.simulate.hardware;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.array.BankTiming;

/// The commands of one pass through a DRAM die, each at the earliest time its data sheet allows and
/// refused before. Filling the buffer, column accesses and reading sums take turns on the die's
/// bus, which takes a while to turn from one way to the other; precharging and activating go on
/// meanwhile, unless the die must change between modes for registers and for banks.
final class BankCommands {
  /// Commands of a die.
  enum Command {
    /// Write inputs for a row into the buffer.
    FILL,
    /// Open the next page in the next banks: all banks take several of these.
    ACTIVATE,
    /// Read and multiply a row, in all banks.
    ACCESS,
    /// Write a column access of one bank or another.
    WRITE,
    /// Read one sum of every bank.
    RESULT,
    /// Close the page in all banks.
    PRECHARGE
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final Macro.DramBank bank;
  private final BankTiming t;
  private final long[] activatedPs;
  private final int inWindow;
  private int activated;
  private int rowsOfPage;
  private long busFreePs;
  private boolean filled;
  private boolean read;
  private boolean banksServed;
  private long lastAccessPs;
  private long closedPs;

  BankCommands(Macro.DramBank bank, int banks) {
    this.bank = bank;
    t = bank.timing();
    activatedPs = new long[Math.ceilDiv(banks, bank.banksPerActivation())];
    inWindow = bank.activationsInWindow();
  }

  /// When a command may be issued at the earliest; [Long#MAX_VALUE] where another must come first.
  long earliestPs(Command command) {
    long possiblePs = possiblePs(command);
    boolean changes = t.modeChangePs() > 0 && banksServed != isOfBanks(command);
    return changes && possiblePs != NEVER
        ? Math.max(possiblePs, busFreePs + t.modeChangePs())
        : possiblePs;
  }

  private static boolean isOfBanks(Command command) {
    return switch (command) {
      case FILL, RESULT -> false;
      case ACTIVATE, ACCESS, WRITE, PRECHARGE -> true;
    };
  }

  private long possiblePs(Command command) {
    return switch (command) {
      case FILL -> busFreePs + (read ? t.readToWritePs() : 0);
      case RESULT -> readPs();
      case ACTIVATE -> earliestActivatePs();
      case ACCESS -> isOpen() ? Math.max(readPs(), lastActivatePs() + t.rcdPs()) : NEVER;
      case WRITE -> isOpen() ? Math.max(busFreePs, lastActivatePs() + t.rcdPs()) : NEVER;
      case PRECHARGE ->
          isOpen() ? Math.max(lastAccessPs + t.rtpPs(), lastActivatePs() + t.rasPs()) : NEVER;
    };
  }

  private long readPs() {
    return busFreePs + (filled ? t.writeToReadPs() : 0);
  }

  private boolean isOpen() {
    return activated == activatedPs.length;
  }

  private long lastActivatePs() {
    return activatedPs[activatedPs.length - 1];
  }

  private long earliestActivatePs() {
    if (activated == 0) {
      return closedPs;
    }
    if (isOpen()) {
      return NEVER;
    }
    long atPs = activatedPs[activated - 1] + t.rrdPs();
    return inWindow > 0 && activated >= inWindow
        ? Math.max(atPs, activatedPs[activated - inWindow] + t.fawPs())
        : atPs;
  }

  /// Issues a command, and the same again so often that there are `count` of them, each as soon as
  /// the bus is free.
  ///
  /// @throws IllegalStateException where it comes too early
  void issue(Command command, long atPs, int count) {
    if (atPs < earliestPs(command)) {
      throw new IllegalStateException(
          command + " at " + atPs + " ps must not come before " + earliestPs(command) + " ps");
    }
    switch (command) {
      case FILL -> busFreePs = atPs + count * t.fillPs();
      case RESULT -> busFreePs = atPs + count * t.resultPs();
      case ACCESS -> takeBus(atPs, count, t.columnPs());
      case WRITE -> takeBus(atPs, count, t.fillPs());
      case ACTIVATE -> {
        activatedPs[activated++] = atPs;
        rowsOfPage = 0;
      }
      case PRECHARGE -> {
        closedPs = atPs + t.rpPs();
        activated = 0;
      }
    }
    turn(command);
    banksServed = isOfBanks(command);
  }

  private void turn(Command command) {
    switch (command) {
      case FILL -> {
        filled = true;
        read = false;
      }
      case ACCESS, RESULT -> {
        filled = false;
        read = true;
      }
      case ACTIVATE, WRITE, PRECHARGE -> {}
    }
  }

  private void takeBus(long atPs, int count, long eachPs) {
    busFreePs = atPs + count * eachPs;
    lastAccessPs = busFreePs - eachPs;
    rowsOfPage += count;
  }

  private void issue(Command command, int count) {
    issue(command, earliestPs(command), count);
  }

  /// Writes inputs for so many rows into the buffer.
  void fill(int rows) {
    issue(Command.FILL, rows);
    open();
  }

  private void open() {
    while (!isOpen()) {
      issue(Command.ACTIVATE, 1);
    }
  }

  /// Reads and multiplies the next rows.
  void access(int rows) {
    int left = rows;
    while (left > 0) {
      if (rowsOfPage == bank.rowsPerPage()) {
        issue(Command.PRECHARGE, 1);
        open();
      }
      int count = Math.min(left, bank.rowsPerPage() - rowsOfPage);
      issue(Command.ACCESS, count);
      left -= count;
    }
  }

  /// Writes so many column accesses of one bank or another, which take turns on the bus.
  void write(int accesses) {
    open();
    issue(Command.WRITE, accesses);
  }

  /// Reads one sum of every bank.
  void result() {
    issue(Command.RESULT, 1);
  }

  /// Closes the last page; returns when the next pass may begin.
  long close() {
    issue(Command.PRECHARGE, 1);
    return Math.max(busFreePs, closedPs);
  }
}
