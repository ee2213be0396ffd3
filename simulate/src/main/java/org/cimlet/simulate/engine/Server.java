package org.cimlet.simulate.engine;

import org.cimlet.plan.Resource;
import org.jspecify.annotations.Nullable;

/// A hardware part that does one thing at a time. Work waits in order of rank, then of arrival;
/// work of a lower rank steps in between two tokens of work of a higher one.
///
/// Streams that decode all have rank 0: first come, first served. The chunks of a prompt have their
/// number: served in order of arrival, all chunks would crawl through the first layers together and
/// leave the later chiplets idle.
public final class Server {
  /// No job is done.
  public static final long NO_JOB = -1;

  private final EventQueue events;
  private final long doneEvent;
  private final Resource resource;
  private final int index;
  private final RefreshWindows pauses;
  private final @Nullable Recorder recorder;
  private int[] ranks = new int[8];
  private long[] jobs = new long[8];
  private long[] durationsPs = new long[8];
  private long[] tokensPs = new long[8];
  private int first;
  private int size;
  private boolean busy;
  private int currentRank;
  private long currentJob;
  private long currentTokenPs;
  private long startPs;
  private long endPs;
  private long putOffPs;
  private long busyPs;
  private long workedPs;

  /// A part that never pauses.
  ///
  /// @param kind of the event that tells that work is done
  public Server(
      EventQueue events, int kind, Resource resource, int index, @Nullable Recorder recorder) {
    this(events, kind, resource, index, RefreshWindows.NEVER, recorder);
  }

  public Server(
      EventQueue events,
      int kind,
      Resource resource,
      int index,
      RefreshWindows pauses,
      @Nullable Recorder recorder) {
    this.pauses = pauses;
    this.events = events;
    this.doneEvent = Event.of(kind, index);
    this.resource = resource;
    this.index = index;
    this.recorder = recorder;
  }

  /// @param tag tells the stream what was done
  public static long job(int stream, int tag) {
    return (long) stream << 32 | tag;
  }

  public static int stream(long job) {
    return (int) (job >>> 32);
  }

  public static int tag(long job) {
    return (int) job;
  }

  /// Work of so many tokens, begun at once where nothing is at hand.
  public void add(int rank, long job, long durationPs, int tokens) {
    long tokenPs = Math.max(1, Math.ceilDiv(durationPs, tokens));
    if (!busy) {
      begin(rank, job, durationPs, tokenPs);
      return;
    }
    int at = size;
    while (at > 0 && ranks[slot(at - 1)] > rank) {
      at--;
    }
    insert(at, rank, job, durationPs, tokenPs);
    if (rank < currentRank && putOffPs == 0) {
      stopAfterToken();
    }
  }

  /// Puts the rest of the work at hand off, from the end of the token it is at.
  private void stopAfterToken() {
    long worked = events.nowPs() - startPs;
    long stopPs = startPs + Math.ceilDiv(worked, currentTokenPs) * currentTokenPs;
    if (stopPs < endPs) {
      putOffPs = pauses.workedPs(stopPs, endPs);
      busyPs -= endPs - stopPs;
      workedPs -= putOffPs;
      endPs = stopPs;
      events.schedule(endPs, doneEvent);
    }
  }

  /// The time at which work would have ended has come. Returns the job that is done, or [#NO_JOB]
  /// where it was put off.
  public long finish() {
    if (!busy || events.nowPs() != endPs) {
      return NO_JOB;
    }
    if (recorder != null && endPs > startPs) {
      recorder.work(resource, index, startPs, endPs, stream(currentJob));
    }
    long done = currentJob;
    if (putOffPs > 0) {
      done = NO_JOB;
      int at = 0;
      while (at < size && ranks[slot(at)] < currentRank) {
        at++;
      }
      insert(at, currentRank, currentJob, putOffPs, currentTokenPs);
    }
    busy = false;
    if (size > 0) {
      int next = first;
      first = slot(1);
      size--;
      begin(ranks[next], jobs[next], durationsPs[next], tokensPs[next]);
    }
    return done;
  }

  private void begin(int rank, long job, long durationPs, long tokenPs) {
    busy = true;
    currentRank = rank;
    currentJob = job;
    currentTokenPs = tokenPs;
    putOffPs = 0;
    startPs = events.nowPs();
    endPs = pauses.endPs(startPs, durationPs);
    busyPs += endPs - startPs;
    workedPs += durationPs;
    events.schedule(endPs, doneEvent);
  }

  /// Time work was at hand up to now, pauses included.
  public long busyPs(long nowPs) {
    return busy ? busyPs - (endPs - nowPs) : busyPs;
  }

  /// The part of [#busyPs] in which it paused.
  public long pausedPs(long nowPs) {
    long worked = busy ? workedPs - pauses.workedPs(nowPs, endPs) : workedPs;
    return busyPs(nowPs) - worked;
  }

  private int slot(int place) {
    return (first + place) & (jobs.length - 1);
  }

  private void insert(int place, int rank, long job, long durationPs, long tokenPs) {
    if (size == jobs.length) {
      grow();
    }
    for (int at = size++; at > place; at--) {
      copy(slot(at - 1), slot(at));
    }
    int at = slot(place);
    ranks[at] = rank;
    jobs[at] = job;
    durationsPs[at] = durationPs;
    tokensPs[at] = tokenPs;
  }

  private void copy(int from, int to) {
    ranks[to] = ranks[from];
    jobs[to] = jobs[from];
    durationsPs[to] = durationsPs[from];
    tokensPs[to] = tokensPs[from];
  }

  private void grow() {
    int[] moreRanks = new int[2 * size];
    long[] moreJobs = new long[2 * size];
    long[] moreDurationsPs = new long[2 * size];
    long[] moreTokensPs = new long[2 * size];
    for (int i = 0; i < size; i++) {
      int at = slot(i);
      moreRanks[i] = ranks[at];
      moreJobs[i] = jobs[at];
      moreDurationsPs[i] = durationsPs[at];
      moreTokensPs[i] = tokensPs[at];
    }
    ranks = moreRanks;
    jobs = moreJobs;
    durationsPs = moreDurationsPs;
    tokensPs = moreTokensPs;
    first = 0;
  }

  public void describe(StateSnapshot snapshot) {
    snapshot.add(busy ? currentJob : NO_JOB);
    if (busy) {
      snapshot.add(currentRank);
      snapshot.addTime(startPs);
      snapshot.addTime(endPs);
      snapshot.add(putOffPs);
    }
    snapshot.add(size);
    for (int i = 0; i < size; i++) {
      int at = slot(i);
      snapshot.add(ranks[at]);
      snapshot.add(jobs[at]);
      snapshot.add(durationsPs[at]);
      snapshot.add(tokensPs[at]);
    }
  }
}
