package org.cimlet.serve.engine;

import java.util.Arrays;
import java.util.List;
import org.cimlet.simulate.engine.EventQueue;

/// A package of chiplets that holds all weights. It knows no steps and no batches: every token is a
/// job of its own that visits the stations of its way, and a sequence sends its next token as the
/// last one is back. Prompts are read in the time that tokens leave.
final class PackageServer implements Server {
  private static final double PS = 1e-12;

  /// Share of the time that tokens take at most where prompts give way to them; at stations they
  /// may take all of it.
  private static final double MOST_TAKEN = 0.9;

  /// Kinds of events, in their lowest bit: a token is back, or a prompt's first token is there.
  private static final long TOKEN = 0;

  private static final long WHOLE_PROMPT = 1;
  private static final int ATTEMPTS = 31;

  private final PackageLaw law;
  private final Occupancy occupancy;
  private final KvMemory memory;
  private final boolean handsOver;
  private final Listener listener;
  private final int mostSequences;
  private final List<Sequence> running;
  private final EventQueue events = new EventQueue();
  private final Places<Sequence> places = new Places<>();
  private final boolean[] shared;
  private final long[] sharedFreePs;

  /// When stations of a rank have done what its tokens that have set out ask for.
  private final long[][] freePs;

  /// When they take the next token.
  private final long[][] nextPs;

  private final long[] lastOutPs;
  private final PromptLine[] prompts;
  private final long[] promptDuePs;
  private final long[] busyPs;

  /// Tokens of each rank that are under way.
  private final int[] underWay;

  /// Whether a sequence was preempted and none has ended since.
  private boolean preempted;

  private double joules;
  private long started;

  /// @param mostSequences that run at the same time at most
  /// @param handsOver whether another server writes the answers
  PackageServer(
      PackageLaw law, KvSpec memory, int mostSequences, boolean handsOver, Listener listener) {
    this.law = law;
    occupancy = new Occupancy(memory);
    this.memory = occupancy.memory();
    running = occupancy.running;
    this.mostSequences = mostSequences;
    this.handsOver = handsOver;
    this.listener = listener;
    int stations = law.stations();
    shared = new boolean[stations];
    for (int station = 0; station < stations; station++) {
      shared[station] = law.isShared(station);
    }
    sharedFreePs = new long[stations];
    busyPs = new long[stations];
    freePs = new long[law.ranks()][stations];
    nextPs = new long[law.ranks()][stations];
    lastOutPs = new long[law.ranks()];
    prompts = new PromptLine[law.ranks()];
    promptDuePs = new long[law.ranks()];
    underWay = new int[law.ranks()];
    Arrays.fill(promptDuePs, NEVER);
    for (int rank = 0; rank < prompts.length; rank++) {
      prompts[rank] = new PromptLine(law, freePs[rank], sharedFreePs, prompts);
    }
  }

  @Override
  public long nextPs() {
    return events.isEmpty() ? NEVER : events.nextPs();
  }

  @Override
  public void accept(Sequence sequence, long nowPs) {
    occupancy.accept(sequence, nowPs);
    start(nowPs);
  }

  @Override
  public void advance(long nowPs) {
    memory.at(nowPs);
    long event = events.next();
    if (event < 0) {
      promptDue((int) ~event, nowPs);
      return;
    }
    Sequence sequence = places.at((int) (event >>> (ATTEMPTS + 1)));
    if (sequence != null && (event >>> 1 & Integer.MAX_VALUE) == sequence.attempt) {
      back(sequence, (event & 1) == WHOLE_PROMPT, nowPs);
    }
  }

  /// A sequence's next event; void where it is preempted before.
  private void expect(Sequence sequence, long kind, long atPs) {
    events.schedule(
        atPs, (long) sequence.place << (ATTEMPTS + 1) | (long) sequence.attempt << 1 | kind);
  }

  /// Whoever waits starts, in order of arrival, where a line has read its prompt; the first that
  /// finds no room lets none pass. Where one was preempted none starts until another has ended.
  private void start(long nowPs) {
    boolean full = preempted;
    int rank = freeLine();
    while (!occupancy.waiting.isEmpty() && running.size() < mostSequences && !full) {
      Sequence sequence = occupancy.waiting.getFirst();
      if (rank < 0 && !sequence.handedOver) {
        break;
      }
      full = !start(sequence, rank, nowPs);
      rank = freeLine();
    }
    occupancy.blocked.set(nowPs, full ? 1 : 0);
    occupancy.runningNow.set(nowPs, running.size());
  }

