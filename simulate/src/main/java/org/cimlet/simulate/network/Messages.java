package org.cimlet.simulate.network;

import java.util.Arrays;
import org.cimlet.simulate.engine.Continuation;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.StateSnapshot;
import org.jspecify.annotations.Nullable;

/// Vectors on their way, cut into packets; the last may be shorter.
public final class Messages {
  private final long packetBits;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private long[] continuation = new long[64];
  private int[] unsent = new int[64];
  private long[] lastBits = new long[64];
  private @Nullable PacketTrain[] train = new PacketTrain[64];
  private int[] free = new int[64];
  private int freeCount;
  private int made;

  /// @param packetBits bits of a whole packet
  Messages(long packetBits) {
    this.packetBits = packetBits;
  }

  /// A new message of at least one bit; its number may have been another's before.
  ///
  /// @param onArrival the [Continuation] once it has arrived
  public int open(int fromPlace, int toPlace, long onArrival, long bits) {
    return open(
        fromPlace, toPlace, onArrival, bits, Math.toIntExact(Math.ceilDiv(bits, packetBits)));
  }

  /// A new message whose bits follow each other without a gap, as one packet.
  int openWhole(int fromPlace, int toPlace, long onArrival, long bits) {
    return open(fromPlace, toPlace, onArrival, bits, 1);
  }

  private int open(int fromPlace, int toPlace, long onArrival, long bits, int packets) {
    int message = freeCount > 0 ? free[--freeCount] : made++;
    if (message == to.length) {
      grow();
    }
    from[message] = fromPlace;
    to[message] = toPlace;
    continuation[message] = onArrival;
    unsent[message] = packets;
    lastBits[message] = bits - (packets - 1) * packetBits;
    return message;
  }

  /// Takes a message that has arrived; returns who goes on, and where.
  public long take(int message) {
    close(message);
    return continuation[message];
  }

  /// Forgets a message that has arrived.
  public void close(int message) {
    free[freeCount++] = message;
  }

  public int to(int message) {
    return to[message];
  }

  /// Who goes on once it has arrived, and where.
  public long continuation(int message) {
    return continuation[message];
  }

  /// The pass it belongs to.
  int pass(int message) {
    return Continuation.pass(continuation[message]);
  }

  /// Packets still at the source.
  int unsent(int message) {
    return unsent[message];
  }

  /// So many packets have left the source.
  void sent(int message, int packets) {
    unsent[message] -= packets;
  }

  public long lastBits(int message) {
    return lastBits[message];
  }

  /// The train a message travels as, if it does.
  @Nullable PacketTrain train(int message) {
    return train[message];
  }

  void train(int message, @Nullable PacketTrain as) {
    train[message] = as;
  }

  /// Takes the next packet at the source; true where it is the last.
  boolean takeNext(int message) {
    return --unsent[message] == 0;
  }

  long bits(int message, boolean last) {
    return last ? lastBits[message] : packetBits;
  }

  long packetBits() {
    return packetBits;
  }

  /// Messages on their way.
  public int open() {
    return made - freeCount;
  }

  private void grow() {
    int more = 2 * to.length;
    from = Arrays.copyOf(from, more);
    to = Arrays.copyOf(to, more);
    continuation = Arrays.copyOf(continuation, more);
    unsent = Arrays.copyOf(unsent, more);
    lastBits = Arrays.copyOf(lastBits, more);
    train = Arrays.copyOf(train, more);
    free = Arrays.copyOf(free, more);
  }

  /// Writes down a packet by what it is, not by its message's number, which may differ from time to
  /// time.
  void describePacket(long packet, StateSnapshot snapshot) {
    snapshot.add(Event.packet(Event.link(packet), Event.channel(packet), 0, Event.isLast(packet)));
    describe(Event.message(packet), snapshot);
  }

  void describe(int message, StateSnapshot snapshot) {
    snapshot.add((long) from[message] << 32 | to[message]);
    snapshot.add(continuation[message]);
    snapshot.add((long) unsent[message] << 32 ^ lastBits[message]);
  }
}
