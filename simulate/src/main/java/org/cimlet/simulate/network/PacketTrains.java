package org.cimlet.simulate.network;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;

/// A fast path: lets messages travel as trains as long as they meet no others.
///
/// A message may set out as a train where no packet waits for, goes over or sits behind any link of
/// its way, and there is room for all its packets. A packet that comes to one of its links before
/// it has passed dissolves it: every packet is put where it would be had it travelled alone, so
/// that nothing differs from going through every packet but the number of events.
final class PacketTrains {
  /// Fewer events than this are not worth a train.
  private static final int LEAST_SAVED = 3;

  private final EventQueue events;
  private final Messages messages;
  private final LinkBits linkBits;
  private final List<PacketTrain> under = new ArrayList<>();
  private final List<PacketTrain> idle = new ArrayList<>();

  PacketTrains(EventQueue events, Messages messages, LinkBits linkBits) {
    this.events = events;
    this.messages = messages;
    this.linkBits = linkBits;
  }

  /// A train to be made up for a message.
  PacketTrain fresh(int message) {
    PacketTrain train = idle.isEmpty() ? new PacketTrain() : idle.removeLast();
    train.reset(
        message, messages.unsent(message), messages.packetBits(), messages.lastBits(message));
    return train;
  }

  /// Adds a link to a train that is made up, if the link is its own for as long as it takes.
  boolean reserve(PacketTrain train, OutputPort link, int number, int channel) {
    long nowPs = events.nowPs();
    CreditLoop credits = link.credits(channel);
    if (!link.isIdle() || !isPassed(link) || !credits.bufferIsEmpty()) {
      return false;
    }
    int hop = train.hops();
    // A buffer that is emptied as fast as it is filled needs no more than its round trip.
    if (hop > 0
        && link.wholePacketPs() > train.link(hop - 1).wholePacketPs()
        && !hasRoom(train, hop - 1, nowPs)) {
      return false;
    }
    if (!hasRoomFor(train, credits, nowPs) && !credits.allFree(nowPs)) {
      return false;
    }
    train.addHop(link, number, channel, nowPs);
    return link.freeAtPs() <= (hop == 0 ? nowPs : train.arrivalPs(hop, 0));
  }

  private static boolean hasRoom(PacketTrain train, int hop, long nowPs) {
    return hasRoomFor(train, train.link(hop).credits(train.channel(hop)), nowPs);
  }

  private static boolean hasRoomFor(PacketTrain train, CreditLoop credits, long nowPs) {
    return train.packets() <= credits.free(nowPs);
  }

  /// Sends a train off, if that saves events.
  boolean commit(PacketTrain train) {
    if (train.packets() * train.hops() - 1 < LEAST_SAVED) {
      return false;
    }
    for (int hop = 0; hop < train.hops(); hop++) {
      CreditLoop credits = train.link(hop).credits(train.channel(hop));
      if (credits.lastReturnPs() > train.creditPs(hop, 0)) {
        return false;
      }
    }
    for (int hop = 0; hop < train.hops(); hop++) {
      train.link(hop).train(train, hop);
    }
    train.place(under.size());
    under.add(train);
    messages.train(train.message(), train);
    int lastLink = train.number(train.hops() - 1);
    events.schedule(train.arrivalOfLastPs(), Event.trainDelivered(lastLink, train.message()));
    return true;
  }

  /// A train that was not sent off.
  void giveUp(PacketTrain train) {
    idle.add(train);
  }

  /// Whether a message has arrived: with its last packet, or as a train that was not dissolved.
  boolean arrived(long delivered) {
    if (!Event.isTrain(delivered)) {
      return true;
    }
    PacketTrain train = messages.train(Event.message(delivered));
    if (train == null || train.endPs() != events.nowPs()) {
      return false;
    }
    for (int hop = 0; hop < train.hops(); hop++) {
      if (!train.isSettled(hop)) {
        settle(train, hop);
      }
    }
    remove(train);
    return true;
  }

  private void remove(PacketTrain train) {
    messages.train(train.message(), null);
    PacketTrain last = under.removeLast();
    if (last != train) {
      under.set(train.place(), last);
      last.place(train.place());
    }
    idle.add(train);
  }

