package org.cimlet.simulate.network;

import org.cimlet.plan.machine.Topology.Link;
import org.cimlet.simulate.engine.Picoseconds;
import org.cimlet.simulate.engine.StateSnapshot;
import org.jspecify.annotations.Nullable;

/// The sending end of a directed link: what waits for it, room behind it, and until when it is
/// taken.
public final class OutputPort {
  /// No event is scheduled that would look at the link again.
  static final long NO_WAKE = Long.MAX_VALUE;

  private final int from;
  private final int to;
  private final double bitsPerS;
  private final long latencyPs;
  private final long wholePacketPs;
  private final PacketQueue[] waiting;
  private final CreditLoop[] credits;
  private int waitingCount;
  private long arrivals;
  private long freeAtPs;
  private long wakeAtPs = NO_WAKE;
  private long busyPs;
  private long bits;
  private @Nullable PacketTrain train;
  private int trainHop;

  /// @param spareRoom packets an input buffer holds beyond those a credit's round trip takes
  OutputPort(Link link, long packetBits, int spareRoom, int channels) {
    from = link.from();
    to = link.to();
    bitsPerS = Picoseconds.rate(link.bitsPerS(), "bandwidth of link " + link.name());
    latencyPs = Picoseconds.ofSeconds(link.latencyS(), "latency of link " + link.name());
    wholePacketPs = Picoseconds.of(packetBits, bitsPerS);
    waiting = new PacketQueue[channels];
    credits = new CreditLoop[channels];
    int room = Math.toIntExact(Math.ceilDiv(2 * latencyPs, wholePacketPs) + spareRoom);
    for (int channel = 0; channel < channels; channel++) {
      waiting[channel] = new PacketQueue();
      credits[channel] = new CreditLoop(room);
    }
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  long latencyPs() {
    return latencyPs;
  }

  /// Time a whole packet takes the link for.
  long wholePacketPs() {
    return wholePacketPs;
  }

  /// Time `packetBits` take the link for.
  public long packetPs(long packetBits) {
    return Picoseconds.of(packetBits, bitsPerS);
  }

  long freeAtPs() {
    return freeAtPs;
  }

  CreditLoop credits(int channel) {
    return credits[channel];
  }

  PacketQueue waiting(int channel) {
    return waiting[channel];
  }

  boolean isIdle() {
    return waitingCount == 0;
  }

  void enqueue(long entry, int channel) {
    waiting[channel].add(entry, arrivals++);
    waitingCount++;
  }

  void dequeue(int channel) {
    waiting[channel].removeHead();
    waitingCount--;
  }

  /// The channel whose packet came first of those that have room, or -1.
  int readyChannel(long nowPs) {
    int ready = -1;
    long earliest = Long.MAX_VALUE;
    for (int channel = 0; channel < waiting.length; channel++) {
      PacketQueue queue = waiting[channel];
      if (!queue.isEmpty()
          && queue.headArrival() < earliest
          && credits[channel].readyAtPs(nowPs) <= nowPs) {
        ready = channel;
        earliest = queue.headArrival();
      }
    }
    return ready;
  }

  /// When the first credit is back that a packet waits for, as far as is known.
  long nextCreditPs(long nowPs) {
    long next = CreditLoop.NEVER;
    for (int channel = 0; channel < waiting.length; channel++) {
      if (!waiting[channel].isEmpty()) {
        next = Math.min(next, credits[channel].readyAtPs(nowPs));
      }
    }
    return next;
  }

  /// Takes the link for a packet.
  void occupy(long nowPs, long forPs, long packetBits) {
    freeAtPs = nowPs + forPs;
    busyPs += forPs;
    bits += packetBits;
  }

  long wakeAtPs() {
    return wakeAtPs;
  }

  void wakeAtPs(long atPs) {
    wakeAtPs = atPs;
  }

  /// Time taken up to now.
  public long busyPs(long nowPs) {
    return busyPs - Math.max(0, freeAtPs - nowPs);
  }

  /// Bits sent so far.
  public long bits() {
    return bits;
  }

  /// The train on its way over this link, if there is one.
  @Nullable PacketTrain train() {
    return train;
  }

  /// The train's hop that this link is.
  int trainHop() {
    return trainHop;
  }

  void train(PacketTrain coming, int hop) {
    train = coming;
    trainHop = hop;
  }

  /// Enters a train's first packets in the books; the link is its own no more.
  void close(PacketTrain passed, int hop, int packets) {
    train = null;
    if (packets > 0) {
      freeAtPs = passed.freeAtPs(hop, packets - 1);
      busyPs += passed.busyPs(hop, packets);
      bits += passed.bits(packets);
    }
  }

  void describe(StateSnapshot snapshot, Messages messages) {
    snapshot.addTime(Math.max(freeAtPs, snapshot.nowPs()));
    snapshot.addTime(wakeAtPs == NO_WAKE ? snapshot.nowPs() - 1 : wakeAtPs);
    for (int channel = 0; channel < waiting.length; channel++) {
      waiting[channel].describe(snapshot, messages, arrivals);
      credits[channel].describe(snapshot);
    }
  }
}