  /// A line that reads no prompt, each in its turn; -1 where there is none.
  private int freeLine() {
    for (int i = 0; i < prompts.length; i++) {
      int rank = (int) ((started + i) % prompts.length);
      if (prompts[rank].current() == null) {
        return rank;
      }
    }
    return -1;
  }

  /// @return whether there is room
  private boolean start(Sequence sequence, int line, long nowPs) {
    int found = sequence.handedOver ? sequence.length() : memory.found(sequence);
    int chunkEnd = chunkEnd(sequence, found);
    boolean reserves = memory.spec().admit() == KvSpec.Admit.RESERVE;
    int tokens = reserves ? sequence.request.tokens() : chunkEnd;
    if (!memory.start(sequence, sequence.handedOver ? 0 : found, tokens)) {
      return false;
    }
    occupancy.start(sequence, found, nowPs);
    sequence.place = places.take(sequence);
    sequence.scheduled = sequence.handedOver ? (int) (started % prompts.length) : line;
    sequence.attempt = (int) (++started & Integer.MAX_VALUE);
    if (sequence.handedOver) {
      sequence.handedOver = false;
      send(sequence, nowPs);
      return true;
    }
    goes(sequence, Sequence.Way.READING);
    read(found, chunkEnd);
    prompts[line].begin(
        new PromptLine.Reading(sequence, started, shared.length),
        chunkEnd,
        stretch(line, chunkEnd),
        nowPs);
    expect(line);
    return true;
  }

  private int chunkEnd(Sequence sequence, int read) {
    return Math.min(read + law.chunkTokens(), sequence.length());
  }

  /// What a chunk takes.
  private void read(int from, int to) {
    occupancy.read(to - from);
    joules += law.promptJ(to) - law.promptJ(from);
    for (int station = 0; station < shared.length; station++) {
      busyPs[station] += law.promptPs(station, to) - law.promptPs(station, from);
    }
  }

  private void expect(int line) {
    long duePs = prompts[line].donePs();
    if (duePs < promptDuePs[line]) {
      promptDuePs[line] = duePs;
      events.schedule(duePs, ~(long) line);
    }
  }

  /// A chunk was to be done now, unless tokens came between.
  private void promptDue(int number, long nowPs) {
    if (promptDuePs[number] != nowPs) {
      return;
    }
    promptDuePs[number] = NEVER;
    PromptLine line = prompts[number];
    line.settle(nowPs);
    PromptLine.Reading reading = line.current();
    if (reading != null && line.donePs() == nowPs) {
      Sequence sequence = reading.sequence;
      int chunkEnd = chunkEnd(sequence, reading.read);
      if (reading.isWhole()) {
        line.end();
        goes(sequence, Sequence.Way.TAIL);
        expect(
            sequence,
            WHOLE_PROMPT,
            nowPs + Math.round(law.promptTailPs(chunkEnd) * stretch(number, chunkEnd)));
        start(nowPs);
      } else if (hasRoom(sequence, chunkEnd, nowPs)) {
        read(reading.read, chunkEnd);
        line.setOut(reading, chunkEnd, stretch(number, chunkEnd));
      }
    }
    expect(number);
  }

  /// What of a sequence is under way now.
  private void goes(Sequence sequence, Sequence.Way way) {
    int more = (way == Sequence.Way.TOKEN ? 1 : 0) - (sequence.way == Sequence.Way.TOKEN ? 1 : 0);
    underWay[sequence.scheduled] += more;
    sequence.way = way;
  }

  /// A prompt gives way to tokens on all of its way: it takes the longer the more of the time is
  /// theirs where it is.
  private double stretch(int rank, int context) {
    double taken =
        (double) underWay[rank] * law.metPs() / Math.max(1.0, (double) law.latencyPs(context));
    return 1 / (1 - Math.min(MOST_TAKEN, taken));
  }

  /// What a token waits for prompts: on the share of its way that has any.
  private long betweenPs(int rank, long nowPs) {
    return Math.round(law.betweenPs() * prompts[rank].filled(nowPs));
  }

