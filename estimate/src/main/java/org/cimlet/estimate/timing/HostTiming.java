package org.cimlet.estimate.timing;

import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.cimlet.plan.program.LocalWork;

/// Time and actions of the host: attention over the cache, and what the chiplets leave over.
///
/// Reading keys and values and computing on them overlap; a step takes the longer of the two.
///
/// @param opsPerS achieved
/// @param memoryBytesPerS achieved
/// @param cacheBits bits of one cached key or value element
public record HostTiming(double opsPerS, double memoryBytesPerS, int cacheBits)
    implements AttentionTiming {
  public static HostTiming of(Host host) {
    return new HostTiming(host.achievedOpsPerS(), host.achievedMemoryBytesPerS(), host.cacheBits());
  }

  /// A die's attention module attends as a host does, at rates of its own.
  public static HostTiming of(Attention.Module module) {
    return new HostTiming(module.operationsPerS(), module.memoryBytesPerS(), module.cacheBits());
  }

  @Override
  public AttentionCost token(AttentionWork work, int context) {
    double ops = 0;
    double read = 0;
    for (WindowGroup reach : work.windowGroups()) {
      ops += reach.positions(context) * reach.operations();
      read += reach.positions(context) * bitsEach(reach);
    }
    return cost(ops, read + writtenBits(work));
  }

  @Override
  public AttentionCost chunk(AttentionWork work, PrefillShape prompt, int number) {
    double ops = 0;
    double read = 0;
    for (WindowGroup reach : work.windowGroups()) {
      ops += prompt.attendedBy(number, reach.window()) * reach.operations();
      read += prompt.readBy(number, reach) * bitsEach(reach);
    }
    return cost(ops, read + writtenBits(work) * prompt.tokens(number));
  }

  /// Work that does not look back: the state is read and written once, whatever the tokens.
  public AttentionCost local(LocalWork work, int tokens) {
    return cost((double) tokens * work.operations(), (double) work.stateBits());
  }

  private double bitsEach(WindowGroup reach) {
    return (double) reach.cacheElements() * cacheBits;
  }

  private double writtenBits(AttentionWork work) {
    return (double) work.cacheElements() * cacheBits;
  }

  private AttentionCost cost(double ops, double bits) {
    return new AttentionCost(ops, bits, computeS(ops), memoryS(bits), 0, 0, 0, 0);
  }

  public double computeS(double ops) {
    return ops / opsPerS;
  }

  public double memoryS(double bits) {
    return bits / 8 / memoryBytesPerS;
  }
}
