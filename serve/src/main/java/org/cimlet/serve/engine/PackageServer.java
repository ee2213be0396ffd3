package org.cimlet.serve.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// A package of chiplets that holds all weights. It knows no steps and no batches: every token is a
/// job of its own that visits the stations of its way, and a sequence sends its next token as the
/// last one is back. Prompts are read in the time that tokens leave.
final class PackageServer implements Server {
  private static final double PS = 1e-12;

  /// Share of the time that tokens leave to prompts at least, on the rest of their way.
  private static final double MOST_TAKEN = 0.9;

  private static final int TOKEN = -1;
  private static final int WHOLE_PROMPT = -2;

  private final PackageLaw law;
  private final KvMemory memory;
  private final boolean handsOver;
  private final Listener listener;
  private final int mostSequences;
  private final Deque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>();
  private final EventHeap<Sequence> events = new EventHeap<>();
  private final boolean[] shared;
  private final long[] sharedFreePs;
  private final long[][] freePs;
  private final long[] lastOutPs;
  private final PromptLine[] prompts;
  private final long[] promptDuePs;
  private final Gauge blocked = new Gauge();
  private final Gauge runningNow = new Gauge();
  private final long[] busyPs;

  /// Of each line of prompts: tokens under way, and prompts that stations are done with.
  private final int[] decoding;

  private final int[] inTail;
  private double joules;
  private long started;
  private long preemptions;
  private long promptTokens;
  private long answerTokens;
  private long waitingBytes;

  /// @param mostSequences that run at the same time at most
  /// @param handsOver whether another server writes the answers
  PackageServer(
      PackageLaw law, KvSpec memory, int mostSequences, boolean handsOver, Listener listener) {
    this.law = law;
    this.memory = new KvMemory(memory);
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
    lastOutPs = new long[law.ranks()];
    boolean meet = promptsMeet(law);
    prompts = new PromptLine[meet ? 1 : law.ranks()];
    promptDuePs = new long[prompts.length];
    decoding = new int[prompts.length];
    inTail = new int[prompts.length];
    Arrays.fill(promptDuePs, NEVER);
    for (int line = 0; line < prompts.length; line++) {
      prompts[line] = new PromptLine(law, meet, meet ? sharedFreePs : freePs[line]);
    }
  }

  /// Whether what holds prompts up is a station where all ranks meet; then they are read in one
  /// line, and otherwise each rank reads its own.
  private static boolean promptsMeet(PackageLaw law) {
    long own = 0;
    long together = 0;
    for (int station = 0; station < law.stations(); station++) {
      long chunkPs = law.promptPs(station, law.chunkTokens());
      if (law.isShared(station)) {
        together = Math.max(together, chunkPs);
      } else {
        own = Math.max(own, chunkPs / law.ranks());
      }
    }
    return together > own;
  }

  private int lineOf(Sequence sequence) {
    return prompts.length == 1 ? 0 : sequence.scheduled;
  }

  @Override
  public long nextPs() {
    return events.nextPs();
  }

  @Override
  public void accept(Sequence sequence, long nowPs) {
    memory.at(nowPs);
    waiting.addLast(sequence);
    waitingBytes += memory.spec().blocks(sequence.length());
    start(nowPs);
  }

  @Override
  public void advance(long nowPs) {
    memory.at(nowPs);
    int tag = events.tag();
    Sequence sequence = events.item();
    events.removeFirst();
    if (tag >= 0) {
      promptDue(tag, nowPs);
    } else if (isCurrent(sequence, tag)) {
      back(sequence, tag == tag(sequence, WHOLE_PROMPT), nowPs);
    }
  }

  /// Tags of tokens are below 0: an odd one for a token, an even one for a prompt's first, less by
  /// 2 for each time the sequence was preempted.
  private static int tag(Sequence sequence, int kind) {
    return kind - 2 * sequence.attempt;
  }

  private static boolean isCurrent(Sequence sequence, int tag) {
    return tag == tag(sequence, TOKEN) || tag == tag(sequence, WHOLE_PROMPT);
  }

  private void start(long nowPs) {
    boolean full = false;
    while (!waiting.isEmpty() && running.size() < mostSequences && !full) {
      Sequence sequence = waiting.getFirst();
      int found = sequence.handedOver ? sequence.length() : memory.found(sequence);
      boolean reserves = memory.spec().admit() == KvSpec.Admit.RESERVE;
      int tokens = reserves ? sequence.request.tokens() : sequence.length();
      full = !memory.start(sequence, sequence.handedOver ? 0 : found, tokens);
      if (!full) {
        waiting.removeFirst();
        waitingBytes -= memory.spec().blocks(sequence.length());
        start(sequence, found, nowPs);
      }
    }
    blocked.set(nowPs, full ? 1 : 0);
    runningNow.set(nowPs, running.size());
  }

  private void start(Sequence sequence, int found, long nowPs) {
    running.add(sequence);
    if (sequence.startPs == Sequence.NOT_YET) {
      sequence.startPs = nowPs;
    }
    sequence.scheduled = (int) (started++ % law.ranks());
    sequence.computed = found;
    if (sequence.handedOver) {
      sequence.handedOver = false;
      send(sequence, nowPs);
      return;
    }
    sequence.prefixTokens += found;
    promptTokens += sequence.length() - found;
    joules += law.promptJ(sequence.length()) - law.promptJ(found);
    for (int station = 0; station < shared.length; station++) {
      busyPs[station] += law.promptPs(station, sequence.length()) - law.promptPs(station, found);
    }
    int line = lineOf(sequence);
    goes(sequence, Sequence.Way.READING);
    prompts[line].add(new PromptLine.Reading(sequence, started, shared.length), nowPs);
    expect(line);
  }

