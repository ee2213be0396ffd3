package org.cimlet.simulate;

import java.util.List;
import java.util.Objects;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Step;
import org.jspecify.annotations.Nullable;

/// The state of a run: the parts of the package, the streams in it, and what happens when.
///
/// A token goes: its embedding's row out of the host's memory; then for each layer the residual
/// stream to the layer's home; for each step inputs, work of macros and distribution on each
/// chiplet, results, element-wise work at the home, then host dispatch, host arithmetic and
/// attention where results went to the host; last the head, and the host's choice of a token.
@SuppressWarnings("ReferenceEquality") // a relay is itself, however alike another is
final class PackageRun {
  private static final int FOR_LAYER = -1;
  private static final int FOR_RESULT = -2;
  private static final int FOR_HOME = -3;
  private static final int NOBODY = -1;

  private final Plan plan;
  private final SimulationOptions options;
  private final List<LaneWay> lanes;
  private final @Nullable Recorder recorder;
  private final EventQueue events = new EventQueue();
  private final MacroActivity macros;
  private final DistributionBus distribution;
  private final VectorActivity vectors;
  private final AttentionActivity attention;
  private final HostActivity host;
  private final HostService service;
  private final Router router;
  private final Relays relays;
  private final PackageParts parts;
  private final List<Stream> streams;
  private final ActionTally total = new ActionTally();
  private int finished = NOBODY;
  private @Nullable Lookout lookout;

  PackageRun(
      Plan plan, SimulationOptions options, List<Stream> streams, @Nullable Recorder recorder) {
    this.plan = plan;
    this.options = options;
    this.streams = List.copyOf(streams);
    this.recorder = recorder;
    lanes = LaneWay.all(plan);
    Chiplet chiplet = plan.machine().chiplet();
    int chiplets = plan.machine().chiplets();
    macros = new MacroActivity(chiplet, chiplets, events, recorder);
    distribution = new DistributionBus(chiplet, chiplets, events, recorder);
    vectors = new VectorActivity(chiplet, chiplets, events, recorder);
    attention = new AttentionActivity(chiplet, chiplets, events, recorder);
    host =
        new HostActivity(
            plan.machine().host(), plan.machine().topology().hosts(), events, recorder);
    router = new Router(plan.machine().topology(), options, events, streams.size(), recorder);
    relays = new Relays(router);
    parts = new PackageParts(macros, distribution, vectors, attention, host, router);
    service = new HostService(plan, options, lanes, this.streams, host, attention);
  }

  /// Begins a stream's first token at a time to come.
  void beginAt(long atPs, int stream) {
    events.schedule(atPs, Event.of(Event.STREAM_BEGINS, stream));
  }

  /// Begins a stream's next token now.
  void begin(int stream) {
    Stream s = streams.get(stream);
    s.beginToken(events.nowPs());
    if (recorder != null) {
      recorder.tokenBegins(stream, events.nowPs());
    }
    service.embed(s);
  }

  /// Goes on until a stream has finished a token; says which.
  ///
  /// @throws IllegalStateException where nothing can happen any more
  int nextToken() {
    finished = NOBODY;
    while (finished == NOBODY) {
      if (events.isEmpty()) {
        throw new IllegalStateException(
            "nothing can happen any more at %s ps, and %s messages are on their way"
                .formatted(events.nowPs(), router.messages().open()));
      }
      happen(events.next());
    }
    return finished;
  }

  private void happen(long event) {
    int index = Event.index(event);
    switch (Event.kind(event)) {
      case Event.PACKET -> router.packetArrived(event);
      case Event.LINK_READY -> router.linkReady(index);
      case Event.DELIVERED -> {
        if (router.arrived(event)) {
          delivered(Event.message(event));
        }
      }
      case Event.MACROS_DONE -> workDone(macros.at(index).finish());
      case Event.DISTRIBUTED -> workDone(distribution.at(index).finish());
      case Event.VECTOR_DONE -> vectorDone(vectors.at(index).finish());
      case Event.HOST_NOTICED -> service.step(streams.get(index), tokensIn(streams.get(index)));
      case Event.HOST_COMPUTED -> hostDone(host.compute(index).finish());
      case Event.STREAM_BEGINS -> begin(index);
      case Event.HOST_REMEMBERED -> hostDone(host.memory(index).finish());
      case Event.ATTENDED -> hostDone(attention.compute(index).finish());
      case Event.RECALLED -> hostDone(attention.memory(index).finish());
      case Event.LOOK -> Objects.requireNonNull(lookout).look(events, meter(), index);
      default -> throw new IllegalStateException("no such event: " + event);
    }
  }

