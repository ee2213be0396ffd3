package org.cimlet.estimate;

import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Host;

/// Time and actions of the host: attention over the cache, and what the chiplets leave over.
///
/// Reading keys and values and computing on them overlap; a step takes the longer of the two.
///
/// @param opsPerS achieved
/// @param memoryBytesPerS achieved
/// @param cacheBits bits of one cached key or value element
record HostTiming(double opsPerS, double memoryBytesPerS, int cacheBits) {
  static HostTiming of(Host host) {
    return new HostTiming(host.achievedOpsPerS(), host.achievedMemoryBytesPerS(), host.cacheBits());
  }

  /// A die's attention module attends as a host does, at rates of its own.
  static HostTiming of(Chiplet.AttentionModule module) {
    return new HostTiming(module.operationsPerS(), module.memoryBytesPerS(), module.cacheBits());
  }

  /// Subtract the maximum, exponential, sum, divide, weight.
  private static final int SOFTMAX_OPS = 5;

  /// Operations of attention where heads look back on so many positions in all.
  double attentionOps(AttentionWork.Reach reach, double positions) {
    return positions * (2.0 * reach.macs() + (double) SOFTMAX_OPS * reach.softmaxes());
  }

  /// Bits read from the cache by one pass over `positions`.
  double cacheBits(AttentionWork.Reach reach, double positions) {
    return positions * reach.cacheElements() * cacheBits;
  }

  /// Bits written to the cache for each token.
  double writtenBits(AttentionWork work) {
    return (double) work.cacheElements() * cacheBits;
  }

  double computeS(double ops) {
    return ops / opsPerS;
  }

  double memoryS(double bits) {
    return bits / 8 / memoryBytesPerS;
  }
}
