package org.cimlet.simulate.hardware;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.array.BankTiming;

/// The commands of one pass through a DRAM die, each at the earliest time its data sheet allows and
/// refused before. Filling the buffer, column accesses and reading sums take turns on the die's
/// bus, which takes a while to turn from one way to the other; precharging and activating go on
/// meanwhile, unless the die must change between modes for registers and for banks.
///
/// Where banks share multipliers, each command to open, to read and to close goes to one of those
/// that share: reading takes turns page by page, and a bank whose page was read is closed and
/// opened again as soon as may be, if the pass has a page left for it.
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
  private final Page[] sharing;
  private final int commandsToOpen;
  private final int inWindow;

  /// When activate commands were given, to whichever bank, in the order of giving.
  private final List<Long> activatesPs = new ArrayList<>();

  /// The bank whose turn it is, of those that share multipliers.
  private int turn;

  private long pagesToOpen = Long.MAX_VALUE;
  private boolean begun;
  private int rowsOfPage;
  private long busFreePs;
  private boolean filled;
  private boolean read;
  private boolean banksServed;

  /// A page of one of the banks that share multipliers.
  private static final class Page {
    private int activated;
    private long lastActivatePs;
    private long lastAccessPs;
    private long closedPs;
  }

  BankCommands(Macro.DramBank bank, int banks) {
    this.bank = bank;
    t = bank.timing();
    commandsToOpen = Math.ceilDiv(banks, bank.banksPerActivation());
    inWindow = bank.activationsInWindow();
    sharing = new Page[bank.banksPerUnit()];
    Arrays.setAll(sharing, _ -> new Page());
  }

  /// Says how many column accesses a pass has, so that no page is opened beyond it.
  void expect(long accesses) {
    pagesToOpen = Math.ceilDiv(accesses, (long) bank.rowsPerPage());
  }

  private Page page() {
    return sharing[turn];
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
      case ACCESS -> isOpen() ? Math.max(readPs(), page().lastActivatePs + t.rcdPs()) : NEVER;
      case WRITE -> isOpen() ? Math.max(busFreePs, page().lastActivatePs + t.rcdPs()) : NEVER;
      case PRECHARGE ->
          isOpen()
              ? Math.max(page().lastAccessPs + t.rtpPs(), page().lastActivatePs + t.rasPs())
              : NEVER;
    };
  }

  private long readPs() {
    return busFreePs + (filled ? t.writeToReadPs() : 0);
  }

  private boolean isOpen() {
    return page().activated == commandsToOpen;
  }

  private long earliestActivatePs() {
    if (isOpen()) {
      return NEVER;
    }
    long atPs = page().activated == 0 ? page().closedPs : 0;
    int given = activatesPs.size();
    // pages of one bank lie so far apart that only commands to others, or to the same page, count
    boolean counts = sharing.length > 1 || page().activated > 0;
    if (given > 0 && counts) {
      atPs = Math.max(atPs, activatesPs.getLast() + t.rrdPs());
    }
    boolean within = sharing.length > 1 || page().activated >= inWindow;
    return inWindow > 0 && given >= inWindow && within
        ? Math.max(atPs, activatesPs.get(given - inWindow) + t.fawPs())
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
        page().activated++;
        page().lastActivatePs = atPs;
        activatesPs.add(atPs);
      }
      case PRECHARGE -> {
        page().closedPs = atPs + t.rpPs();
        page().activated = 0;
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
    page().lastAccessPs = busFreePs - eachPs;
    rowsOfPage += count;
  }

  private void issue(Command command, int count) {
    issue(command, earliestPs(command), count);
  }

  /// Writes inputs for so many rows into the buffer.
  void fill(int rows) {
    issue(Command.FILL, rows);
    openFirst();
  }

  private void open() {
    while (!isOpen()) {
      issue(Command.ACTIVATE, 1);
    }
  }

  /// Opens a page in each of those that share multipliers, as far as the pass has pages.
  private void openFirst() {
    if (begun) {
      return;
    }
    begun = true;
    for (turn = 0; turn < sharing.length; turn++) {
      openNext();
    }
    turn = 0;
  }

  private void openNext() {
    if (pagesToOpen > 0) {
      pagesToOpen--;
      open();
    }
  }

  /// Reads and multiplies the next rows.
  void access(int rows) {
    int left = rows;
    while (left > 0) {
      if (rowsOfPage == bank.rowsPerPage()) {
        issue(Command.PRECHARGE, 1);
        openNext();
        turn = (turn + 1) % sharing.length;
        rowsOfPage = 0;
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

  /// Closes what is open; returns when the next pass may begin.
  long close() {
    long closedPs = 0;
    for (turn = 0; turn < sharing.length; turn++) {
      if (isOpen()) {
        issue(Command.PRECHARGE, 1);
      }
      closedPs = Math.max(closedPs, page().closedPs);
    }
    turn = 0;
    return Math.max(busFreePs, closedPs);
  }
}
