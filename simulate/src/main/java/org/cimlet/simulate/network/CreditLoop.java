package org.cimlet.simulate.network;

import java.util.Arrays;
import org.cimlet.simulate.engine.StateSnapshot;

/// Room in the input buffer behind a link, on one virtual channel, as the sender knows it.
///
/// A packet takes a credit when it is sent. The credit starts back when the packet's tail has left
/// the buffer and arrives after the link's latency. Credits travel back in the order in which
/// packets began to leave.
final class CreditLoop {
  /// No credit is on its way.
  static final long NEVER = Long.MAX_VALUE;

  private final long[] returnsAtPs;
  private int first;
  private int returning;
  private int free;
  private long lastReturnPs;

  /// @param packets the buffer holds
  CreditLoop(int packets) {
    returnsAtPs = new long[packets];
    free = packets;
  }

  /// When a packet may be sent at the earliest: now, later, or [#NEVER] as far as is known yet.
  long readyAtPs(long nowPs) {
    collect(nowPs);
    if (free > 0) {
      return nowPs;
    }
    return returning > 0 ? returnsAtPs[first] : NEVER;
  }

  /// Credits at hand.
  int free(long nowPs) {
    collect(nowPs);
    return free;
  }

  /// Whether no packet is in the buffer: every credit is at hand or on its way back.
  boolean bufferIsEmpty() {
    return free + returning == returnsAtPs.length;
  }

  /// Whether every credit is at hand.
  boolean allFree(long nowPs) {
    return free(nowPs) == returnsAtPs.length;
  }

  /// When the last credit is back of those known to come.
  long lastReturnPs() {
    return lastReturnPs;
  }

  /// @throws IllegalStateException without a credit
  void take(long nowPs) {
    collect(nowPs);
    if (free == 0) {
      throw new IllegalStateException("no credit is left at " + nowPs + " ps");
    }
    free--;
  }

  /// A credit will be back at `atPs`, or when those before it are.
  void giveBack(long atPs) {
    if (free + returning == returnsAtPs.length) {
      throw new IllegalStateException("more credits come back than were taken");
    }
    lastReturnPs = Math.max(lastReturnPs, atPs);
    returnsAtPs[(first + returning) % returnsAtPs.length] = lastReturnPs;
    returning++;
  }

  private void collect(long nowPs) {
    while (returning > 0 && returnsAtPs[first] <= nowPs) {
      first = first + 1 == returnsAtPs.length ? 0 : first + 1;
      returning--;
      free++;
    }
  }

  void describe(StateSnapshot snapshot) {
    collect(snapshot.nowPs());
    snapshot.add(free);
    snapshot.addTime(returning > 0 ? lastReturnPs : snapshot.nowPs());
    for (int i = 0; i < returning; i++) {
      snapshot.addTime(returnsAtPs[(first + i) % returnsAtPs.length]);
    }
  }

  @Override
  public String toString() {
    return free + " free of " + returnsAtPs.length + ", back at " + Arrays.toString(returnsAtPs);
  }
}
