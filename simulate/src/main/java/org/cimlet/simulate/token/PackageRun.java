package org.cimlet.simulate.token;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionTally;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Probe;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.hardware.PackageHardware;
import org.cimlet.simulate.network.Packets;
import org.cimlet.simulate.network.Router;
import org.jspecify.annotations.Nullable;

/// A run: sequences come and go as an [Admission] lets them, and their passes go through the
/// package as [TokenFlow] says, event by event.
public final class PackageRun {
  /// Chunks of a prompt, and prompts, that have a priority of their own; others come first, first
  /// served.
  private static final int CHUNKS = 1 << 10;

  private static final int LAST_PROMPT = (1 << 20) - 1;

  private final Plan plan;
  private final Admission admission;
  private final List<RankSchedule> schedules;
  private final @Nullable Recorder recorder;
  private final EventQueue events = new EventQueue();
  private final PackageHardware hardware;
  private final Router router;
  private final Passes passes = new Passes();
  private final @Nullable WeightReload weights;
  private final TokenFlow flow;
  private final ActionTally total;
  private int running;
  private boolean allRepeat = true;
  private long nextArrivalPs = Admission.NEVER;
  private final ArrayDeque<Pass> ended = new ArrayDeque<>();
  private @Nullable Pass last;
  private @Nullable Probe probe;

  /// @param seed for the choice of routed experts
  public PackageRun(
      Plan plan, Packets packets, long seed, Admission admission, @Nullable Recorder recorder) {
    this.plan = plan;
    this.admission = admission;
    this.recorder = recorder;
    schedules = RankSchedule.all(plan);
    total = new ActionTally(plan.machine().dies().tallied().size());
    hardware = PackageHardware.of(plan, packets, events, recorder);
    router = hardware.router();
    weights =
        plan.placement().isReloaded()
            ? new WeightReload(plan, hardware, events, total, recorder)
            : null;
    flow = new TokenFlow(plan, seed, hardware, events, passes, weights, recorder, this::end);
    admit();
  }

  /// Goes on until a pass has ended, and returns it. Until the next call it is as it was then.
  ///
  /// @throws IllegalStateException where nothing can happen any more
  public Pass nextPass() {
    if (last != null && last.goesOn()) {
      Sequence sequence = last.sequence();
      last.takeToken(priorityOfToken(sequence), farthestFirst(sequence));
      flow.begin(last);
    }
    while (ended.isEmpty()) {
      if (events.isEmpty()) {
        throw new IllegalStateException(
            "nothing can happen any more at %s ps, and %s messages are on their way"
                .formatted(events.nowPs(), router.messages().open()));
      }
      happen(events.next());
    }
    last = ended.remove();
    return last;
  }

  /// Whether every sequence has all its tokens, and none is to come.
  public boolean isOver() {
    return running == 0 && admission.nextArrivalPs(events.nowPs()) == Admission.NEVER;
  }

  private void happen(long event) {
    int index = Event.index(event);
    switch (Event.kind(event)) {
      case Event.PACKET -> router.packetArrived(event);
      case Event.LINK_READY -> router.linkReady(index);
      case Event.DELIVERED -> {
        if (router.arrived(event)) {
          flow.resume(router.messages().take(Event.message(event)));
        }
      }
      case Event.MACROS_DONE -> flow.resume(hardware.macros().at(index).finish());
      case Event.DISTRIBUTED -> flow.resume(hardware.distribution().at(index).finish());
      case Event.VECTOR_DONE -> flow.resume(hardware.vectors().at(index).finish());
      case Event.HOST_DISPATCHED -> flow.hostDispatched(index);
      case Event.HOST_COMPUTED -> flow.resume(hardware.hosts().compute(index).finish());
      case Event.HOST_MEMORY_DONE -> flow.resume(hardware.hosts().memory(index).finish());
      case Event.ATTENTION_COMPUTED -> flow.resume(hardware.attention().compute(index).finish());
      case Event.KV_READ -> flow.resume(hardware.attention().memory(index).finish());
      case Event.WEIGHTS_READ -> flow.resume(hardware.weightMemories().at(index).finish());
      case Event.WEIGHTS_DUE -> Objects.requireNonNull(weights).read(index);
      case Event.ARRIVAL -> admit();
      case Event.SAMPLE -> Objects.requireNonNull(probe).sample(events, index);
      default -> throw new IllegalStateException("no such event: " + event);
    }
  }

