package org.cimlet.simulate.network;

import java.util.List;
import org.cimlet.plan.machine.Topology;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.StateSnapshot;
import org.jspecify.annotations.Nullable;

/// Moves packets over the package's links: a router on every chiplet, and the host's.
///
/// Virtual cut-through: a packet's head goes on to the next link while its tail still arrives, if
/// that link is free and the buffer behind it has room for the whole packet; otherwise the packet
/// waits where it is. Packets that wait for a link are served in the order they came. Where a
/// packet ends its way it is taken out at once.
public final class Router {
  private final EventQueue events;
  private final Messages messages;
  private final VirtualChannelAssignment order;
  private final OutputPort[] links;
  private final int places;
  private final int[] nextLink;
  private final int packetBits;
  private final @Nullable Recorder recorder;
  private final LinkBits linkBits = new LinkBits();
  private final PacketTrains trains;
  private final boolean mayUseTrains;

  public Router(
      Topology topology, Packets packets, EventQueue events, @Nullable Recorder recorder) {
    this(topology, VirtualChannelAssignment.of(topology), packets, events, recorder);
  }

  Router(
      Topology topology,
      VirtualChannelAssignment order,
      Packets packets,
      EventQueue events,
      @Nullable Recorder recorder) {
    this.events = events;
    this.order = order;
    this.recorder = recorder;
    packetBits = Math.multiplyExact(packets.bytes(), 8);
    messages = new Messages(packetBits);
    places = topology.chiplets() + topology.hosts();
    nextLink = new int[places * places];
    for (int from = 0; from < places; from++) {
      for (int to = 0; to < places; to++) {
        nextLink[from * places + to] = topology.nextLink(from, to);
      }
    }
    List<Topology.Link> wires = topology.links();
    links = new OutputPort[wires.size()];
    for (int link = 0; link < links.length; link++) {
      links[link] =
          new OutputPort(wires.get(link), packetBits, packets.buffered(), order.channels());
    }
    trains = new PacketTrains(events, messages, linkBits);
    mayUseTrains = packets.trains() && recorder == null;
  }

  public OutputPort link(int link) {
    return links[link];
  }

  /// Virtual channels of every link.
  public int channels() {
    return order.channels();
  }

  public Messages messages() {
    return messages;
  }

  /// Bits times links crossed, by the pass they were sent for.
  public LinkBits linkBits() {
    return linkBits;
  }

  /// Sends `bits` between different places; [Event#DELIVERED] is their arrival.
  ///
  /// @param onArrival the [org.cimlet.simulate.engine.Continuation] then
  public void send(int from, int to, long onArrival, long bits) {
    int message = messages.open(from, to, onArrival, bits);
    if (mayUseTrains && sendTrain(from, to, message)) {
      return;
    }
    enqueue(from, to, message);
  }

  /// Sends `bits` between different places as one packet: what is so long that only its beginning
  /// and its end count.
  public void sendWhole(int from, int to, long onArrival, long bits) {
    enqueue(from, to, messages.openWhole(from, to, onArrival, bits));
  }

  private void enqueue(int from, int to, int message) {
    int number = nextLink[from * places + to];
    OutputPort link = free(number);
    link.enqueue(Event.packet(Event.NO_LINK, 0, message, false), 0);
    arbitrate(number);
  }

  private boolean sendTrain(int from, int to, int message) {
    PacketTrain train = trains.fresh(message);
    int at = from;
    int before = Event.NO_LINK;
    int channel = 0;
    boolean reserved = true;
    while (reserved && at != to) {
      int number = nextLink[at * places + to];
      channel = before == Event.NO_LINK ? 0 : order.next(before, channel, number);
      reserved = trains.reserve(train, links[number], number, channel);
      before = number;
      at = links[number].to();
    }
    if (reserved && trains.commit(train)) {
      return true;
    }
    trains.giveUp(train);
    return false;
  }

  /// A link that no train claims any more.
  private OutputPort free(int number) {
    OutputPort link = links[number];
    PacketTrain train = link.train();
    if (train != null && !trains.isPassed(link)) {
      trains.dissolve(train);
    }
    return link;
  }

  /// Whether the message of a [Event#DELIVERED] has arrived indeed.
  public boolean arrived(long delivered) {
    return trains.arrived(delivered);
  }

  /// Puts every packet in its place, so that links can be looked at.
  public void dissolveTrains() {
    trains.dissolveAll();
  }

