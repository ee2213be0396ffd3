package org.cimlet.simulate;

import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.jspecify.annotations.Nullable;

/// Attention on dies: of each the arithmetic, and the memory or the banks where keys and values
/// lie; none works where the host attends.
final class AttentionActivity {
  /// Subtract the maximum, exponential, sum, divide, weight.
  private static final int SOFTMAX_OPS = 5;

  private final @Nullable Chiplet attending;
  private final @Nullable DramBankActivity banks;
  private final boolean pauses;
  private final @Nullable WorkQueue[] compute;
  private final @Nullable WorkQueue[] memory;

  AttentionActivity(Dies dies, EventQueue events, @Nullable Recorder recorder) {
    DieKind kind = dies.attending();
    attending = kind == null ? null : kind.chiplet();
    compute = new @Nullable WorkQueue[dies.count()];
    memory = new @Nullable WorkQueue[dies.count()];
    if (kind == null) {
      banks = null;
      pauses = false;
      return;
    }
    Chiplet chiplet = kind.chiplet();
    banks =
        chiplet.attention() instanceof Attention.InBanks
            ? new DramBankActivity((Macro.DramBank) chiplet.macro(), chiplet.macros())
            : null;
    if (chiplet.attention() instanceof Attention.Module module) {
      Picoseconds.rate(module.memoryBytesPerS(), "memory bandwidth of attention modules");
    }
    Picoseconds.rate(opsPerS(chiplet), "operations a second of attention on dies");
    Pauses refreshes = banks == null ? Pauses.NEVER : Pauses.of(chiplet);
    pauses = refreshes.any();
    for (int c : kind.at()) {
      compute[c] = new WorkQueue(events, Event.ATTENDED, Resource.ATTENTION_COMPUTE, c, recorder);
      memory[c] =
          new WorkQueue(events, Event.RECALLED, Resource.ATTENTION_MEMORY, c, refreshes, recorder);
    }
  }

  private static double opsPerS(Chiplet chiplet) {
    Attention attention = chiplet.attention();
    return attention == null ? 0 : attention.operationsPerS();
  }

  /// Whether dies attend.
  boolean present() {
    return attending != null;
  }

  /// Whether a die does.
  boolean on(int die) {
    return compute[die] != null;
  }

  /// Whether refreshes step in between.
  boolean pauses() {
    return pauses;
  }

  WorkQueue compute(int die) {
    return of(compute, die);
  }

  WorkQueue memory(int die) {
    return of(memory, die);
  }

  private static WorkQueue of(@Nullable WorkQueue[] queues, int die) {
    WorkQueue queue = queues[die];
    if (queue == null) {
      throw new IllegalStateException("no attention on chiplet " + die);
    }
    return queue;
  }

  /// Begins a chunk's or a token's attention at a die.
  ///
  /// @param first positions the first token looks back on, itself included
  void attend(int die, Stream s, AttentionWork work, long first, int tag) {
    Chiplet chiplet = attending;
    if (chiplet == null) {
      throw new IllegalStateException("no die attends");
    }
    long job = WorkQueue.job(s.id(), tag);
    DramBankActivity inBanks = banks;
    if (chiplet.attention() instanceof Attention.Module module) {
      long ops = HostActivity.attentionOps(work, first, s.tokens());
      long bits = HostActivity.attentionBits(work, first, s.tokens(), module.cacheBits());
      s.tally().addAttention(ops, bits);
      long opsPs = Picoseconds.of(ops, module.operationsPerS());
      compute(die).add(s.priority(), job, opsPs, s.tokens());
      long bitsPs = Picoseconds.of(bits, 8 * module.memoryBytesPerS());
      memory(die).add(s.priority(), job, bitsPs, s.tokens());
    } else if (inBanks != null) {
      BankVisit visit = new BankVisit(inBanks, chiplet);
      for (int token = 0; token < s.tokens(); token++) {
        visit.token(work, first + token);
      }
      s.tally().addAttention(SOFTMAX_OPS * visit.scores, 0);
      s.tally().addArrays(die, visit.rows, visit.bits(), visit.activations, visit.bufferBits());
      long opsPs = Picoseconds.of(SOFTMAX_OPS * visit.scores, opsPerS(chiplet));
      compute(die).add(s.priority(), job, opsPs, s.tokens());
      memory(die).add(s.priority(), job, visit.ps, s.tokens());
    }
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
      AttentionWork.Head head = work.head();
      for (WindowGroup reach : work.windowGroups()) {
        int positions = (int) Math.min(before, reach.window());
        pass(reach.heads(), positions, head.keyElements());
        pass(reach.heads(), head.valueElements(), positions);
        scores += (long) reach.heads() * positions;
        passed += reach.heads() * ((long) head.keyElements() + head.valueElements());
      }
      int words = work.caches() * (head.keyElements() + head.valueElements());
      int accesses = Math.ceilDiv(words, macro.columns());
      ps += banks.writePs(accesses);
      writes += accesses;
      activations += count;
    }

    /// Products with matrices of so many outputs and inputs, outputs dealt out to the banks.
    private void pass(int heads, int outputs, int inputs) {
      int tiles = Math.ceilDiv(inputs, macro.columns());
      long here = (long) Math.ceilDiv(outputs, count) * tiles;
      ps += (long) heads * banks.passPs(here, tiles);
      rows += (long) heads * outputs * tiles;
      activations += (long) heads * count * banks.activations(here);
    }

    long bits() {
      return (rows + writes) * macro.columns() * macro.weightBits();
    }

    long bufferBits() {
      return (passed + 2 * scores) * macro.inputBits();
    }
  }
}