  private void admit() {
    long nowPs = events.nowPs();
    Sequence sequence = admission.next(nowPs, running);
    while (sequence != null) {
      start(sequence);
      sequence = admission.next(nowPs, running);
    }
    long nextPs = admission.nextArrivalPs(nowPs);
    if (nextPs != nextArrivalPs && nextPs != Admission.NEVER) {
      events.schedule(nextPs, Event.of(Event.ARRIVAL, 0));
    }
    nextArrivalPs = nextPs;
  }

  private void start(Sequence sequence) {
    running++;
    allRepeat &= sequence.repeats();
    if (sequence.chunks() == 0) {
      Pass pass = newPass(sequence);
      pass.takeToken(priorityOfToken(sequence), farthestFirst(sequence));
      flow.begin(pass);
    }
    for (int chunk = 0; chunk < sequence.chunks(); chunk++) {
      Pass pass = newPass(sequence);
      pass.takeChunk(chunk, priorityOfChunk(sequence, chunk));
      flow.begin(pass);
    }
  }

  private Pass newPass(Sequence sequence) {
    if (weights != null) {
      weights.join();
    }
    RankSchedule schedule = schedules.get(sequence.id() % schedules.size());
    return passes.add(number -> new Pass(number, plan.machine().dies(), sequence, schedule));
  }

  /// Tokens are served in order of arrival, and before prompts. Where all wait for the same weights
  /// they set out together, and each sequence has its place.
  private int priorityOfToken(Sequence sequence) {
    return weights == null ? 0 : sequence.id();
  }

  /// Not beside prompts of a batch that is all there at once, with the first chunks of which tokens
  /// take turns.
  private boolean farthestFirst(Sequence sequence) {
    return weights == null && (sequence.chunks() == 0 || admission.readsInOrder());
  }

  /// Where requests come and go, the prompt that came first is read first, its chunks in their
  /// order: prompts that took turns would crawl through the first layers together and leave the
  /// later chiplets idle. Of a batch that is all there at once, chunks of the same number take
  /// turns.
  private int priorityOfChunk(Sequence sequence, int chunk) {
    return weights == null && admission.readsInOrder()
        ? 1 + Math.min(sequence.id(), LAST_PROMPT) * CHUNKS + Math.min(chunk, CHUNKS - 1)
        : weights == null ? chunk : chunk + sequence.id();
  }

  /// A pass has gone all its way.
  private void end(Pass pass) {
    pass.tally().add(Action.LINK, router.linkBits().take(pass.number()));
    total.take(pass.tally());
    boolean token = pass.sequence().passEnded();
    boolean goesOn = token && !pass.sequence().isDone();
    pass.goesOn(goesOn);
    ended.add(pass);
    if (recorder != null) {
      recorder.passEnds(pass.number(), events.nowPs());
    }
    if (goesOn) {
      return;
    }
    passes.remove(pass);
    if (weights != null) {
      weights.leave();
    }
    if (token) {
      running--;
      admit();
    }
  }

  /// The time of the event that happened last.
  public long nowPs() {
    return events.nowPs();
  }

  /// Events so far.
  public long events() {
    return events.happened();
  }

  /// Whether the future depends on nothing but the state: no choice by chance, no growing context,
  /// no sequence that comes or ends, no refreshes by the clock on the wall.
  public boolean isSelfContained() {
    return !hardware.macros().refreshes()
        && !hardware.attention().refreshes()
        && allRepeat
        && admission.nextArrivalPs(nowPs()) == Admission.NEVER
        && schedules.stream().noneMatch(RankSchedule::routed);
  }

  /// What ended passes did.
  public ActionTally total() {
    return total;
  }

  /// Everything that can be busy, with every packet in its place.
  public PackageHardware hardware() {
    router.dissolveTrains();
    return hardware;
  }

  /// Takes readings from time to time.
  public void watch(Probe by) {
    probe = by;
    events.schedule(by.fromPs(), Event.of(Event.SAMPLE, 0));
  }

  /// Writes down all that decides what happens from now on.
  public void describe(StateSnapshot snapshot) {
    router.dissolveTrains();
    snapshot.begin(events.nowPs());
    events.forEach((atPs, event) -> router.describe(atPs, event, snapshot));
    hardware.describe(snapshot);
    if (weights != null) {
      weights.describe(snapshot);
    }
    passes.forEach(pass -> pass.describe(snapshot));
  }
}
