package org.cimlet.serve.engine;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.gpu.GpuBatch;

/// A group of GPUs, each with a part of every matrix, or a package whose weights are reloaded: step
/// after step, each a batch of whatever its [StepPolicy] puts into it.
///
/// vLLM v1's rule, clause by clause: a step has a budget of tokens. Running requests come first, in
/// the order in which they started, each with what it lacks or what the budget leaves. Where one
/// finds no block, the request that started last is preempted: its blocks are free, it goes back to
/// the head of the waiting, to be read again with all it had written; until there is a block or it
/// is itself the last. Where none was preempted, waiting requests start in order of arrival while
/// budget, sequences and blocks last, and the first that finds no room lets none pass.
final class StepServer implements Server {
  private static final double PS = 1e-12;

  private final StepPolicy policy;
  private final StepLaw law;
  private final Occupancy occupancy;
  private final KvMemory memory;
  private final boolean handsOver;
  private final Listener listener;
  private final List<Sequence> running;
  private final List<GpuBatch.Prompts> prompts = new ArrayList<>();
  private long stepEndPs = NEVER;
  private long busyPs;
  private double stepJ;
  private int decoding;
  private long contexts;

  /// @param handsOver whether another server writes the answers
  StepServer(StepPolicy policy, StepLaw law, KvSpec memory, boolean handsOver, Listener listener) {
    this.policy = policy;
    this.law = law;
    occupancy = new Occupancy(memory);
    this.memory = occupancy.memory();
    running = occupancy.running;
    this.handsOver = handsOver;
    this.listener = listener;
  }

  @Override
  public long nextPs() {
    return stepEndPs;
  }

  @Override
  public void accept(Sequence sequence, long nowPs) {
    occupancy.accept(sequence, nowPs);
    if (stepEndPs == NEVER) {
      stepEndPs = nowPs; // others may come at the same time
    }
  }

  @Override
  public void advance(long nowPs) {
    memory.at(nowPs);
    stepEndPs = NEVER;
    end(nowPs);
    if (stepEndPs == NEVER) {
      begin(nowPs);
    }
  }

  private void begin(long nowPs) {
    decoding = 0;
    contexts = 0;
    prompts.clear();
    switch (policy.kind()) {
      case MIXED -> mixed(nowPs);
      case PREFILL_FIRST -> prefillFirst(nowPs);
      case STATIC -> collected(nowPs);
    }
    occupancy.runningNow.set(nowPs, running.size());
    if (decoding == 0 && prompts.isEmpty()) {
      return;
    }
    double context = decoding == 0 ? 0 : (double) contexts / decoding;
    StepLaw.Step step = law.step(new GpuBatch(decoding, context, prompts));
    stepEndPs = nowPs + step.durationPs();
    busyPs += step.durationPs();
    stepJ += step.joules();
  }

  private void mixed(long nowPs) {
    int budget = policy.stepTokens();
    boolean preempted = false;
    for (int i = 0; i < running.size() && budget > 0; i++) {
      Sequence sequence = running.get(i);
      int tokens = Math.min(sequence.length() - sequence.computed, budget);
      boolean fits = memory.grow(sequence, sequence.computed + tokens);
      while (!fits) {
        preempted = true;
        Sequence last = running.removeLast();
        preempt(last);
        if (last == sequence) {
          break;
        }
        fits = memory.grow(sequence, sequence.computed + tokens);
      }
      if (fits) {
        schedule(sequence, tokens);
        budget -= tokens;
      }
    }
    if (preempted) {
      occupancy.blocked.set(nowPs, 1);
    } else {
      start(nowPs, budget);
    }
  }

  /// Waiting requests start.
  ///
  /// @return what is left of the budget
  private int start(long nowPs, int budget) {
    int left = budget;
    boolean full = false;
    while (!occupancy.waiting.isEmpty()
        && left > 0
        && running.size() < policy.sequences()
        && !full) {
      Sequence sequence = occupancy.waiting.getFirst();
      int found = sequence.handedOver ? sequence.length() - 1 : memory.found(sequence);
      int tokens = Math.min(sequence.length() - found, left);
      full =
          !memory.start(
              sequence, sequence.handedOver ? 0 : found, firstTokens(sequence, found + tokens));
      if (!full) {
        begin(sequence, found, nowPs);
        schedule(sequence, tokens);
        left -= tokens;
      }
    }
    occupancy.blocked.set(nowPs, full ? 1 : 0);
    return left;
  }

