package org.cimlet.simulate;

import org.cimlet.plan.machine.Host;
import org.cimlet.plan.program.AttentionWork;
import org.jspecify.annotations.Nullable;

/// The hosts: of each arithmetic and memory, each one thing at a time. One attention uses both at
/// once and ends with the later; the arithmetic of one stream overlaps the memory of another.
final class HostActivity {
  /// Subtract the maximum, exponential, sum, divide, weight.
  private static final int SOFTMAX_OPS = 5;

  private final Host host;
  private final long dispatchPs;
  private final WorkQueue[] compute;
  private final WorkQueue[] memory;

  HostActivity(Host host, int count, EventQueue events, @Nullable Recorder recorder) {
    this.host = host;
    Picoseconds.rate(host.achievedOpsPerS(), "operations a second of the host");
    Picoseconds.rate(host.achievedMemoryBytesPerS(), "memory bandwidth of the host");
    dispatchPs = Picoseconds.ofSeconds(host.dispatchS(), "dispatch of the host");
    compute = new WorkQueue[count];
    memory = new WorkQueue[count];
    for (int h = 0; h < count; h++) {
      compute[h] = new WorkQueue(events, Event.HOST_COMPUTED, Resource.HOST_COMPUTE, h, recorder);
      memory[h] = new WorkQueue(events, Event.HOST_REMEMBERED, Resource.HOST_MEMORY, h, recorder);
    }
  }

  /// Time to notice a stream's results.
  long dispatchPs() {
    return dispatchPs;
  }

  /// Hosts there are.
  int count() {
    return compute.length;
  }

  WorkQueue compute(int index) {
    return compute[index];
  }

  WorkQueue memory(int index) {
    return memory[index];
  }

  /// Bits of one cached element.
  int cacheBits() {
    return host.cacheBits();
  }

  long opsPs(long ops) {
    return Picoseconds.of(ops, host.achievedOpsPerS());
  }

  long bitsPs(long bits) {
    return Picoseconds.of(bits, 8 * host.achievedMemoryBytesPerS());
  }

  /// Operations of the attention of `tokens` tokens, the first of which has `first` positions
  /// before it, itself included, each further one one more.
  static long attentionOps(AttentionWork work, long first, int tokens) {
    long ops = 0;
    for (AttentionWork.WindowGroup reach : work.windowGroups()) {
      long growing = Math.clamp(reach.window() - first + 1L, 0, tokens);
      long positions =
          growing * first + growing * (growing - 1) / 2 + (tokens - growing) * reach.window();
      ops += positions * (2 * work.macs(reach) + (long) SOFTMAX_OPS * reach.heads());
    }
    return ops;
  }

  /// Bits the attention of `tokens` tokens reads and writes: what any of them looks back on once,
  /// and their own keys and values.
  static long attentionBits(AttentionWork work, long first, int tokens, int cacheBits) {
    long last = first + tokens - 1;
    long elements = 0;
    for (AttentionWork.WindowGroup reach : work.windowGroups()) {
      long read = Math.min(last, tokens - 1L + reach.window());
      elements += (read + tokens) * work.cacheElements(reach);
    }
    return elements * cacheBits;
  }
}
