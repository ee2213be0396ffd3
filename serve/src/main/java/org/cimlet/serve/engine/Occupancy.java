package org.cimlet.serve.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Sequences that wait and that run at a server, and what they take of its memory for keys and
/// values.
final class Occupancy {
  final Deque<Sequence> waiting = new ArrayDeque<>();
  final List<Sequence> running = new ArrayList<>();
  final Gauge blocked = new Gauge();
  final Gauge runningNow = new Gauge();
  private final KvMemory memory;
  private long waitingBytes;
  private long preemptions;
  private long promptTokens;
  private long answerTokens;

  Occupancy(KvSpec spec) {
    memory = new KvMemory(spec);
  }

  KvMemory memory() {
    return memory;
  }

  /// A sequence comes, behind the others.
  void accept(Sequence sequence, long nowPs) {
    memory.at(nowPs);
    waiting.addLast(sequence);
    waitingBytes += memory.spec().blocks(sequence.length());
  }

  /// The first that waits runs.
  ///
  /// @param found tokens of it that are there
  void start(Sequence sequence, int found, long nowPs) {
    waiting.removeFirst();
    waitingBytes -= memory.spec().blocks(sequence.length());
    running.add(sequence);
    if (sequence.startPs == Sequence.NOT_YET) {
      sequence.startPs = nowPs;
    }
    if (!sequence.handedOver) {
      sequence.prefixTokens += found;
    }
    sequence.computed = found;
  }

  /// A sequence that runs no more loses what it has, and waits before all others.
  void preempt(Sequence sequence) {
    memory.free(sequence);
    sequence.computed = 0;
    sequence.preemptions++;
    preemptions++;
    waiting.addFirst(sequence);
    waitingBytes += memory.spec().blocks(sequence.length());
  }

  /// Prompt tokens are read.
  void read(int tokens) {
    promptTokens += tokens;
  }

  /// A sequence gets a token; keys and values of its prompt, when that is the first, are there.
  void write(Sequence sequence, long nowPs) {
    if (sequence.generated == 0) {
      memory.computed(sequence);
    }
    answerTokens++;
    sequence.write(nowPs);
  }

  /// Bytes that sequences here take or wait for: what a router balances.
  long committedBytes() {
    return memory.used().value() + waitingBytes;
  }

  /// Sequences here.
  int sequences() {
    return waiting.size() + running.size();
  }

  /// What the server has done, beside what only it knows.
  ServerTotals totals(long nowPs, double busyShare, double joules, double activeJoules) {
    double capacity = memory.spec().capacityBytes();
    return new ServerTotals(
        nowPs == 0 ? 0 : Math.min(1, busyShare),
        joules,
        activeJoules,
        memory.used().mean(nowPs) / capacity,
        memory.used().peak() / capacity,
        blocked.mean(nowPs),
        runningNow.mean(nowPs),
        preemptions,
        promptTokens,
        answerTokens);
  }
}
