package org.cimlet.simulate.network;

import org.cimlet.simulate.engine.StateSnapshot;

/// Packets and fresh messages that wait for a link on one virtual channel, first come, first
/// served.
///
/// A fresh message is one entry however many packets it has left.
final class PacketQueue {
  private long[] entries = new long[8];
  private long[] arrivals = new long[8];
  private int first;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /// @param arrival rises with every packet that comes to the link
  void add(long entry, long arrival) {
    if (size == entries.length) {
      grow();
    }
    int at = (first + size++) & (entries.length - 1);
    entries[at] = entry;
    arrivals[at] = arrival;
  }

  long head() {
    return entries[first];
  }

  long headArrival() {
    return arrivals[first];
  }

  void removeHead() {
    first = (first + 1) & (entries.length - 1);
    size--;
  }

  private void grow() {
    long[] more = new long[2 * size];
    long[] moreArrivals = new long[2 * size];
    for (int i = 0; i < size; i++) {
      int at = (first + i) & (entries.length - 1);
      more[i] = entries[at];
      moreArrivals[i] = arrivals[at];
    }
    entries = more;
    arrivals = moreArrivals;
    first = 0;
  }

  /// @param arrivalsSoFar at the link: ages count, because the oldest of all channels is served
  void describe(StateSnapshot snapshot, Messages messages, long arrivalsSoFar) {
    snapshot.add(size);
    for (int i = 0; i < size; i++) {
      int at = (first + i) & (entries.length - 1);
      snapshot.add(arrivalsSoFar - arrivals[at]);
      messages.describePacket(entries[at], snapshot);
    }
  }
}
