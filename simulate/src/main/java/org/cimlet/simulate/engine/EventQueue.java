package org.cimlet.simulate.engine;

import java.util.Arrays;
import java.util.NoSuchElementException;

/// What is going to happen, in a total order: by time, then by what it is, as packed by [Event]:
/// kind, then the part it happens at; others pack theirs. The order in which events were scheduled
/// does not count, so that it cannot matter how a cause came to be known. Nothing is dropped, and
/// nothing is scheduled before now.
///
/// A heap of four children a parent over two arrays of longs. The root stays open after it was
/// taken, because most events schedule another: the new one then sinks from the root.
public final class EventQueue {
  private static final int CHILDREN = 4;

  private long[] timePs = new long[256];
  private long[] event = new long[256];
  private int size;
  private boolean rootOpen;
  private long happened;
  private long nowPs;
  private long current;

  /// Empty, at time 0.
  public EventQueue() {}

  /// Time of the event taken last.
  public long nowPs() {
    return nowPs;
  }

  /// Whether an event comes before the one taken last.
  public boolean isOver(long atPs, long what) {
    return before(atPs, what, nowPs, current);
  }

  /// Events taken so far.
  public long happened() {
    return happened;
  }

  public boolean isEmpty() {
    return size == (rootOpen ? 1 : 0);
  }

  /// When the first event to come happens.
  ///
  /// @throws NoSuchElementException where nothing is left
  public long nextPs() {
    if (rootOpen) {
      closeRoot();
    }
    if (size == 0) {
      throw new NoSuchElementException("no event is left at " + nowPs + " ps");
    }
    return timePs[0];
  }

  /// @throws IllegalStateException where an effect would come before its cause
  public void schedule(long atPs, long what) {
    if (atPs < nowPs) {
      throw new IllegalStateException(
          "event " + what + " at " + atPs + " ps lies before its cause at " + nowPs + " ps");
    }
    if (rootOpen) {
      rootOpen = false;
      sink(atPs, what);
      return;
    }
    if (size == timePs.length) {
      timePs = Arrays.copyOf(timePs, 2 * size);
      event = Arrays.copyOf(event, 2 * size);
    }
    rise(size++, atPs, what);
  }

  /// Takes the first event; its time is now.
  ///
  /// @throws NoSuchElementException where nothing is left
  public long next() {
    if (rootOpen) {
      closeRoot();
    }
    if (size == 0) {
      throw new NoSuchElementException("no event is left at " + nowPs + " ps");
    }
    nowPs = timePs[0];
    current = event[0];
    happened++;
    rootOpen = true;
    return current;
  }

  private void closeRoot() {
    rootOpen = false;
    size--;
    if (size > 0) {
      sink(timePs[size], event[size]);
    }
  }

  private void rise(int from, long atPs, long what) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / CHILDREN;
      if (!before(atPs, what, timePs[parent], event[parent])) {
        break;
      }
      timePs[at] = timePs[parent];
      event[at] = event[parent];
      at = parent;
    }
    timePs[at] = atPs;
    event[at] = what;
  }

  private void sink(long atPs, long what) {
    int at = 0;
    int child = 1;
    while (child < size) {
      int first = child;
      int end = Math.min(child + CHILDREN, size);
      for (int other = child + 1; other < end; other++) {
        if (before(timePs[other], event[other], timePs[first], event[first])) {
          first = other;
        }
      }
      if (!before(timePs[first], event[first], atPs, what)) {
        break;
      }
      timePs[at] = timePs[first];
      event[at] = event[first];
      at = first;
      child = CHILDREN * at + 1;
    }
    timePs[at] = atPs;
    event[at] = what;
  }

  private static boolean before(long aPs, long a, long bPs, long b) {
    return aPs < bPs || (aPs == bPs && a < b);
  }

  /// Hands all events to come to a visitor, in their order.
  public void forEach(Visitor visitor) {
    if (rootOpen) {
      closeRoot();
    }
    EventQueue copy = new EventQueue();
    copy.timePs = Arrays.copyOf(timePs, size);
    copy.event = Arrays.copyOf(event, size);
    copy.size = size;
    while (!copy.isEmpty()) {
      long what = copy.next();
      visitor.visit(copy.nowPs, what);
    }
  }

  /// Looks at one event to come.
  public interface Visitor {
    void visit(long atPs, long what);
  }
}
