package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.AttentionWork;

/// What attention takes whoever does it: a host or a die with a memory beside it, or the banks of a
/// die.
public sealed interface AttentionTiming permits HostTiming, BankAttention {

  /// What a layer's attention, or the part of it that falls to one die, takes for a decoded token.
  ///
  /// @param context tokens cached
  AttentionCost token(AttentionWork work, int context);

  /// The same for a chunk of a prompt.
  AttentionCost chunk(AttentionWork work, PrefillShape prompt, int number);

  /// Wall time over working time of where keys and values lie.
  default double refreshOverhead() {
    return 1;
  }

  /// For which a die waits in a layer's attention, whatever the tokens: once before each operation.
  static double controlS(Chiplet chiplet, AttentionWork work) {
    return work.dependentOperations() * chiplet.losses().stepControlS();
  }

  /// How a die attends.
  ///
  /// @throws IllegalArgumentException where it does not
  static AttentionTiming of(Chiplet chiplet) {
    return switch (chiplet.attention()) {
      case Attention.Module module -> HostTiming.of(module);
      case Attention.InBanks unit -> BankAttention.of(chiplet, unit);
      case null -> throw new IllegalArgumentException("the die does not attend");
    };
  }
}
