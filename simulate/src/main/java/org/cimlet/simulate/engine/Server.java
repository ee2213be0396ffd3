package org.cimlet.simulate.engine;

import org.cimlet.plan.Resource;
import org.jspecify.annotations.Nullable;

/// A hardware part that does one thing at a time. Work waits in order of priority, then of arrival;
/// work of a lower number steps in between two tokens of work of a higher one that is not negative.
///
/// Tokens that are generated all have priority 0 at what layers share, first come, first served,
/// and at the dies that hold the layers a negative one, who has come farthest first. None
/// interrupts another. The chunks of a prompt have their number, behind all tokens and prompts that
/// came before where requests come and go: served in order of arrival, all chunks would crawl
/// through the first layers together and leave the later chiplets idle.
public final class Server {
  private final EventQueue events;
  private final long doneEvent;
  private final Resource resource;
  private final int index;
  private final RefreshWindows refreshes;
  private final @Nullable Recorder recorder;
  private int[] priorities = new int[8];
  private long[] continuations = new long[8];
  private long[] durationsPs = new long[8];
  private long[] tokensPs = new long[8];
  private int first;
  private int size;
  private boolean busy;
  private int currentPriority;
  private long current;
  private long currentTokenPs;
  private long startPs;
  private long endPs;
  private long putOffPs;
  private long busyPs;
  private long workedPs;

  /// A part that never refreshes.
  ///
  /// @param kind of the event at which work is done
  public Server(
      EventQueue events, int kind, Resource resource, int index, @Nullable Recorder recorder) {
    this(events, kind, resource, index, RefreshWindows.NEVER, recorder);
  }

  public Server(
      EventQueue events,
      int kind,
      Resource resource,
      int index,
      RefreshWindows refreshes,
      @Nullable Recorder recorder) {
    this.refreshes = refreshes;
    this.events = events;
    this.doneEvent = Event.of(kind, index);
    this.resource = resource;
    this.index = index;
    this.recorder = recorder;
  }

  /// Work of so many tokens, begun at once where nothing is at hand.
  public void add(int priority, long continuation, long durationPs, int tokens) {
    long tokenPs = Math.max(1, Math.ceilDiv(durationPs, tokens));
    if (!busy) {
      begin(priority, continuation, durationPs, tokenPs);
      return;
    }
    int at = size;
    while (at > 0 && priorities[slot(at - 1)] > priority) {
      at--;
    }
    insert(at, priority, continuation, durationPs, tokenPs);
    if (priority < currentPriority && currentPriority >= 0 && putOffPs == 0) {
      stopAfterToken();
    }
  }

  /// Puts the rest of the work at hand off, from the end of the token it is at.
  private void stopAfterToken() {
    long worked = events.nowPs() - startPs;
    long stopPs = startPs + Math.ceilDiv(worked, currentTokenPs) * currentTokenPs;
    if (stopPs < endPs) {
      putOffPs = refreshes.workedPs(stopPs, endPs);
      busyPs -= endPs - stopPs;
      workedPs -= putOffPs;
      endPs = stopPs;
      events.schedule(endPs, doneEvent);
    }
  }

  /// The time at which work would have ended has come. Returns how its owner goes on, or
  /// [Continuation#NONE] where it was put off.
  public long finish() {
    if (!busy || events.nowPs() != endPs) {
      return Continuation.NONE;
    }
    if (recorder != null && endPs > startPs) {
      recorder.work(resource, index, startPs, endPs, Continuation.pass(current));
    }
    long done = current;
    if (putOffPs > 0) {
      done = Continuation.NONE;
      int at = 0;
      while (at < size && priorities[slot(at)] < currentPriority) {
        at++;
      }
      insert(at, currentPriority, current, putOffPs, currentTokenPs);
    }
    busy = false;
    if (size > 0) {
      int next = first;
      first = slot(1);
      size--;
      begin(priorities[next], continuations[next], durationsPs[next], tokensPs[next]);
    }
    return done;
  }

  private void begin(int priority, long continuation, long durationPs, long tokenPs) {
    busy = true;
    currentPriority = priority;
    current = continuation;
    currentTokenPs = tokenPs;
    putOffPs = 0;
    startPs = events.nowPs();
    endPs = refreshes.endPs(startPs, durationPs);
    busyPs += endPs - startPs;
    workedPs += durationPs;
    events.schedule(endPs, doneEvent);
  }

  /// Time work was at hand up to now, refreshes included.
  public long busyPs(long nowPs) {
    return busy ? busyPs - (endPs - nowPs) : busyPs;
  }

  /// The part of [#busyPs] in which it paused.
  public long pausedPs(long nowPs) {
    long worked = busy ? workedPs - refreshes.workedPs(nowPs, endPs) : workedPs;
    return busyPs(nowPs) - worked;
  }

  private int slot(int place) {
    return (first + place) & (continuations.length - 1);
  }

  private void insert(int place, int priority, long continuation, long durationPs, long tokenPs) {
    if (size == continuations.length) {
      grow();
    }
    for (int at = size++; at > place; at--) {
      copy(slot(at - 1), slot(at));
    }
    int at = slot(place);
    priorities[at] = priority;
    continuations[at] = continuation;
    durationsPs[at] = durationPs;
    tokensPs[at] = tokenPs;
  }

  private void copy(int from, int to) {
    priorities[to] = priorities[from];
    continuations[to] = continuations[from];
    durationsPs[to] = durationsPs[from];
    tokensPs[to] = tokensPs[from];
  }

  private void grow() {
    int[] morePriorities = new int[2 * size];
    long[] moreContinuations = new long[2 * size];
    long[] moreDurationsPs = new long[2 * size];
    long[] moreTokensPs = new long[2 * size];
    for (int i = 0; i < size; i++) {
      int at = slot(i);
      morePriorities[i] = priorities[at];
      moreContinuations[i] = continuations[at];
      moreDurationsPs[i] = durationsPs[at];
      moreTokensPs[i] = tokensPs[at];
    }
    priorities = morePriorities;
    continuations = moreContinuations;
    durationsPs = moreDurationsPs;
    tokensPs = moreTokensPs;
    first = 0;
  }

  public void describe(StateSnapshot snapshot) {
    snapshot.add(busy ? current : Continuation.NONE);
    if (busy) {
      snapshot.add(currentPriority);
      snapshot.addTime(startPs);
      snapshot.addTime(endPs);
      snapshot.add(putOffPs);
    }
    snapshot.add(size);
    for (int i = 0; i < size; i++) {
      int at = slot(i);
      snapshot.add(priorities[at]);
      snapshot.add(continuations[at]);
      snapshot.add(durationsPs[at]);
      snapshot.add(tokensPs[at]);
    }
  }
}
