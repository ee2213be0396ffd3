package org.cimlet.estimate;

import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Host;

/// Time and actions of the host: attention over the cache, and what the chiplets leave over.
///
/// Reading keys and values and computing on them overlap; a step takes the longer of the two.
record HostTiming(Host host) {
  /// Subtract the maximum, exponential, sum, divide, weight.
  private static final int SOFTMAX_OPS = 5;

  /// Operations of attention where heads look back on so many positions in all.
  double attentionOps(AttentionWork.Reach reach, double positions) {
    return positions * (2.0 * reach.macs() + (double) SOFTMAX_OPS * reach.softmaxes());
  }

  /// Bits read from the cache by one pass over `positions`.
  double cacheBits(AttentionWork.Reach reach, double positions) {
    return positions * reach.cacheElements() * host.cacheBits();
  }

  /// Bits written to the cache for each token.
  double writtenBits(AttentionWork work) {
    return (double) work.cacheElements() * host.cacheBits();
  }

  double computeS(double ops) {
    return ops / host.achievedOpsPerS();
  }

  double memoryS(double bits) {
    return bits / 8 / host.achievedMemoryBytesPerS();
  }
}