  private void expect(int line) {
    PromptLine.Reading reading = prompts[line].current();
    long duePs = prompts[line].donePs();
    if (reading != null && duePs < promptDuePs[line]) {
      promptDuePs[line] = duePs;
      events.add(duePs, reading.sequence, line);
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
    if (line.donePs() == nowPs) {
      PromptLine.Reading whole = line.done();
      if (whole != null) {
        Sequence sequence = whole.sequence;
        goes(sequence, Sequence.Way.TAIL);
        events.add(nowPs + tailPs(sequence, number), sequence, tag(sequence, WHOLE_PROMPT));
      }
    }
    expect(number);
  }

  /// What of a sequence is under way now.
  private void goes(Sequence sequence, Sequence.Way way) {
    int line = lineOf(sequence);
    inTail[line] +=
        (way == Sequence.Way.TAIL ? 1 : 0) - (sequence.way == Sequence.Way.TAIL ? 1 : 0);
    decoding[line] +=
        (way == Sequence.Way.TOKEN ? 1 : 0) - (sequence.way == Sequence.Way.TOKEN ? 1 : 0);
    sequence.way = way;
  }

  /// On the rest of its way a prompt gives way to tokens too: it takes the longer the more of the
  /// time is theirs.
  private long tailPs(Sequence sequence, int line) {
    int context = sequence.length();
    long takenPs = 0;
    for (int station = 0; station < shared.length; station++) {
      takenPs = Math.max(takenPs, law.tokenPs(station, context));
    }
    double tokens = (double) decoding[line] * takenPs;
    double share = Math.min(MOST_TAKEN, tokens / Math.max((double) law.latencyPs(context), 1.0));
    return Math.round(law.promptTailPs(context) / (1 - share));
  }

  /// A token is back, or a prompt's first token is there.
  private void back(Sequence sequence, boolean isPrompt, long nowPs) {
    goes(sequence, Sequence.Way.NOTHING);
    if (isPrompt) {
      sequence.computed = sequence.length();
      if (sequence.generated == 0) {
        memory.computed(sequence);
      }
    } else {
      sequence.computed++;
    }
    answerTokens++;
    sequence.write(nowPs);
    if (sequence.isDone() || handsOver) {
      running.remove(sequence);
      memory.free(sequence);
      if (sequence.isDone()) {
        listener.ended(sequence, nowPs);
      } else {
        listener.readyToHandOver(sequence, nowPs);
      }
      start(nowPs);
      return;
    }
    if (hasRoom(sequence, nowPs)) {
      send(sequence, nowPs);
    }
  }

  /// Room for the token's keys and values; whoever started last makes it where there is none.
  private boolean hasRoom(Sequence sequence, long nowPs) {
    boolean fits = memory.grow(sequence, sequence.length());
    while (!fits) {
      Sequence last = running.removeLast();
      memory.free(last);
      goes(last, Sequence.Way.NOTHING);
      last.attempt++;
      last.computed = 0;
      last.preemptions++;
      preemptions++;
      waiting.addFirst(last);
      waitingBytes += memory.spec().blocks(last.length());
      blocked.set(nowPs, 1);
      runningNow.set(nowPs, running.size());
      if (last == sequence) {
        return false;
      }
      fits = memory.grow(sequence, sequence.length());
    }
    return true;
  }

  /// The token that was written last sets out.
  private void send(Sequence sequence, long nowPs) {
    int rank = sequence.scheduled;
    int context = sequence.length();
    PromptLine line = prompts[lineOf(sequence)];
    line.settle(nowPs);
    long[] own = freePs[rank];
    long waitPs = 0;
    long gapPs = 0;
    for (int station = 0; station < own.length; station++) {
      long servedPs = law.tokenPs(station, context);
      busyPs[station] += servedPs;
      long[] free = shared[station] ? sharedFreePs : own;
      long beginsPs = Math.max(nowPs, free[station]);
      waitPs = Math.max(waitPs, beginsPs - nowPs);
      gapPs = servedPs;
      free[station] = beginsPs + servedPs;
    }
    long outPs =
        nowPs
            + waitPs
            + law.latencyPs(context)
            + (line.isBusy() || inTail[lineOf(sequence)] > 0 ? law.betweenPs() : 0);
    outPs = Math.max(outPs, lastOutPs[rank] + gapPs);
    lastOutPs[rank] = outPs;
    joules += law.tokenJ(context);
    goes(sequence, Sequence.Way.TOKEN);
    events.add(outPs, sequence, tag(sequence, TOKEN));
  }

  @Override
  public KvMemory memory() {
    return memory;
  }

  @Override
  public long committedBytes() {
    return memory.used().value() + waitingBytes;
  }

  @Override
  public int sequences() {
    return waiting.size() + running.size();
  }

  @Override
  public int waiting() {
    return waiting.size();
  }

  @Override
  public ServerTotals totals(long nowPs) {
    double busiest = 0;
    for (int station = 0; station < busyPs.length; station++) {
      double places = shared[station] ? 1 : law.ranks();
      busiest = Math.max(busiest, busyPs[station] / places);
    }
    double capacity = memory.spec().capacityBytes();
    return new ServerTotals(
        nowPs == 0 ? 0 : Math.min(1, busiest / nowPs),
        joules + nowPs * PS * law.idleW(),
        joules,
        memory.used().mean(nowPs) / capacity,
        memory.used().peak() / capacity,
        blocked.mean(nowPs),
        runningNow.mean(nowPs),
        preemptions,
        promptTokens,
        answerTokens);
  }
}
