package org.cimlet.simulate.hardware;

import java.util.HashMap;
import java.util.Map;
import org.cimlet.plan.machine.Macro;

/// A DRAM die's banks, which obey the same commands side by side. A pass is played once for each
/// shape it has and remembered.
final class DramBankActivity implements ArrayActivity {
  private final Macro.DramBank bank;
  private final int banks;
  private final Map<Shape, Long> played = new HashMap<>();

  DramBankActivity(Macro.DramBank bank, int banks) {
    this.bank = bank;
    this.banks = banks;
  }

  private record Shape(long rows, int tiles) {}

  @Override
  public long passPs(long rows, int tiles) {
    return played.computeIfAbsent(new Shape(rows, tiles), this::play);
  }

  /// Time of writing column accesses over the die's bus, a page being opened in every bank.
  long writePs(int accesses) {
    BankCommands commands = new BankCommands(bank, banks);
    commands.write(accesses);
    return commands.close();
  }

  private long play(Shape shape) {
    BankCommands commands = new BankCommands(bank, banks);
    commands.expect(shape.rows());
    int outputs = Math.toIntExact(shape.rows() / shape.tiles());
    switch (bank.stationary()) {
      case INPUT -> inputsStay(commands, outputs, shape.tiles());
      case OUTPUT -> outputsStay(commands, outputs, shape.tiles());
    }
    return commands.close();
  }

  /// A buffer of inputs meets all outputs; each leaves a partial sum.
  private void inputsStay(BankCommands commands, int outputs, int tiles) {
    int buffer = bank.bufferWords() / bank.inputsPerRow();
    for (int from = 0; from < tiles; from += buffer) {
      int rows = Math.min(buffer, tiles - from);
      commands.fill(rows);
      for (int output = 0; output < outputs; output++) {
        commands.access(rows);
        commands.result();
      }
    }
  }

  /// As many outputs as there are accumulators meet all inputs.
  private void outputsStay(BankCommands commands, int outputs, int tiles) {
    int buffer = bank.bufferWords() / bank.inputsPerRow();
    for (int first = 0; first < outputs; first += bank.accumulators()) {
      int group = Math.min(bank.accumulators(), outputs - first);
      for (int from = 0; from < tiles; from += buffer) {
        int rows = Math.min(buffer, tiles - from);
        if (first == 0 || tiles > buffer) {
          commands.fill(rows);
        }
        for (int output = 0; output < group; output++) {
          commands.access(rows);
        }
      }
      for (int output = 0; output < group; output++) {
        commands.result();
      }
    }
  }

  @Override
  public long activations(long rows) {
    return Math.ceilDiv(rows, (long) bank.rowsPerPage());
  }
}
