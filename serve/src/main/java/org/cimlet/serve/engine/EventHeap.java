package org.cimlet.serve.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is to happen, by time, and of what happens at the same time by the order in which it was
/// put in.
final class EventHeap<T> {
  private long[] times = new long[64];
  private long[] orders = new long[64];
  private int[] tags = new int[64];
  private @Nullable Object[] items = new @Nullable Object[64];
  private int size;
  private long order;

  boolean isEmpty() {
    return size == 0;
  }

  long nextPs() {
    return size == 0 ? Server.NEVER : times[0];
  }

  int tag() {
    return tags[0];
  }

  @SuppressWarnings("unchecked") // only add puts in
  T item() {
    Object item = items[0];
    if (item == null) {
      throw new IllegalStateException("no event");
    }
    return (T) item;
  }

  /// @param tag a number that comes back with the item
  void add(long timePs, T item, int tag) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      tags = Arrays.copyOf(tags, 2 * size);
      items = Arrays.copyOf(items, 2 * size);
    }
    long own = order++;
    int at = size++;
    while (at > 0 && isBefore(timePs, own, (at - 1) >>> 1)) {
      move((at - 1) >>> 1, at);
      at = (at - 1) >>> 1;
    }
    put(at, timePs, own, item, tag);
  }

  void removeFirst() {
    size--;
    long timePs = times[size];
    long own = orders[size];
    Object item = items[size];
    int tag = tags[size];
    items[size] = null;
    if (size == 0) {
      return;
    }
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBefore(times[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (isBefore(timePs, own, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, timePs, own, item, tag);
  }

  private boolean isBefore(long timePs, long own, int at) {
    return timePs < times[at] || (timePs == times[at] && own < orders[at]);
  }

  private void move(int from, int to) {
    put(to, times[from], orders[from], items[from], tags[from]);
  }

  private void put(int at, long timePs, long own, @Nullable Object item, int tag) {
    times[at] = timePs;
    orders[at] = own;
    items[at] = item;
    tags[at] = tag;
  }
}
