package org.cimlet.serve.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Prompts of a rank that are read in the time that tokens leave: chunk after chunk, the prompt
/// that came first before the others. Where ranks share a station, chunks of all of them go through
/// it in the same order: those of the prompt that came first go before the others.
final class PromptLine {
  private final PackageLaw law;
  private final long[] freePs;
  private final long[] sharedFreePs;
  private final PromptLine[] ranks;
  private final PriorityQueue<Reading> others =
      new PriorityQueue<>(Comparator.comparingLong((Reading each) -> each.order));
  private @Nullable Reading current;
  private long settledPs;

  /// When prompts were read: from and to, of those that may still be on their way.
  private final ArrayDeque<long[]> times = new ArrayDeque<>();

  /// Tokens of the prompt read last.
  private int last;

  /// A prompt under way.
  static final class Reading {
    final Sequence sequence;
    final int attempt;
    final long order;
    final long[] leftPs;

    /// When shared stations are done with the chunk.
    final long[] sharedPs;

    long gapPs;
    long notBeforePs;
    int read;

    Reading(Sequence sequence, long order, int stations) {
      this.sequence = sequence;
      this.attempt = sequence.attempt;
      this.order = order;
      this.read = sequence.computed;
      leftPs = new long[stations];
      sharedPs = new long[stations];
    }

    boolean isVoid() {
      return attempt != sequence.attempt;
    }
  }

  /// @param freePs when the stations of the rank have served the tokens there are; others change
  ///   it, and call [#settle] before
  /// @param sharedFreePs when those that ranks share have
  /// @param ranks the lines of all ranks, this one among them
  PromptLine(PackageLaw law, long[] freePs, long[] sharedFreePs, PromptLine[] ranks) {
    this.law = law;
    this.freePs = freePs;
    this.sharedFreePs = sharedFreePs;
    this.ranks = ranks;
  }

  /// Share of the way on which there are chunks: that of the last time a chunk takes for it in
  /// which prompts were read.
  double filled(long nowPs) {
    long wayPs = law.promptTailPs(last);
    long sincePs = nowPs - wayPs;
    forget(sincePs);
    long readPs = 0;
    for (long[] time : times) {
      readPs += Math.min(time[1], nowPs) - Math.max(time[0], sincePs);
    }
    return wayPs == 0 ? (current == null ? 0 : 1) : (double) readPs / wayPs;
  }

  private void forget(long sincePs) {
    while (!times.isEmpty() && times.getFirst()[1] <= sincePs) {
      times.removeFirst();
    }
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
      reading.leftPs[station] = law.promptPs(station, to) - law.promptPs(station, reading.read);
    }
    reading.gapPs = law.spacingPs(to) - law.spacingPs(reading.read);
    reading.read = to;
  }

  /// The chunk goes through shared stations behind those of prompts that came before it, and before
  /// those that came later. It takes nothing of the rank's own there.
  private void goThroughShared(Reading reading) {
    for (int station = 0; station < freePs.length; station++) {
      if (law.isShared(station)) {
        long servedPs = reading.leftPs[station];
        long fromPs = Math.max(settledPs, sharedFreePs[station]);
        for (PromptLine each : ranks) {
          Reading other = each.current;
          if (other != null && other.order < reading.order) {
            fromPs = Math.max(fromPs, other.sharedPs[station]);
          } else if (other != null) {
            each.givesWay(station, servedPs, settledPs);
          }
        }
        reading.sharedPs[station] = fromPs + servedPs;
        reading.leftPs[station] = 0;
      }
    }
  }

  /// What is served at a shared station goes before the chunk.
  void givesWay(int station, long servedPs, long nowPs) {
    Reading now = current;
    if (now != null && now.sharedPs[station] > nowPs) {
      now.sharedPs[station] += servedPs;
    }
  }

  private boolean isReading() {
    return !times.isEmpty() && times.getLast()[1] == Server.NEVER;
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
      current = null;
      goThroughShared(next);
      current = next;
      last = next.sequence.length();
      if (!isReading()) {
        forget(settledPs - law.promptTailPs(last));
        times.add(new long[] {settledPs, Server.NEVER});
      }
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
      donePs = Math.max(donePs, now.sharedPs[station]);
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
    if (current == null && isReading()) {
      times.getLast()[1] = settledPs;
    }
    return whole && !now.isVoid() ? now : null;
  }
}