  /// Whether a link is free of trains: one that has passed it is entered in its books.
  boolean isPassed(OutputPort link) {
    PacketTrain train = link.train();
    if (train == null) {
      return true;
    }
    int hop = link.trainHop();
    int behind = Math.min(hop + 1, train.hops() - 1);
    if (sent(train, behind) < train.packets()) {
      return false;
    }
    settle(train, hop);
    return true;
  }

  private void settle(PacketTrain train, int hop) {
    train.settle(hop);
    enter(train, hop, train.packets(), train.packets());
  }

  /// Enters the first `sent` packets in a link's books, and the credits of the first `left`.
  private void enter(PacketTrain train, int hop, int sent, int left) {
    OutputPort link = train.link(hop);
    link.close(train, hop, sent);
    if (sent == 0) {
      return;
    }
    linkBits.add(messages.pass(train.message()), train.bits(sent));
    CreditLoop credits = link.credits(train.channel(hop));
    long nowPs = events.nowPs();
    for (int packet = firstCreditUnderWay(train, hop, left); packet < sent; packet++) {
      credits.take(nowPs);
      if (packet < left) {
        credits.giveBack(train.creditPs(hop, packet));
      }
    }
  }

  /// The first of so many packets whose credit is not back yet.
  private int firstCreditUnderWay(PacketTrain train, int hop, int left) {
    int low = 0;
    int high = left;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (train.creditPs(hop, middle) <= events.nowPs()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Packets that have begun to go over a hop's link before the event at hand.
  private int sent(PacketTrain train, int hop) {
    int low = 0;
    int high = train.packets();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isSent(train, hop, middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isSent(PacketTrain train, int hop, int packet) {
    long startPs = train.startPs(hop, packet);
    if (hop == 0) {
      return packet == 0 || events.isOver(startPs, Event.of(Event.LINK_READY, train.number(0)));
    }
    if (!hasArrived(train, hop, packet)) {
      return false;
    }
    // It went on at once where the link was free, and otherwise when the link became free.
    return startPs == train.arrivalPs(hop, packet)
        || events.isOver(startPs, Event.of(Event.LINK_READY, train.number(hop)));
  }

  /// Whether a packet's head has come to the router before a hop's link.
  private boolean hasArrived(PacketTrain train, int hop, int packet) {
    return isSent(train, hop - 1, packet)
        && events.isOver(train.arrivalPs(hop, packet), packet(train, hop - 1, packet));
  }

  private static long packet(PacketTrain train, int hop, int packet) {
    return Event.packet(
        train.number(hop), train.channel(hop), train.message(), packet == train.packets() - 1);
  }

  /// Puts every packet of a train where it is by now.
  void dissolve(PacketTrain train) {
    int hops = train.hops();
    int[] sent = new int[hops];
    for (int hop = 0; hop < hops; hop++) {
      sent[hop] = sent(train, hop);
    }
    for (int hop = 0; hop < hops; hop++) {
      if (!train.isSettled(hop)) {
        int left = sent[Math.min(hop + 1, hops - 1)];
        enter(train, hop, sent[hop], left);
      }
      queueUp(train, hop, sent);
    }
    messages.sent(train.message(), sent[0]);
    if (sent[hops - 1] == train.packets()) {
      events.schedule(train.endPs(), Event.delivered(train.number(hops - 1), train.message()));
    }
    remove(train);
  }

  /// Packets that wait for a link, and those on their way to it.
  private void queueUp(PacketTrain train, int hop, int[] sent) {
    OutputPort link = train.link(hop);
    int waiting = 0;
    if (hop == 0) {
      if (sent[0] < train.packets()) {
        link.enqueue(Event.packet(Event.NO_LINK, 0, train.message(), false), 0);
        waiting++;
      }
    } else {
      for (int packet = sent[hop]; packet < sent[hop - 1]; packet++) {
        if (hasArrived(train, hop, packet)) {
          link.enqueue(packet(train, hop - 1, packet), train.channel(hop));
          waiting++;
        } else {
          events.schedule(train.arrivalPs(hop, packet), packet(train, hop - 1, packet));
        }
      }
    }
    if (waiting > 0 && link.wakeAtPs() > link.freeAtPs()) {
      link.wakeAtPs(link.freeAtPs());
      events.schedule(link.freeAtPs(), Event.of(Event.LINK_READY, train.number(hop)));
    }
  }

  /// Puts the packets of all trains where they are by now.
  void dissolveAll() {
    while (!under.isEmpty()) {
      dissolve(under.getLast());
    }
  }
}
