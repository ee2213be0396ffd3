package org.cimlet.simulate.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Stationary;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.machine.array.BankTiming;
import org.cimlet.simulate.hardware.BankCommands.Command;
import org.junit.jupiter.api.Test;

/// Every command is refused 1 ps before its data sheet allows it, and legal then. The sheet: tCCD
/// 10, a fill 20, a result 30, from fill to access 7 and back 5, tRCD 100, tRRD 40, tFAW 300, tRAS
/// 500, tRTP 60, tRP 70 ps.
class BankCommandsTest {
  private static BankCommands commands(int banks, int banksPerActivation) {
    return commands(banks, banksPerActivation, 0);
  }

  private static BankCommands commands(int banks, int banksPerActivation, long modeChangePs) {
    BankTiming timing =
        new BankTiming(10, 20, 30, 7, 5, modeChangePs, 100, 40, 300, 500, 60, 70, 1_000_000, 1000);
    return new BankCommands(
        new Macro.DramBank(
            16,
            65_536,
            WordFormat.BF16,
            16,
            16,
            32,
            8,
            banksPerActivation,
            1,
            Stationary.INPUT,
            1024,
            2,
            timing,
            1,
            1,
            1,
            1),
        banks);
  }

  /// Refused 1 ps before, issued then.
  private static void issueAtEarliest(BankCommands die, Command command, long ps) {
    assertThatThrownBy(() -> die.issue(command, ps - 1, 1))
        .hasMessageContaining(command.toString())
        .hasMessageContaining("before " + ps);
    die.issue(command, ps, 1);
  }

  private static BankCommands open() {
    BankCommands die = commands(8, 8);
    die.issue(Command.ACTIVATE, 0, 1);
    return die;
  }

  @Test
  void other_banks_are_opened_a_rrd_later() {
    BankCommands die = commands(8, 1);
    die.issue(Command.ACTIVATE, 0, 1);
    issueAtEarliest(die, Command.ACTIVATE, 40);
    issueAtEarliest(die, Command.ACTIVATE, 80);
  }

  @Test
  void four_banks_are_opened_in_a_faw() {
    BankCommands die = commands(8, 1);
    for (long ps : new long[] {0, 40, 80, 120}) {
      die.issue(Command.ACTIVATE, ps, 1);
    }
    issueAtEarliest(die, Command.ACTIVATE, 300);
    issueAtEarliest(die, Command.ACTIVATE, 340);
    BankCommands pairs = commands(8, 2);
    pairs.issue(Command.ACTIVATE, 0, 1);
    issueAtEarliest(pairs, Command.ACTIVATE, 40);
    issueAtEarliest(pairs, Command.ACTIVATE, 300);
  }

  @Test
  void an_open_page_is_read_after_rcd_and_column_by_column() {
    BankCommands die = open();
    issueAtEarliest(die, Command.ACCESS, 100);
    issueAtEarliest(die, Command.ACCESS, 110);
    issueAtEarliest(die, Command.RESULT, 120);
    issueAtEarliest(die, Command.ACCESS, 150);
  }

  @Test
  void the_bus_takes_a_while_to_turn() {
    BankCommands die = open();
    issueAtEarliest(die, Command.FILL, 0);
    issueAtEarliest(die, Command.FILL, 20);
    issueAtEarliest(die, Command.RESULT, 40 + 7);
    issueAtEarliest(die, Command.ACCESS, 100);
    issueAtEarliest(die, Command.FILL, 110 + 5);
    issueAtEarliest(die, Command.WRITE, 135);
    issueAtEarliest(die, Command.ACCESS, 155 + 7);
  }

  /// The page is closed after the sum, although it might be 60 ps after the last access.
  @Test
  void nothing_goes_on_while_the_mode_changes() {
    BankCommands die = commands(8, 8, 50);
    issueAtEarliest(die, Command.FILL, 0);
    issueAtEarliest(die, Command.ACTIVATE, 20 + 50);
    issueAtEarliest(die, Command.ACCESS, 170);
    issueAtEarliest(die, Command.ACCESS, 180);
    issueAtEarliest(die, Command.RESULT, 190 + 50);
    issueAtEarliest(die, Command.FILL, 270 + 5);
    issueAtEarliest(die, Command.ACCESS, 295 + 50);
    issueAtEarliest(die, Command.PRECHARGE, 70 + 500);
  }

  @Test
  void a_page_stays_open_for_ras_and_until_rtp_after_its_last_access() {
    BankCommands early = open();
    early.issue(Command.ACCESS, 100, 1);
    issueAtEarliest(early, Command.PRECHARGE, 500);
    BankCommands late = open();
    late.issue(Command.ACCESS, 700, 3);
    issueAtEarliest(late, Command.PRECHARGE, 700 + 2 * 10 + 60);
  }

  @Test
  void the_next_page_is_opened_rp_after_the_precharge() {
    BankCommands die = open();
    die.issue(Command.PRECHARGE, 600, 1);
    issueAtEarliest(die, Command.ACTIVATE, 670);
    issueAtEarliest(die, Command.ACCESS, 770);
  }

  @Test
  void nothing_is_read_or_closed_before_all_banks_are_open_and_nothing_opened_twice() {
    BankCommands die = commands(2, 1);
    die.issue(Command.ACTIVATE, 0, 1);
    for (Command command : new Command[] {Command.ACCESS, Command.WRITE, Command.PRECHARGE}) {
      assertThat(die.earliestPs(command)).as("%s", command).isEqualTo(Long.MAX_VALUE);
    }
    die.issue(Command.ACTIVATE, 40, 1);
    assertThat(die.earliestPs(Command.ACTIVATE)).isEqualTo(Long.MAX_VALUE);
  }
}
