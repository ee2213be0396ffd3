package org.cimlet.serve.engine;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The prompt of a rank that is read in the time that tokens leave, chunk after chunk; the next one
/// starts when it is read. Where ranks share a station, chunks of all of them go through it in the
/// same order: those of the prompt that started first go before the others.
final class PromptLine {
  private final PackageLaw law;
  private final long[] freePs;
  private final long[] sharedFreePs;
  private final PromptLine[] ranks;
  private @Nullable Reading current;
  private long settledPs;

  /// When prompts were read: from and to, of those that may still be on their way.
  private final ArrayDeque<long[]> times = new ArrayDeque<>();

  /// Tokens of the prompt read last.
  private int last;

  /// A prompt under way.
  static final class Reading {
    final Sequence sequence;
    final long order;
    final long[] leftPs;

    /// When shared stations are done with the chunk.
    final long[] sharedPs;

    long notBeforePs;

    /// Tokens of it up to the end of the chunk under way.
    int read;

    /// @param order of its start
    Reading(Sequence sequence, long order, int stations) {
      this.sequence = sequence;
      this.order = order;
      this.read = sequence.computed;
      leftPs = new long[stations];
      sharedPs = new long[stations];
    }

    boolean isWhole() {
      return read == sequence.length();
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

  /// A prompt starts, with its first chunk.
  ///
  /// @param to tokens of it up to the chunk's end
  /// @param stretch how many times as long it takes beside tokens where it waits for itself
  void begin(Reading reading, int to, double stretch, long nowPs) {
    settle(nowPs);
    last = reading.sequence.length();
    forget(nowPs - law.promptTailPs(last));
    times.add(new long[] {nowPs, Server.NEVER});
    setOut(reading, to, stretch);
  }

  /// Its next chunk sets out.
  void setOut(Reading reading, int to, double stretch) {
    long longestPs = 0;
    for (int station = 0; station < reading.leftPs.length; station++) {
      reading.leftPs[station] = law.promptPs(station, to) - law.promptPs(station, reading.read);
      longestPs = Math.max(longestPs, reading.leftPs[station]);
    }
    long spacingPs = law.spacingPs(to) - law.spacingPs(reading.read);
    reading.notBeforePs =
        settledPs + longestPs + Math.round(Math.max(0, spacingPs - longestPs) * stretch);
    reading.read = to;
    current = null;
    goThroughShared(reading);
    current = reading;
  }

  /// The prompt is read, or no more to be read.
  void end() {
    current = null;
    times.getLast()[1] = settledPs;
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
}