  private int firstTokens(Sequence sequence, int tokens) {
    return memory.spec().admit() == KvSpec.Admit.RESERVE ? sequence.request.tokens() : tokens;
  }

  private void begin(Sequence sequence, int found, long nowPs) {
    occupancy.start(sequence, found, nowPs);
    sequence.handedOver = false;
  }

  private void schedule(Sequence sequence, int tokens) {
    sequence.scheduled = tokens;
    if (sequence.generated > 0 && sequence.computed == sequence.length() - 1) {
      decoding++;
      contexts += sequence.length();
      return;
    }
    occupancy.read(tokens);
    prompts.add(
        new GpuBatch.Prompts(
            1, tokens, sequence.computed, sequence.computed + tokens == sequence.length()));
  }

  private void preempt(Sequence sequence) {
    occupancy.preempt(sequence);
    sequence.scheduled = 0;
  }

  /// Prompts begun and waiting, as many as fit; where there are none, a token for every answer.
  private void prefillFirst(long nowPs) {
    int budget = policy.stepTokens();
    for (Sequence sequence : running) {
      int tokens = Math.min(sequence.length() - sequence.computed, budget);
      if (sequence.computed < sequence.length() - 1 || sequence.generated == 0) {
        if (tokens > 0 && memory.grow(sequence, sequence.computed + tokens)) {
          schedule(sequence, tokens);
          budget -= tokens;
        }
      }
    }
    start(nowPs, budget);
    if (!prompts.isEmpty() || decoding > 0) {
      return;
    }
    mixed(nowPs);
  }

  /// Whoever waits as the last batch has ended, and fits with all of its answer.
  private void collected(long nowPs) {
    if (running.isEmpty()) {
      boolean full = false;
      while (!occupancy.waiting.isEmpty() && running.size() < policy.sequences() && !full) {
        Sequence sequence = occupancy.waiting.getFirst();
        full = !memory.start(sequence, 0, sequence.request.tokens());
        if (!full) {
          begin(sequence, sequence.handedOver ? sequence.length() - 1 : 0, nowPs);
        }
      }
      occupancy.blocked.set(nowPs, full ? 1 : 0);
    }
    int budget = policy.stepTokens();
    for (Sequence sequence : running) {
      if (sequence.generated == 0 && budget > 0) {
        int tokens = Math.min(sequence.length() - sequence.computed, budget);
        schedule(sequence, tokens);
        budget -= tokens;
      }
    }
    if (prompts.isEmpty()) {
      for (Sequence sequence : running) {
        if (sequence.isDone()) {
          decoding++; // it pads the batch until the last has ended
          contexts += sequence.length();
        } else {
          schedule(sequence, 1);
        }
      }
    }
  }

  /// The step's tokens are there.
  private void end(long nowPs) {
    int kept = 0;
    boolean allDone = true;
    int size = running.size();
    for (int i = 0; i < size; i++) {
      Sequence sequence = running.get(i);
      if (sequence.scheduled > 0) {
        sequence.computed += sequence.scheduled;
        sequence.scheduled = 0;
        if (sequence.computed == sequence.length()) {
          occupancy.write(sequence, nowPs);
        }
      }
      boolean leaves =
          policy.kind() != StepPolicy.Kind.STATIC
              && (sequence.isDone() || (handsOver && sequence.generated > 0));
      allDone &= sequence.isDone();
      if (leaves) {
        leave(sequence, nowPs);
      } else {
        running.set(kept++, sequence);
      }
    }
    if (kept < size) {
      running.subList(kept, size).clear();
    }
    if (policy.kind() == StepPolicy.Kind.STATIC && allDone) {
      running.forEach(sequence -> leave(sequence, nowPs));
      running.clear();
    }
  }

  private void leave(Sequence sequence, long nowPs) {
    memory.free(sequence);
    if (sequence.isDone()) {
      listener.ended(sequence, nowPs);
    } else {
      listener.readyToHandOver(sequence, nowPs);
    }
  }

  @Override
  public Occupancy occupancy() {
    return occupancy;
  }

  @Override
  public ServerTotals totals(long nowPs) {
    double seconds = nowPs * PS;
    double idleS = (nowPs - Math.min(busyPs, nowPs)) * PS;
    double joules = stepJ + idleS * law.idleW();
    return occupancy.totals(nowPs, (double) busyPs / nowPs, joules, joules - seconds * law.idleW());
  }
}
