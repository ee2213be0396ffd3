package org.cimlet.simulate;

import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.Chiplet;
import org.jspecify.annotations.Nullable;

/// The attention module of every chiplet, arithmetic and memory; none works where the machine has
/// none.
final class AttentionActivity {
  private final Chiplet.@Nullable AttentionModule module;
  private final WorkQueue[] compute;
  private final WorkQueue[] memory;

  AttentionActivity(Chiplet chiplet, int count, EventQueue events, @Nullable Recorder recorder) {
    module = chiplet.attention();
    compute = new WorkQueue[module == null ? 0 : count];
    memory = new WorkQueue[compute.length];
    if (module != null) {
      Picoseconds.rate(module.operationsPerS(), "operations a second of attention modules");
      Picoseconds.rate(module.memoryBytesPerS(), "memory bandwidth of attention modules");
    }
    for (int c = 0; c < compute.length; c++) {
      compute[c] = new WorkQueue(events, Event.ATTENDED, Resource.ATTENTION_COMPUTE, c, recorder);
      memory[c] = new WorkQueue(events, Event.RECALLED, Resource.ATTENTION_MEMORY, c, recorder);
    }
  }

  /// Whether chiplets have them.
  boolean present() {
    return module != null;
  }

  WorkQueue compute(int chiplet) {
    return compute[chiplet];
  }

  WorkQueue memory(int chiplet) {
    return memory[chiplet];
  }

  /// Begins a chunk's or a token's attention at a chiplet.
  ///
  /// @param first positions the first token looks back on, itself included
  void attend(int chiplet, Stream s, AttentionWork work, long first, int tag) {
    Chiplet.AttentionModule at = module;
    if (at == null) {
      throw new IllegalStateException("no attention module on chiplet " + chiplet);
    }
    long ops = HostActivity.attentionOps(work, first, s.tokens());
    long bits = HostActivity.attentionBits(work, first, s.tokens(), at.cacheBits());
    s.tally().addAttention(ops, bits);
    long job = WorkQueue.job(s.id(), tag);
    compute[chiplet].add(s.rank(), job, Picoseconds.of(ops, at.operationsPerS()), s.tokens());
    memory[chiplet].add(s.rank(), job, Picoseconds.of(bits, 8 * at.memoryBytesPerS()), s.tokens());
  }
}
