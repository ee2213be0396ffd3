package org.cimlet.estimate;

import org.cimlet.estimate.AttentionCosts.Cost;
import org.cimlet.plan.Attention;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.AttentionWork.Reach;
import org.cimlet.plan.Host;

/// Time and actions of the host: attention over the cache, and what the chiplets leave over.
///
/// Reading keys and values and computing on them overlap; a step takes the longer of the two.
///
/// @param opsPerS achieved
/// @param memoryBytesPerS achieved
/// @param cacheBits bits of one cached key or value element
record HostTiming(double opsPerS, double memoryBytesPerS, int cacheBits)
    implements AttentionTiming {
  static HostTiming of(Host host) {
    return new HostTiming(host.achievedOpsPerS(), host.achievedMemoryBytesPerS(), host.cacheBits());
  }

  /// A die's attention module attends as a host does, at rates of its own.
  static HostTiming of(Attention.Module module) {
    return new HostTiming(module.operationsPerS(), module.memoryBytesPerS(), module.cacheBits());
  }

  /// Subtract the maximum, exponential, sum, divide, weight.
  private static final int SOFTMAX_OPS = 5;

  @Override
  public AttentionCosts costs(AttentionWork work, int context, PrefillShape prefill) {
    double tokenOps = 0;
    double tokenRead = 0;
    double opsBefore = 0;
    double readBefore = 0;
    double opsLast = 0;
    double readLast = 0;
    for (Reach reach : work.reaches()) {
      int window = reach.window();
      double opsEach = 2.0 * work.macs(reach) + (double) SOFTMAX_OPS * reach.heads();
      double bitsEach = (double) work.cacheElements(reach) * cacheBits;
      tokenOps += reach.positions(context) * opsEach;
      tokenRead += reach.positions(context) * bitsEach;
      double pairsBefore = PrefillShape.attended(prefill.before(), window);
      double pairs = PrefillShape.attended(prefill.tokens(), window);
      opsBefore += pairsBefore * opsEach;
      opsLast += (pairs - pairsBefore) * opsEach;
      double positionsBefore = prefill.read(prefill.chunks() - 1, window);
      double positions = prefill.read(prefill.chunks(), window);
      readBefore += positionsBefore * bitsEach;
      readLast += (positions - positionsBefore) * bitsEach;
    }
    double written = (double) work.cacheElements() * cacheBits;
    return new AttentionCosts(
        cost(tokenOps, tokenRead + written),
        cost(opsBefore, readBefore + written * prefill.before()),
        cost(opsLast, readLast + written * prefill.lastChunk()));
  }

  private Cost cost(double ops, double bits) {
    return new Cost(ops, bits, computeS(ops), memoryS(bits), 0, 0, 0, 0);
  }

  double computeS(double ops) {
    return ops / opsPerS;
  }

  double memoryS(double bits) {
    return bits / 8 / memoryBytesPerS;
  }
}
