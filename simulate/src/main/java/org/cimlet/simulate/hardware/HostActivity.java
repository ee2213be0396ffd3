package org.cimlet.simulate.hardware;

import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Picoseconds;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.Server;
import org.jspecify.annotations.Nullable;

/// The hosts: of each arithmetic and memory, each one thing at a time. One attention uses both at
/// once and ends with the later; the arithmetic of one pass overlaps the memory of another.
public final class HostActivity {
  private final Host host;
  private final long dispatchPs;
  private final Server[] compute;
  private final Server[] memory;

  HostActivity(Host host, int count, EventQueue events, @Nullable Recorder recorder) {
    this.host = host;
    Picoseconds.rate(host.achievedOpsPerS(), "operations a second of the host");
    Picoseconds.rate(host.achievedMemoryBytesPerS(), "memory bandwidth of the host");
    dispatchPs = Picoseconds.ofSeconds(host.dispatchS(), "dispatch of the host");
    compute = new Server[count];
    memory = new Server[count];
    for (int h = 0; h < count; h++) {
      compute[h] = new Server(events, Event.HOST_COMPUTED, Resource.HOST_COMPUTE, h, recorder);
      memory[h] = new Server(events, Event.HOST_MEMORY_DONE, Resource.HOST_MEMORY, h, recorder);
    }
  }

  /// Time to notice a pass's results.
  public long dispatchPs() {
    return dispatchPs;
  }

  /// Hosts there are.
  public int count() {
    return compute.length;
  }

  public Server compute(int index) {
    return compute[index];
  }

  public Server memory(int index) {
    return memory[index];
  }

  /// Bits of one cached element.
  public int cacheBits() {
    return host.cacheBits();
  }

  public long opsPs(long ops) {
    return Picoseconds.of(ops, host.achievedOpsPerS());
  }

  public long bitsPs(long bits) {
    return Picoseconds.of(bits, 8 * host.achievedMemoryBytesPerS());
  }

  /// Operations of the attention of `tokens` tokens, the first of which has `first` positions
  /// before it, itself included, each further one one more.
  public static long attentionOps(AttentionWork work, long first, int tokens) {
    long ops = 0;
    for (AttentionWork.WindowGroup reach : work.windowGroups()) {
      long growing = Math.clamp(reach.window() - first + 1L, 0, tokens);
      long positions =
          growing * first + growing * (growing - 1) / 2 + (tokens - growing) * reach.window();
      ops += positions * reach.operations();
    }
    return ops;
  }

  /// Bits the attention of `tokens` tokens reads and writes: what any of them looks back on once,
  /// and their own keys and values. Where tokens pick their positions, each may pick others.
  public static long attentionBits(AttentionWork work, long first, int tokens, int cacheBits) {
    long last = first + tokens - 1;
    long elements = 0;
    for (AttentionWork.WindowGroup reach : work.windowGroups()) {
      long apart = reach.picks() ? tokens * (long) reach.window() : tokens - 1L + reach.window();
      long read = Math.min(last, apart);
      elements += (read + tokens) * reach.cacheElements();
    }
    return elements * cacheBits;
  }
}
