package org.cimlet.simulate.network;

import java.util.Arrays;

/// A message whose packets meet no others on their way: when each of them goes over each link
/// follows from when the first one left, and no event is needed but the arrival of the last.
///
/// On a hop `h` all packets but the last, which may be shorter, start `gap(h)` apart: the time a
/// packet takes on the slowest link so far. Where a packet of another message comes to one of the
/// links meanwhile, the [Router] dissolves the train into packets, each where it is by then.
final class PacketTrain {
  private int message;
  private int packets;
  private long packetBits;
  private long lastBits;
  private int hops;
  private int place;
  private long endPs;
  private OutputPort[] link = new OutputPort[0];
  private int[] number = new int[8];
  private int[] channel = new int[8];
  private boolean[] settled = new boolean[8];
  private long[] firstPs = new long[8];
  private long[] gapPs = new long[8];
  private long[] lastPs = new long[8];
  private long[] leadPs = new long[8];
  private long[] lastLeadPs = new long[8];
  private long[] lastTakesPs = new long[8];

  /// Starts over with a message of so many packets.
  void reset(int ofMessage, int ofPackets, long bitsOfPacket, long bitsOfLast) {
    message = ofMessage;
    packets = ofPackets;
    packetBits = bitsOfPacket;
    lastBits = bitsOfLast;
    hops = 0;
  }

  /// Adds the next link of the way; the first is entered at `nowPs`.
  void addHop(OutputPort next, int linkNumber, int onChannel, long nowPs) {
    if (hops == link.length) {
      grow();
    }
    int h = hops++;
    link[h] = next;
    number[h] = linkNumber;
    channel[h] = onChannel;
    settled[h] = false;
    lastTakesPs[h] = lastBits == packetBits ? next.wholePacketPs() : next.packetPs(lastBits);
    long wholePs = next.wholePacketPs();
    if (h == 0) {
      firstPs[0] = nowPs;
      gapPs[0] = wholePs;
      lastPs[0] = nowPs + (packets - 1) * wholePs;
      return;
    }
    OutputPort before = link[h - 1];
    long beforePs = before.wholePacketPs();
    boolean faster = wholePs < beforePs;
    leadPs[h] = before.latencyPs() + (faster ? beforePs - wholePs : 0);
    lastLeadPs[h] =
        before.latencyPs() + (faster ? Math.max(0, lastTakesPs[h - 1] - lastTakesPs[h]) : 0);
    firstPs[h] = firstPs[h - 1] + leadPs[h];
    gapPs[h] = Math.max(gapPs[h - 1], wholePs);
    lastPs[h] = lastPs[h - 1] + lastLeadPs[h];
    if (packets > 1) {
      lastPs[h] = Math.max(lastPs[h], firstPs[h] + (packets - 2) * gapPs[h] + wholePs);
    }
  }

  private void grow() {
    int more = Math.max(8, 2 * hops);
    link = hops == 0 ? new OutputPort[more] : Arrays.copyOf(link, more);
    number = Arrays.copyOf(number, more);
    channel = Arrays.copyOf(channel, more);
    settled = Arrays.copyOf(settled, more);
    firstPs = Arrays.copyOf(firstPs, more);
    gapPs = Arrays.copyOf(gapPs, more);
    lastPs = Arrays.copyOf(lastPs, more);
    leadPs = Arrays.copyOf(leadPs, more);
    lastLeadPs = Arrays.copyOf(lastLeadPs, more);
    lastTakesPs = Arrays.copyOf(lastTakesPs, more);
  }

  int message() {
    return message;
  }

  int packets() {
    return packets;
  }

  int hops() {
    return hops;
  }

  OutputPort link(int hop) {
    return link[hop];
  }

  int number(int hop) {
    return number[hop];
  }

  int channel(int hop) {
    return channel[hop];
  }

  /// Whether the link's books are closed: all packets are over it and out of the buffer behind it.
  boolean isSettled(int hop) {
    return settled[hop];
  }

  void settle(int hop) {
    settled[hop] = true;
  }

  /// When a packet begins to go over a link.
  long startPs(int hop, int packet) {
    return packet == packets - 1 ? lastPs[hop] : firstPs[hop] + packet * gapPs[hop];
  }

  /// When a packet could begin, as far as the link before is concerned.
  long arrivalPs(int hop, int packet) {
    return startPs(hop - 1, packet) + (packet == packets - 1 ? lastLeadPs[hop] : leadPs[hop]);
  }

  /// Time a packet takes a link for.
  long takesPs(int hop, int packet) {
    return packet == packets - 1 ? lastTakesPs[hop] : link[hop].wholePacketPs();
  }

  /// When the link is free again.
  long freeAtPs(int hop, int packet) {
    return startPs(hop, packet) + takesPs(hop, packet);
  }

  /// When the credit of a packet that went over a link is back.
  long creditPs(int hop, int packet) {
    long latencyPs = link[hop].latencyPs();
    return hop == hops - 1
        ? freeAtPs(hop, packet) + 2 * latencyPs
        : freeAtPs(hop + 1, packet) + latencyPs;
  }

  /// Bits of the first so many packets.
  long bits(int ofPackets) {
    return ofPackets == packets ? (packets - 1) * packetBits + lastBits : ofPackets * packetBits;
  }

  /// Time the first so many packets take a link for.
  long busyPs(int hop, int ofPackets) {
    return ofPackets == packets
        ? (packets - 1) * link[hop].wholePacketPs() + lastTakesPs[hop]
        : ofPackets * link[hop].wholePacketPs();
  }

  /// Computes when the last bit arrives.
  long arrivalOfLastPs() {
    endPs = freeAtPs(hops - 1, packets - 1) + link[hops - 1].latencyPs();
    return endPs;
  }

  /// When the last bit arrives.
  long endPs() {
    return endPs;
  }

  /// Where it is kept among the trains on their way.
  int place() {
    return place;
  }

  void place(int at) {
    place = at;
  }
}