  private void enter(Stream s) {
    Leg leg = leg(s);
    int tokens = tokensIn(s);
    if (tokens == 0) {
      finish(s);
      return;
    }
    if (recorder != null) {
      recorder.stepBegins(s.id(), events.nowPs(), s.leg());
    }
    int from = leg.residualFrom() == Leg.HOST ? way(s).hostNode() : leg.residualFrom();
    if (from == Leg.NOWHERE || from == leg.home()) {
      sendInputs(s);
    } else {
      long bits = (long) tokens * plan.program().hiddenSize() * way(s).resolver().residualBits();
      router.send(from, leg.home(), s.id(), FOR_LAYER, bits);
    }
  }

  private LaneWay way(Stream s) {
    return lanes.get(s.lane());
  }

  private Leg leg(Stream s) {
    return way(s).leg(s.leg());
  }

  private int tokensIn(Stream s) {
    return s.leg() == way(s).size() - 1 ? s.headTokens() : s.tokens();
  }

  /// How often the work of the step at hand is done.
  private int times(Stream s) {
    return leg(s).routed() ? 1 : tokensIn(s);
  }

  private void sendInputs(Stream s) {
    Leg leg = leg(s);
    if (!leg.routed()) {
      s.take(way(s).fixedWork(s.leg()));
    } else {
      ExpertChoice choice = s.choiceFor(leg.routedStack());
      choice.draw(
          options.seed(), s.id(), s.firstPosition() + s.tokensDone(), s.tokens(), leg.layer());
      StepWork own = s.takeOwn();
      Leg before = way(s).leg(Math.max(0, s.leg() - 1));
      way(s).resolver().resolve(leg, before, s.workBefore(), choice, own);
    }
    StepWork work = s.work();
    s.openParts(work.partAt(leg.home()));
    long times = times(s);
    for (int flow = 0; flow < work.flows(); flow++) {
      int part = work.flowTo(flow);
      boolean toHome = part == StepResolver.GATHERED;
      router.send(
          work.flowFrom(flow),
          toHome ? leg.home() : work.chiplet(part),
          s.id(),
          toHome ? FOR_HOME : part,
          times * work.flowBits(flow));
    }
    if (work.gathered() == 0) {
      passOn(s);
    }
    for (int part = 0; part < work.size(); part++) {
      if (s.hasInputs(part)) {
        beginWork(s, part);
      }
    }
  }

  private void passOn(Stream s) {
    StepWork work = s.work();
    for (Relay relay : work.relays()) {
      if (!work.hasSums() || relay != work.sums()) {
        relays.begin(s, relay, times(s));
      }
    }
  }

  private void beginWork(Stream s, int part) {
    StepWork work = s.work();
    long times = times(s);
    long resultBits = times * work.outputs(part) * work.bitsPerResult();
    long busBits = times * work.inputBits(part) + resultBits;
    s.tally().addWork(work, part, times, resultBits);
    s.workBegins(part);
    long job = WorkQueue.job(s.id(), part);
    int chiplet = work.chiplet(part);
    macros.at(chiplet).add(s.rank(), job, times * work.macroPs(part), s.tokens());
    distribution.at(chiplet).add(s.rank(), job, distribution.bitsPs(busBits), s.tokens());
  }

  private void workDone(long job) {
    if (job == WorkQueue.NO_JOB) {
      return;
    }
    Stream s = streams.get(WorkQueue.stream(job));
    int part = WorkQueue.tag(job);
    if (s.workDone(part)) {
      StepWork work = s.work();
      if (work.hasSums()) {
        if (relays.summedAt(s, part, times(s))) {
          resultThere(s);
        }
      } else {
        int from = work.chiplet(part);
        sendResult(s, from, way(s).hostNode(), work.toHostBits(part));
        sendResult(s, from, leg(s).home(), work.toHomeBits(part));
      }
      resultThere(s);
    }
  }

  private void sendResult(Stream s, int from, int to, long bits) {
    if (bits > 0 && from != to) {
      s.await();
      router.send(from, to, s.id(), FOR_RESULT, times(s) * bits);
    }
  }

