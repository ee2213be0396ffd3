package org.cimlet.serve.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cimlet.serve.traffic.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes of keys and values are conserved: what is in use is what the sequences hold, blocks they
/// share counted once, never more than there is, and nothing once all have given theirs back.
class KvMemoryTest {
  private static final int BLOCK = 4;
  private static final long CAPACITY = 400;
  private static final int STEPS = 5_000;

  private final List<Sequence> running = new ArrayList<>();
  private final Set<Sequence> read = new HashSet<>();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytes_in_use_are_those_that_sequences_hold(boolean prefixCache) {
    SplittableRandom random = new SplittableRandom(7);
    KvSpec.Bytes bytes = tokens -> tokens;
    KvSpec spec = new KvSpec(CAPACITY, bytes, BLOCK, KvSpec.Admit.GROW, prefixCache, BLOCK);
    KvMemory memory = new KvMemory(spec);
    int refused = 0;
    int shared = 0;
    for (int step = 0; step < STEPS; step++) {
      memory.at(step);
      Sequence one = running.isEmpty() ? null : running.get(random.nextInt(running.size()));
      int what = random.nextInt(4);
      if (what == 0 || one == null) {
        Sequence next = sequence(step, random);
        int found = memory.found(next);
        if (memory.start(next, found, found + 1 + random.nextInt(next.length() - found))) {
          running.add(next);
          shared += next.pinnedBlocks;
        } else {
          refused++;
        }
      } else if (what == 1) {
        refused += memory.grow(one, one.heldTokens + random.nextInt(2 * BLOCK)) ? 0 : 1;
      } else if (what == 2 && one.heldTokens >= one.request.input() && read.add(one)) {
        memory.computed(one);
      } else if (what == 3) {
        memory.free(one);
        running.remove(one);
      }
      assertThat(memory.used().value()).isEqualTo(held()).isLessThanOrEqualTo(CAPACITY);
    }
    assertThat(refused).isPositive();
    assertThat(shared > 0).isEqualTo(prefixCache);
    running.forEach(memory::free);
    assertThat(memory.used().value()).isZero();
  }

  private long held() {
    Set<Integer> pinned = new HashSet<>();
    long own = 0;
    for (Sequence one : running) {
      own += one.heldBytes;
      pinned.addAll(one.request.prefix().subList(0, one.pinnedBlocks));
    }
    return own + (long) BLOCK * pinned.size();
  }

  /// A prompt of one to six whole blocks, each one of two that may follow the one before.
  private static Sequence sequence(int number, SplittableRandom random) {
    List<Integer> prefix = new ArrayList<>();
    int block = 0;
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      block = 2 * block + 1 + random.nextInt(2);
      prefix.add(block);
    }
    return new Sequence(new Request(number, 0, BLOCK * prefix.size(), 20, prefix, 0), 0);
  }
}
