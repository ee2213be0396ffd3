package org.cimlet.simulate.hardware;

import java.util.Objects;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionTally;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Picoseconds;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.RefreshWindows;
import org.cimlet.simulate.engine.Server;
import org.jspecify.annotations.Nullable;

/// Attention on dies: of each the arithmetic, and the memory or the banks where keys and values
/// lie; none works where the host attends. Where units take turns, both are one piece of work of
/// the macros.
public final class AttentionActivity {
  private final @Nullable Chiplet attending;
  private final @Nullable DramBankActivity banks;
  private final int kindOf;
  private final boolean refreshes;
  private final @Nullable MacroActivity inTurn;
  private final @Nullable Server[] compute;
  private final @Nullable Server[] memory;

  public AttentionActivity(
      Dies dies, MacroActivity macros, EventQueue events, @Nullable Recorder recorder) {
    DieKind kind = dies.attending();
    inTurn = kind != null && kind.chiplet().takesTurns() ? macros : null;
    attending = kind == null ? null : kind.chiplet();
    compute = new @Nullable Server[dies.count()];
    memory = new @Nullable Server[dies.count()];
    if (kind == null) {
      banks = null;
      kindOf = -1;
      refreshes = false;
      return;
    }
    kindOf = dies.kinds().indexOf(kind);
    Chiplet chiplet = kind.chiplet();
    banks =
        switch (chiplet.attends()) {
          case Attention.InBanks _ ->
              new DramBankActivity(chiplet.attendingBanks(), chiplet.macros());
          case Attention.Module module -> {
            Picoseconds.rate(module.memoryBytesPerS(), "memory bandwidth of attention modules");
            yield null;
          }
        };
    Picoseconds.rate(
        chiplet.attends().operationsPerS(), "operations a second of attention on dies");
    RefreshWindows windows = banks == null ? RefreshWindows.NEVER : RefreshWindows.of(chiplet);
    refreshes = windows.any();
    if (inTurn != null) {
      return;
    }
    for (int c : kind.at()) {
      compute[c] =
          new Server(events, Event.ATTENTION_COMPUTED, Resource.ATTENTION_COMPUTE, c, recorder);
      memory[c] =
          new Server(events, Event.KV_READ, Resource.ATTENTION_MEMORY, c, windows, recorder);
    }
  }

  /// Whether dies attend.
  public boolean present() {
    return attending != null;
  }

  /// Whether a die does beside its macros.
  public boolean apartOn(int die) {
    return compute[die] != null;
  }

  /// Whether refreshes step in between.
  public boolean refreshes() {
    return refreshes;
  }

  public Server compute(int die) {
    return of(compute, die);
  }

  public Server memory(int die) {
    return of(memory, die);
  }

  private static Server of(@Nullable Server[] queues, int die) {
    Server queue = queues[die];
    if (queue == null) {
      throw new IllegalStateException("no attention on chiplet " + die);
    }
    return queue;
  }

  /// Pieces of work that a die's attention is.
  public int pieces() {
    return inTurn == null ? 2 : 1;
  }

  /// Begins a chunk's or a token's attention at a die.
  ///
  /// @param first positions the first token looks back on, itself included
  /// @param tokens of each sequence
  /// @param sequences each with keys and values of its own
  /// @param job that is done once with each of [#pieces]
  public void attend(
      int die,
      AttentionWork work,
      long first,
      int tokens,
      int sequences,
      int priority,
      long job,
      ActionTally tally) {
    Chiplet chiplet = attending;
    if (chiplet == null) {
      throw new IllegalStateException("no die attends");
    }
    long controlPs = StepControl.ofAttentionPs(chiplet, work);
    switch (chiplet.attends()) {
      case Attention.Module module -> {
        long ops = sequences * HostActivity.attentionOps(work, first, tokens);
        long bits = sequences * HostActivity.attentionBits(work, first, tokens, module.cacheBits());
        tally.add(Action.ATTENTION_COMPUTE, ops);
        tally.add(Action.ATTENTION_MEMORY, bits);
        long opsPs = Picoseconds.of(ops, module.operationsPerS());
        long bitsPs = Picoseconds.of(bits, 8 * module.memoryBytesPerS());
        begin(die, priority, job, controlPs + opsPs, controlPs + bitsPs, sequences * tokens);
      }
      case Attention.InBanks inBanks -> {
        BankVisit visit = new BankVisit(Objects.requireNonNull(banks), chiplet);
        for (int sequence = 0; sequence < sequences; sequence++) {
          for (int token = 0; token < tokens; token++) {
            visit.token(work, first + token);
          }
        }
        long ops = AttentionWork.SOFTMAX_OPS * visit.scores;
        tally.add(Action.ATTENTION_COMPUTE, ops);
        visit.countInto(tally, kindOf);
        long opsPs = Picoseconds.of(ops, inBanks.operationsPerS());
        begin(die, priority, job, controlPs + opsPs, controlPs + visit.ps, sequences * tokens);
      }
    }
  }

  /// Arithmetic and memory, the wait before each counted in.
  private void begin(int die, int priority, long job, long opsPs, long memoryPs, int tokens) {
    MacroActivity macros = inTurn;
    if (macros != null) {
      macros.at(die).add(priority, job, Math.max(opsPs, memoryPs), tokens);
      return;
    }
    compute(die).add(priority, job, opsPs, tokens);
    memory(die).add(priority, job, memoryPs, tokens);
  }

  /// What some tokens' attention asks of a die's banks, head by head.
  private static final class BankVisit {
    private final DramBankActivity banks;
    private final int count;
    private final Macro macro;
    private long ps;
    private long scores;
    private long rows;
    private long writes;
    private long activations;
    private long passed;

    BankVisit(DramBankActivity banks, Chiplet chiplet) {
      this.banks = banks;
      this.count = chiplet.macros();
      this.macro = chiplet.macro();
    }

    /// A token whose farthest heads look back on `before` positions, itself included.
    void token(AttentionWork work, long before) {
      int words = 0;
      for (WindowGroup reach : work.windowGroups()) {
        AttentionWork.Head head = reach.head();
        int positions = (int) Math.min(before, reach.window());
        pass(reach.heads(), positions, head.keyElements());
        pass(reach.heads(), head.valueElements(), positions);
        scores += (long) reach.heads() * positions;
        passed += reach.heads() * ((long) head.keyElements() + head.valueElements());
        words += reach.caches() * (head.keyElements() + head.valueElements());
      }
      int accesses = Math.ceilDiv(words, macro.inputsPerRow());
      ps += banks.writePs(accesses);
      writes += accesses;
      activations += count;
    }

    /// Products with matrices of so many outputs and inputs, outputs dealt out to the banks.
    private void pass(int heads, int outputs, int inputs) {
      int tiles = Math.ceilDiv(inputs, macro.inputsPerRow());
      long here = (long) Math.ceilDiv(outputs, count) * tiles;
      ps += (long) heads * banks.passPs(here, tiles);
      rows += (long) heads * outputs * tiles;
      activations += (long) heads * count * banks.activations(here);
    }

    void countInto(ActionTally tally, int kind) {
      long words = (rows + writes) * macro.inputsPerRow();
      tally.add(Action.ROW_READ, kind, rows);
      tally.add(Action.MULTIPLY, kind, rows * macro.inputsPerRow());
      tally.add(Action.MACRO_READ, kind, words * macro.weightBits());
      tally.add(Action.ACTIVATE, kind, activations);
      tally.add(Action.BUFFER, kind, (passed + 2 * scores) * macro.inputBits());
    }
  }
}