  private void delivered(int message) {
    Messages messages = router.messages();
    Stream s = streams.get(messages.stream(message));
    int role = messages.role(message);
    messages.close(message);
    if (role == FOR_LAYER) {
      sendInputs(s);
    } else if (role == FOR_RESULT) {
      resultThere(s);
    } else if (role == FOR_HOME) {
      if (s.gathered()) {
        passOn(s);
        int part = s.work().partAt(leg(s).home());
        if (part != Relay.NO_PART && s.inputArrived(part)) {
          beginWork(s, part);
        }
      }
    } else if (role >= Relays.FIRST_ROLE) {
      segmentThere(s, role);
    } else if (s.inputArrived(role)) {
      beginWork(s, role);
    }
  }

  private void segmentThere(Stream s, int role) {
    StepWork work = s.work();
    if (work.hasSums() && work.relayAt(role - Relays.FIRST_ROLE) == work.sums()) {
      if (relays.arrivedAbove(s, role, times(s))) {
        resultThere(s);
      }
      return;
    }
    int part = relays.arrivedBelow(s, role, times(s));
    if (part != Relay.NO_PART && s.inputArrived(part)) {
      beginWork(s, part);
    }
  }

  private void resultThere(Stream s) {
    if (s.ended()) {
      elementwise(s);
    }
  }

  private void elementwise(Stream s) {
    Leg leg = leg(s);
    if (s.work().hasSums()) {
      // routers and chiplets add on the way: work, but nobody waits for it
      long added = (s.work().size() - 1L) * leg.step().toResidualElements();
      s.tally().addVectorOps(tokensIn(s) * added);
    }
    long ops = tokensIn(s) * leg.step().vectorOps();
    if (ops == 0) {
      host(s);
      return;
    }
    s.tally().addVectorOps(ops);
    vectors.at(leg.home()).add(s.rank(), WorkQueue.job(s.id(), 0), vectors.opsPs(ops), s.tokens());
  }

  private void vectorDone(long job) {
    if (job != WorkQueue.NO_JOB) {
      host(streams.get(WorkQueue.stream(job)));
    }
  }

  private void host(Stream s) {
    Step step = leg(s).step();
    if (step.attends() && attention.present()) {
      service.attend(s);
    } else if (step.toHostElements() > 0) {
      events.schedule(events.nowPs() + host.dispatchPs(), Event.of(Event.HOST_NOTICED, s.id()));
    } else {
      leave(s);
    }
  }

  private void hostDone(long job) {
    if (job != WorkQueue.NO_JOB) {
      Stream s = streams.get(WorkQueue.stream(job));
      switch (service.done(s, WorkQueue.tag(job))) {
        case STAYS -> {}
        case ENTERS -> enter(s);
        case LEAVES -> leave(s);
      }
    }
  }

  private void leave(Stream s) {
    s.nextLeg();
    if (s.leg() == way(s).size()) {
      finish(s);
    } else {
      enter(s);
    }
  }

  private void finish(Stream s) {
    s.tally().addLinkBits(router.takeLinkBits(s.id()));
    total.take(s.tally());
    s.endToken();
    finished = s.id();
    if (recorder != null) {
      recorder.tokenEnds(s.id(), events.nowPs());
    }
  }

  long nowPs() {
    return events.nowPs();
  }

  /// Events so far.
  long events() {
    return events.happened();
  }

  Stream stream(int id) {
    return streams.get(id);
  }

  /// Whether the future depends on nothing but the state: no choice by chance, no growing context,
  /// no refreshes by the clock on the wall.
  boolean isSelfContained() {
    return !macros.pauses() && !options.contextGrows() && lanes.stream().noneMatch(LaneWay::routed);
  }

  /// What finished tokens did.
  ActionTally total() {
    return total;
  }

  /// Virtual channels of every link.
  int channels() {
    return router.channels();
  }

  /// How busy every part was up to now.
  Meter meter() {
    router.dissolveTrains();
    return parts.meter(plan, events.nowPs());
  }

  /// Lets somebody look at every part from time to time.
  void watch(Lookout by) {
    lookout = by;
    events.schedule(by.fromPs(), Event.of(Event.LOOK, 0));
  }

  /// Writes down all that decides what happens from now on.
  void describe(StateImage image) {
    router.dissolveTrains();
    image.begin(events.nowPs());
    events.forEach((atPs, event) -> router.describe(atPs, event, image));
    parts.describe(image);
    for (Stream stream : streams) {
      stream.describe(image);
    }
  }
}
