package org.cimlet.estimate;

import org.cimlet.plan.Attention;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Chiplet;

/// What attention takes whoever does it: a host or a die with a memory beside it, or the banks of a
/// die.
sealed interface AttentionTiming permits HostTiming, BankAttention {

  /// What a layer's attention takes, or the part of it that falls to one die.
  ///
  /// @param context tokens cached when a token is decoded
  AttentionCosts costs(AttentionWork work, int context, PrefillShape prefill);

  /// Wall time over working time of where keys and values lie.
  default double stretch() {
    return 1;
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