  /// The head of a packet can leave the router it is in.
  public void packetArrived(long packet) {
    int in = Event.link(packet);
    int out = nextLink[links[in].to() * places + messages.to(Event.message(packet))];
    int channel = order.next(in, Event.channel(packet), out);
    OutputPort link = free(out);
    long nowPs = events.nowPs();
    if (link.isIdle()
        && link.freeAtPs() <= nowPs
        && link.credits(channel).readyAtPs(nowPs) <= nowPs) {
      transmit(out, channel, packet, Event.isLast(packet));
    } else {
      link.enqueue(packet, channel);
      arbitrate(out);
    }
  }

  /// A link may have become free, or a credit may be back.
  public void linkReady(int link) {
    if (links[link].wakeAtPs() == events.nowPs()) {
      links[link].wakeAtPs(OutputPort.NO_WAKE);
    }
    arbitrate(link);
  }

  /// Sends the next packet if link and room allow, and sees to it that the link is looked at again.
  private void arbitrate(int number) {
    OutputPort link = links[number];
    if (link.isIdle()) {
      return;
    }
    long nowPs = events.nowPs();
    if (link.freeAtPs() > nowPs) {
      wake(number, link.freeAtPs());
      return;
    }
    int channel = link.readyChannel(nowPs);
    if (channel < 0) {
      long creditPs = link.nextCreditPs(nowPs);
      if (creditPs != CreditLoop.NEVER) {
        wake(number, creditPs);
      }
      return;
    }
    sendHead(number, link, channel);
    if (!link.isIdle()) {
      wake(number, link.freeAtPs());
    }
  }

  private void sendHead(int number, OutputPort link, int channel) {
    long entry = link.waiting(channel).head();
    if (Event.link(entry) != Event.NO_LINK) {
      link.dequeue(channel);
      transmit(number, channel, entry, Event.isLast(entry));
      return;
    }
    boolean last = messages.takeNext(Event.message(entry));
    if (last) {
      link.dequeue(channel);
    }
    transmit(number, channel, entry, last);
  }

  private void transmit(int number, int channel, long packet, boolean last) {
    OutputPort link = links[number];
    int message = Event.message(packet);
    int pass = messages.pass(message);
    long nowPs = events.nowPs();
    long bits = messages.bits(message, last);
    long takesPs = bits == packetBits ? link.wholePacketPs() : link.packetPs(bits);
    link.occupy(nowPs, takesPs, bits);
    link.credits(channel).take(nowPs);
    linkBits.add(pass, bits);
    if (recorder != null) {
      recorder.link(number, nowPs, nowPs + takesPs, pass);
    }
    leaveBuffer(packet, nowPs + takesPs);
    long tailPs = nowPs + takesPs + link.latencyPs();
    int to = messages.to(message);
    if (link.to() == to) {
      link.credits(channel).giveBack(tailPs + link.latencyPs());
      if (last) {
        events.schedule(tailPs, Event.delivered(number, message));
      }
      return;
    }
    OutputPort next = links[nextLink[link.to() * places + to]];
    long headPs = nowPs + link.latencyPs();
    if (next.wholePacketPs() < link.wholePacketPs()) {
      headPs = Math.max(headPs, tailPs - next.packetPs(bits)); // a faster link must not run dry
    }
    events.schedule(headPs, Event.packet(number, channel, message, last));
  }

  /// Gives the room a packet leaves back to where it came from.
  private void leaveBuffer(long packet, long tailLeavesPs) {
    int in = Event.link(packet);
    if (in == Event.NO_LINK) {
      return;
    }
    OutputPort link = links[in];
    int channel = Event.channel(packet);
    CreditLoop credits = link.credits(channel);
    boolean starved = credits.readyAtPs(events.nowPs()) == CreditLoop.NEVER;
    long backPs = tailLeavesPs + link.latencyPs();
    credits.giveBack(backPs);
    if (starved && !link.waiting(channel).isEmpty()) {
      wake(in, Math.max(backPs, link.freeAtPs()));
    }
  }

  private void wake(int link, long atPs) {
    if (links[link].wakeAtPs() > atPs) {
      links[link].wakeAtPs(atPs);
      events.schedule(atPs, Event.of(Event.LINK_READY, link));
    }
  }

  /// Writes down an event to come by what it means, whatever the numbers of messages are.
  public void describe(long atPs, long event, StateSnapshot snapshot) {
    if (Event.kind(event) == Event.DELIVERED && Event.isTrain(event)) {
      return; // its train has been dissolved: it means nothing
    }
    snapshot.addTime(atPs);
    if (Event.kind(event) == Event.PACKET || Event.kind(event) == Event.DELIVERED) {
      snapshot.add(Event.kind(event));
      messages.describePacket(event, snapshot);
    } else {
      snapshot.add(event);
    }
  }

  public void describe(StateSnapshot snapshot) {
    for (OutputPort link : links) {
      link.describe(snapshot, messages);
    }
    linkBits.describe(snapshot);
  }
}