  /// A token is back, or a prompt's first token is there.
  private void back(Sequence sequence, boolean isPrompt, long nowPs) {
    goes(sequence, Sequence.Way.NOTHING);
    if (isPrompt) {
      sequence.computed = sequence.length();
    } else {
      sequence.computed++;
    }
    occupancy.write(sequence, nowPs);
    if (sequence.isDone() || handsOver) {
      running.remove(sequence);
      places.leave(sequence.place);
      memory.free(sequence);
      preempted = false;
      if (sequence.isDone()) {
        listener.ended(sequence, nowPs);
      } else {
        listener.readyToHandOver(sequence, nowPs);
      }
      start(nowPs);
      return;
    }
    if (hasRoom(sequence, sequence.length(), nowPs)) {
      send(sequence, nowPs);
    }
  }

  /// Room for the keys and values of so many tokens; whoever started last makes it where there is
  /// none.
  private boolean hasRoom(Sequence sequence, int tokens, long nowPs) {
    while (!memory.grow(sequence, tokens)) {
      Sequence last = running.removeLast();
      preempt(last, nowPs);
      if (last == sequence) {
        return false;
      }
    }
    return true;
  }

  private void preempt(Sequence last, long nowPs) {
    PromptLine line = prompts[last.scheduled];
    PromptLine.Reading reading = line.current();
    if (reading != null && reading.sequence == last) {
      line.settle(nowPs);
      line.end();
    }
    goes(last, Sequence.Way.NOTHING);
    places.leave(last.place);
    last.attempt = Sequence.NONE;
    occupancy.preempt(last);
    preempted = true;
    occupancy.blocked.set(nowPs, 1);
    occupancy.runningNow.set(nowPs, running.size());
  }

  /// The token that was written last sets out. Where its rank's tokens saturate a station they
  /// still meet elsewhere, and leave it idle between them for as long as that takes each: time that
  /// prompts may use.
  private void send(Sequence sequence, long nowPs) {
    int rank = sequence.scheduled;
    int context = sequence.length();
    prompts[rank].settle(nowPs);
    int tokens = underWay[rank] + 1;
    long excessPs = law.excessPs(tokens, context);
    long waitPs = 0;
    long lastPs = 0;
    for (int station = 0; station < shared.length; station++) {
      lastPs = law.tokenPs(station, context);
      busyPs[station] += lastPs;
      waitPs =
          Math.max(
              waitPs,
              shared[station]
                  ? waitAtShared(station, lastPs, nowPs)
                  : waitAtOwn(rank, station, lastPs, excessPs / tokens, nowPs));
    }
    long outPs = nowPs + waitPs + law.latencyPs(context) + excessPs + betweenPs(rank, nowPs);
    outPs = Math.max(outPs, lastOutPs[rank] + lastPs);
    lastOutPs[rank] = outPs;
    joules += law.tokenJ(context);
    goes(sequence, Sequence.Way.TOKEN);
    expect(sequence, TOKEN, outPs);
  }

  private long waitAtShared(int station, long servedPs, long nowPs) {
    long beginsPs = Math.max(nowPs, sharedFreePs[station]);
    sharedFreePs[station] = beginsPs + servedPs;
    for (PromptLine each : prompts) {
      each.givesWay(station, servedPs, nowPs);
    }
    return beginsPs - nowPs;
  }

  private long waitAtOwn(int rank, int station, long servedPs, long idlePs, long nowPs) {
    long beginsPs = Math.max(nowPs, nextPs[rank][station]);
    nextPs[rank][station] = beginsPs + servedPs + idlePs;
    freePs[rank][station] = Math.max(nowPs, freePs[rank][station]) + servedPs;
    return beginsPs - nowPs;
  }

  @Override
  public Occupancy occupancy() {
    return occupancy;
  }

  @Override
  public ServerTotals totals(long nowPs) {
    double busiest = 0;
    for (int station = 0; station < busyPs.length; station++) {
      double servers = shared[station] ? 1 : law.ranks();
      busiest = Math.max(busiest, busyPs[station] / servers);
    }
    return occupancy.totals(nowPs, busiest / nowPs, joules + nowPs * PS * law.idleW(), joules);
  }
}
