package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;

/// Attention in the banks of a DRAM die: each head two matrix-vector products, timed as products
/// with weights are, and a unit for softmax that works beside them.
final class BankAttention implements AttentionTiming {
  private final double softmaxOpsPerS;
  private final int banks;
  private final Macro macro;
  private final DramBankTiming array;

  private BankAttention(double softmaxOpsPerS, int banks, Macro.DramBank macro) {
    this.softmaxOpsPerS = softmaxOpsPerS;
    this.banks = banks;
    this.macro = macro;
    this.array = DramBankTiming.of(macro, banks);
  }

  static BankAttention of(Chiplet chiplet, Attention.InBanks unit) {
    return new BankAttention(unit.operationsPerS(), chiplet.macros(), chiplet.attendingBanks());
  }

  @Override
  public AttentionCost token(AttentionWork work, int context) {
    Sum token = new Sum();
    for (WindowGroup reach : work.windowGroups()) {
      int positions = reach.positions(context);
      token.of(reach.head());
      token.add(reach.heads(), positions, 1);
      token.opened(reach.heads(), positions, 1);
    }
    return token.cost(work, 1);
  }

  @Override
  public AttentionCost chunk(AttentionWork work, PrefillShape prompt, int number) {
    int before = number * prompt.chunk();
    return upTo(work, before + prompt.tokens(number)).less(upTo(work, before));
  }

  /// The first `tokens` of a prompt.
  private AttentionCost upTo(AttentionWork work, int tokens) {
    Sum sum = new Sum();
    work.windowGroups().forEach(reach -> sum.upTo(reach, tokens));
    return sum.cost(work, tokens);
  }

  @Override
  public double refreshOverhead() {
    return array.refreshOverhead();
  }

  /// Adds up what heads do.
  private final class Sum {
    private int keyTiles;
    private int valueOutputs;
    private int valueElements;
    private double ops;
    private double seconds;
    private double rows;
    private double activations;
    private double sums;

    /// The heads added next are of a kind.
    void of(AttentionWork.Head head) {
      keyTiles = Math.ceilDiv(head.keyElements(), macro.inputsPerRow());
      valueOutputs = Math.ceilDiv(head.valueElements(), banks);
      valueElements = head.valueElements();
    }

    /// What depends on positions alone: `times` heads that look back on so many.
    void add(double heads, double positions, double times) {
      ops += times * heads * positions * AttentionWork.SOFTMAX_OPS;
      sums += times * heads * positions;
      rows += times * heads * positions * keyTiles;
    }

    /// What depends on how positions fill banks and columns.
    void opened(double heads, int positions, double times) {
      scores(heads * times, Math.ceilDiv(positions, banks));
      values(heads * times, Math.ceilDiv(positions, macro.inputsPerRow()));
    }

    private void scores(double times, int outputs) {
      long here = (long) outputs * keyTiles;
      seconds += times * array.passS(here, keyTiles);
      activations += times * banks * array.activations(here);
    }

    private void values(double times, int tiles) {
      long here = (long) valueOutputs * tiles;
      seconds += times * array.passS(here, tiles);
      activations += times * banks * array.activations(here);
      rows += times * valueElements * tiles;
    }

    /// The first `count` tokens of a prompt, each looking back on those before it and itself.
    void upTo(WindowGroup reach, int count) {
      of(reach.head());
      add(reach.heads(), PrefillShape.attended(count, reach.window()), 1);
      int growing = Math.min(count, reach.window());
      for (int outputs = 1; (outputs - 1) * banks < growing; outputs++) {
        scores((double) reach.heads() * inRun(outputs, banks, growing), outputs);
      }
      for (int tiles = 1; (tiles - 1) * macro.inputsPerRow() < growing; tiles++) {
        values((double) reach.heads() * inRun(tiles, macro.inputsPerRow(), growing), tiles);
      }
      if (count > growing) {
        opened(reach.heads(), growing, count - growing);
      }
    }

    /// Numbers up to `most` that a run of `length` holds, the first being 1.
    private static int inRun(int run, int length, int most) {
      return Math.min(most, run * length) - (run - 1) * length;
    }

    AttentionCost cost(AttentionWork work, double tokens) {
      int written = 0;
      double passed = 2 * sums;
      for (WindowGroup reach : work.windowGroups()) {
        AttentionWork.Head head = reach.head();
        written += reach.caches() * cachedTwice(head);
        passed += tokens * reach.heads() * head.macs();
      }
      int writes = Math.ceilDiv(written, macro.inputsPerRow());
      return new AttentionCost(
          ops,
          0,
          ops / softmaxOpsPerS,
          seconds + tokens * array.writeS(writes),
          rows,
          tokens * writes * macro.inputsPerRow() * macro.weightBits(),
          activations + tokens * banks,
          passed * macro.inputBits());
    }
  }

  /// Words a token writes: a value that is part of its key is written for both products.
  private static int cachedTwice(AttentionWork.Head head) {
    return head.keyElements() + head.valueElements();
  }
}
