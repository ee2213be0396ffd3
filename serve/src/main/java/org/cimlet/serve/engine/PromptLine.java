package org.cimlet.serve.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Prompts that are read in the time that tokens leave: chunk after chunk, the prompt that came
/// first before the others.
final class PromptLine {
  private final PackageLaw law;
  private final boolean shared;
  private final long[] freePs;
  private final PriorityQueue<Reading> others =
      new PriorityQueue<>(Comparator.comparingLong((Reading each) -> each.order));
  private @Nullable Reading current;
  private long settledPs;

  /// A prompt under way.
  static final class Reading {
    final Sequence sequence;
    final int attempt;
    final long order;
    final long[] leftPs;
    long gapPs;
    long notBeforePs;
    int read;

    Reading(Sequence sequence, long order, int stations) {
      this.sequence = sequence;
      this.attempt = sequence.attempt;
      this.order = order;
      this.read = sequence.computed;
      leftPs = new long[stations];
    }

    boolean isVoid() {
      return attempt != sequence.attempt;
    }
  }

  /// @param shared whether its prompts meet at the stations that ranks share, or at those of a rank
  /// @param freePs when the stations of the line have served the tokens there are; others change
  ///   it, and call [#settle] before
  PromptLine(PackageLaw law, boolean shared, long[] freePs) {
    this.law = law;
    this.shared = shared;
    this.freePs = freePs;
  }

  boolean isBusy() {
    return current != null;
  }

  @Nullable Reading current() {
    return current;
  }

  void add(Reading reading, long nowPs) {
    settle(nowPs);
    setOut(reading);
    others.add(reading);
    turn();
  }

  /// The next chunk's work.
  private void setOut(Reading reading) {
    int to = Math.min(reading.read + law.chunkTokens(), reading.sequence.length());
    for (int station = 0; station < reading.leftPs.length; station++) {
      reading.leftPs[station] =
          law.isShared(station) == shared
              ? law.promptPs(station, to) - law.promptPs(station, reading.read)
              : 0;
    }
    long gapPs = law.spacingPs(to) - law.spacingPs(reading.read);
    reading.gapPs = shared ? gapPs / law.ranks() : gapPs; // others' chunks go on meanwhile
    reading.read = to;
  }

  /// The prompt that came first is served.
  private void turn() {
    Reading now = current;
    Reading next = others.peek();
    while (next != null && next.isVoid()) {
      others.remove();
      next = others.peek();
    }
    if (next != null && (now == null || others.comparator().compare(next, now) < 0)) {
      others.remove();
      if (now != null) {
        others.add(now);
      }
      next.notBeforePs = settledPs + next.gapPs;
      current = next;
    }
  }

  /// The stations have worked on the chunk whenever they had no token, up to now.
  void settle(long nowPs) {
    Reading now = current;
    if (now != null) {
      for (int station = 0; station < freePs.length; station++) {
        long from = Math.max(settledPs, freePs[station]);
        if (nowPs > from) {
          now.leftPs[station] = Math.max(0, now.leftPs[station] - (nowPs - from));
        }
      }
    }
    settledPs = nowPs;
  }

  /// When the chunk is done if no token comes; [Server#NEVER] where there is none.
  long donePs() {
    Reading now = current;
    if (now == null) {
      return Server.NEVER;
    }
    long donePs = Math.max(settledPs, now.notBeforePs);
    for (int station = 0; station < freePs.length; station++) {
      if (now.leftPs[station] > 0) {
        donePs = Math.max(donePs, Math.max(settledPs, freePs[station]) + now.leftPs[station]);
      }
    }
    return donePs;
  }

  /// The chunk is done.
  ///
  /// @return the prompt, where that was its last chunk
  @Nullable Reading done() {
    Reading now = current;
    current = null;
    if (now == null) {
      return null;
    }
    boolean whole = now.read == now.sequence.length();
    if (!whole && !now.isVoid()) {
      setOut(now);
      others.add(now);
    }
    turn();
    return whole && !now.isVoid() ? now : null;
  }
}
