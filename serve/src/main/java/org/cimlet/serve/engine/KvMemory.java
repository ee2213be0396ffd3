package org.cimlet.serve.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server's memory for keys and values: who has how much of it.
final class KvMemory {
  private final KvSpec spec;
  private final @Nullable PrefixCache cache;
  private final long prefixBlockBytes;
  private final Gauge used = new Gauge();
  private long nowPs;

  KvMemory(KvSpec spec) {
    this.spec = spec;
    boolean caches = spec.prefixCache() && spec.prefixBlockTokens() > 0;
    cache = caches ? new PrefixCache() : null;
    prefixBlockBytes = caches ? spec.bytes().of(spec.prefixBlockTokens()) : 0;
  }

  KvSpec spec() {
    return spec;
  }

  /// Bytes in use, shared ones once.
  Gauge used() {
    return used;
  }

  void at(long now) {
    nowPs = now;
  }

  /// Tokens of a request that are here already: whole blocks, and never its last token, whose
  /// result is needed.
  int found(Sequence sequence) {
    if (cache == null) {
      return 0;
    }
    List<Integer> prefix = sequence.request.prefix();
    int blocks = cache.leading(prefix);
    while (blocks > 0 && blocks * spec.prefixBlockTokens() >= sequence.length()) {
      blocks--;
    }
    return blocks * spec.prefixBlockTokens();
  }

  /// Gives a sequence that starts what it needs for its first tokens, after what is found.
  ///
  /// @param tokens in all
  /// @return whether there was room
  boolean start(Sequence sequence, int found, int tokens) {
    int blocks = found == 0 ? 0 : found / spec.prefixBlockTokens();
    long own = Math.max(0, spec.blocks(tokens) - blocks * prefixBlockBytes);
    if (blocks > 0 && cache != null) {
      int woken = cache.pin(sequence.request.prefix(), blocks);
      used.add(nowPs, woken * prefixBlockBytes);
      if (!take(own)) {
        unpin(sequence, blocks);
        return false;
      }
      sequence.pinnedBlocks = blocks;
    } else if (!take(own)) {
      return false;
    }
    sequence.heldBytes = own;
    sequence.heldTokens = spec.wholeBlocks(tokens);
    return true;
  }

  /// Gives a sequence what it needs for so many tokens.
  ///
  /// @return whether there was room
  boolean grow(Sequence sequence, int tokens) {
    if (tokens <= sequence.heldTokens) {
      return true;
    }
    long more = spec.blocks(tokens) - sequence.pinnedBlocks * prefixBlockBytes - sequence.heldBytes;
    if (more > 0) {
      if (!take(more)) {
        return false;
      }
      sequence.heldBytes += more;
    }
    sequence.heldTokens = spec.wholeBlocks(tokens);
    return true;
  }

  private boolean take(long bytes) {
    if (used.value() + bytes > spec.capacityBytes()) {
      return false;
    }
    if (cache != null) {
      while (used.value() + cache.idleBytes(prefixBlockBytes) + bytes > spec.capacityBytes()) {
        cache.evict();
      }
    }
    used.add(nowPs, bytes);
    return true;
  }

  /// The prompt of a sequence is computed: others may share its whole blocks.
  void computed(Sequence sequence) {
    if (cache == null) {
      return;
    }
    List<Integer> prefix = sequence.request.prefix();
    int whole = Math.min(prefix.size(), sequence.request.input() / spec.prefixBlockTokens());
    int end = cache.add(prefix, sequence.pinnedBlocks, whole);
    sequence.heldBytes -= (end - sequence.pinnedBlocks) * prefixBlockBytes;
    sequence.pinnedBlocks = end;
  }

  /// Takes back all that a sequence has.
  void free(Sequence sequence) {
    used.add(nowPs, -sequence.heldBytes);
    sequence.heldBytes = 0;
    sequence.heldTokens = 0;
    unpin(sequence, sequence.pinnedBlocks);
    sequence.pinnedBlocks = 0;
  }

  private void unpin(Sequence sequence, int blocks) {
    if (cache != null && blocks > 0) {
      used.add(nowPs, -cache.release(sequence.request.prefix(), blocks) * prefixBlockBytes);
    }
  }
}
