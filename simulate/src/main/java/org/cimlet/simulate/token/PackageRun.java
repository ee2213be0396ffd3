package org.cimlet.simulate.token;

import java.util.List;
import java.util.Objects;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.Step;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Probe;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.Server;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.hardware.ActionTally;
import org.cimlet.simulate.hardware.DistributionBus;
import org.cimlet.simulate.hardware.MacroActivity;
import org.cimlet.simulate.network.Messages;
import org.cimlet.simulate.network.Packets;
import org.cimlet.simulate.network.Router;
import org.jspecify.annotations.Nullable;

/// The state of a run: the parts of the package, the streams in it, and what happens when.
///
/// A token goes: its embedding's row out of the host's memory; then for each layer the residual
/// stream to the layer's home; for each step inputs, work of macros and distribution on each
/// chiplet, results, element-wise work at the home, then host dispatch, host arithmetic and
/// attention where results went to the host; last the head, and the host's choice of a token.
@SuppressWarnings("ReferenceEquality") // a relay is itself, however alike another is
public final class PackageRun {
  private static final int FOR_LAYER = -1;
  private static final int FOR_RESULT = -2;
  private static final int FOR_HOME = -3;
  private static final int FOR_ATTENDED = -4;
  private static final int FOR_ROW = -5;
  private static final int NOBODY = -1;

  private final Plan plan;
  private final boolean contextGrows;
  private final RankSchedules ways;
  private final @Nullable Recorder recorder;
  private final EventQueue events = new EventQueue();
  private final MacroActivity macros;
  private final DistributionBus distribution;
  private final AttentionVisits visits;
  private final EmbeddingLookup lookUps;
  private final HostService service;
  private final @Nullable WeightReload rounds;
  private final Router router;
  private final Relays relays;
  private final StepOrders orders;
  private final PackageHardware parts;
  private final List<Stream> streams;
  private final ActionTally total;
  private int finished = NOBODY;
  private @Nullable Probe probe;

  public PackageRun(
      Plan plan,
      Packets packets,
      boolean contextGrows,
      long seed,
      List<Stream> streams,
      @Nullable Recorder recorder) {
    this.plan = plan;
    this.contextGrows = contextGrows;
    this.streams = List.copyOf(streams);
    this.recorder = recorder;
    ways = new RankSchedules(plan);
    total = new ActionTally(plan.machine().dies());
    parts = PackageHardware.of(plan, packets, events, streams.size(), recorder);
    macros = parts.macros();
    distribution = parts.distribution();
    router = parts.router();
    rounds = parts.rounds();
    relays = new Relays(router);
    orders = new StepOrders(ways, parts, relays, FOR_HOME, seed);
    visits = new AttentionVisits(plan, contextGrows, ways, router, parts.attention());
    lookUps = new EmbeddingLookup(plan, ways, router, macros, distribution);
    service = new HostService(plan, contextGrows, ways, this.streams, parts, visits, lookUps);
  }

  /// Begins a stream's first token at a time to come.
  public void beginAt(long atPs, int stream) {
    events.schedule(atPs, Event.of(Event.STREAM_BEGINS, stream));
  }

  /// Begins a stream's next token now.
  public void begin(int stream) {
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
  public int nextToken() {
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
      case Event.VECTOR_DONE -> vectorDone(parts.vectors().at(index).finish());
      case Event.HOST_DISPATCHED ->
          service.step(streams.get(index), ways.tokens(streams.get(index)));
      case Event.HOST_COMPUTED -> hostDone(parts.host().compute(index).finish());
      case Event.STREAM_BEGINS -> begin(index);
      case Event.HOST_MEMORY_DONE -> hostDone(parts.host().memory(index).finish());
      case Event.ATTENTION_COMPUTED -> attended(parts.attention().compute(index).finish());
      case Event.KV_READ -> attended(parts.attention().memory(index).finish());
      case Event.WEIGHTS_READ -> rounds().wasRead(rounds().memory(index).finish());
      case Event.WEIGHTS_DUE -> rounds().read(index);
      case Event.SAMPLE -> Objects.requireNonNull(probe).sample(events, index);
      default -> throw new IllegalStateException("no such event: " + event);
    }
  }

  private WeightReload rounds() {
    return Objects.requireNonNull(rounds);
  }

  private void enter(Stream s) {
    if (ways.tokens(s) == 0) {
      finish(s);
      if (rounds != null) {
        rounds.leaves(s.leg());
      }
    } else if (rounds != null && ways.leg(s).opensRound()) {
      rounds.await(s);
    } else {
      goOn(s);
    }
  }

  private void goOn(Stream s) {
    Leg leg = ways.leg(s);
    if (recorder != null) {
      recorder.stepBegins(s.id(), events.nowPs(), s.leg());
    }
    int from = leg.residualFrom() == Leg.HOST ? ways.of(s).hostNode() : leg.residualFrom();
    if (from == Leg.NOWHERE || from == leg.home()) {
      sendInputs(s);
    } else {
      long elements = (long) ways.tokens(s) * plan.program().hiddenSize();
      long bits = elements * ways.of(s).resolver().residualBits();
      router.send(from, leg.home(), s.id(), FOR_LAYER, bits);
    }
  }

  private void sendInputs(Stream s) {
    if (!orders.sendInputs(s)) {
      leave(s); // none of its experts are in this round
    }
  }

  private void workDone(long job) {
    if (job == Server.NO_JOB) {
      return;
    }
    if (Server.stream(job) == streams.size()) {
      rounds().written(total).forEach(this::goOn);
      return;
    }
    Stream s = streams.get(Server.stream(job));
    int part = Server.tag(job);
    if (part >= EmbeddingLookup.FIRST_TAG) {
      lookUps.worked(s, part - EmbeddingLookup.FIRST_TAG, FOR_ROW);
    } else if (s.workDone(part)) {
      StepWork work = s.work();
      if (work.hasSums()) {
        if (relays.summedAt(s, part, ways.times(s))) {
          resultThere(s);
        }
      } else {
        orders.sendResults(s, part, FOR_RESULT);
      }
      resultThere(s);
    }
  }

  private void delivered(int message) {
    Messages messages = router.messages();
    int role = messages.role(message);
    if (role == WeightReload.ROLE) {
      rounds().arrived(messages.to(message), messages.lastBits(message));
      messages.close(message);
      return;
    }
    Stream s = streams.get(messages.stream(message));
    messages.close(message);
    if (role == FOR_LAYER) {
      sendInputs(s);
    } else if (role == FOR_RESULT) {
      resultThere(s);
    } else if (role == FOR_HOME) {
      if (s.gathered()) {
        orders.passOn(s);
        int part = s.work().partAt(ways.leg(s).home());
        if (part != Relay.NO_PART && s.inputArrived(part)) {
          orders.beginWork(s, part);
        }
      }
    } else if (role == FOR_ATTENDED) {
      served(s, HostService.ATTENTION);
    } else if (role == FOR_ROW) {
      served(s, HostService.ROW);
    } else if (role <= EmbeddingLookup.FIRST_ROLE) {
      lookUps.arrived(s, EmbeddingLookup.FIRST_ROLE - role);
    } else if (role <= AttentionVisits.FIRST_ROLE) {
      visits.arrived(s, AttentionVisits.FIRST_ROLE - role);
    } else if (role >= Relays.FIRST_ROLE) {
      segmentThere(s, role);
    } else if (s.inputArrived(role)) {
      orders.beginWork(s, role);
    }
  }

  private void segmentThere(Stream s, int role) {
    StepWork work = s.work();
    if (work.hasSums() && work.relayAt(role - Relays.FIRST_ROLE) == work.sums()) {
      if (relays.arrivedAbove(s, role, ways.times(s))) {
        resultThere(s);
      }
      return;
    }
    int part = relays.arrivedBelow(s, role, ways.times(s));
    if (part != Relay.NO_PART && s.inputArrived(part)) {
      orders.beginWork(s, part);
    }
  }

  private void resultThere(Stream s) {
    if (s.ended()) {
      elementwise(s);
    }
  }

  private void elementwise(Stream s) {
    Leg leg = ways.leg(s);
    if (!leg.ends()) {
      leave(s); // the rest of the step is in the next round
      return;
    }
    if (s.work().hasSums()) {
      // routers and chiplets add on the way: work, but nobody waits for it
      long added = (s.work().size() - 1L) * leg.step().toResidualElements();
      s.tally().addVectorOps(ways.tokens(s) * added);
    }
    long ops = ways.tokens(s) * leg.step().vectorOps();
    if (ops == 0) {
      host(s);
      return;
    }
    s.tally().addVectorOps(ops);
    parts
        .vectors()
        .at(leg.home())
        .add(s.priority(), Server.job(s.id(), 0), parts.vectors().opsPs(ops), s.tokens());
  }

  private void vectorDone(long job) {
    if (job != Server.NO_JOB) {
      host(streams.get(Server.stream(job)));
    }
  }

  private void host(Stream s) {
    Step step = ways.leg(s).step();
    if (step.attends() && parts.attention().present()) {
      service.attend(s);
    } else if (step.toHostElements() > 0) {
      events.schedule(
          events.nowPs() + parts.host().dispatchPs(), Event.of(Event.HOST_DISPATCHED, s.id()));
    } else {
      leave(s);
    }
  }

  private void hostDone(long job) {
    if (job != Server.NO_JOB) {
      served(streams.get(Server.stream(job)), Server.tag(job));
    }
  }

  private void served(Stream s, int tag) {
    switch (service.done(s, tag)) {
      case STAYS -> {}
      case ENTERS -> enter(s);
      case LEAVES -> leave(s);
    }
  }

  private void attended(long job) {
    if (job != Server.NO_JOB) {
      Stream s = streams.get(Server.stream(job));
      if (visits.worked(s, Server.tag(job), FOR_ATTENDED)) {
        served(s, HostService.ATTENTION);
      }
    }
  }

  private void leave(Stream s) {
    s.nextLeg();
    if (s.leg() == ways.of(s).size()) {
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

  public long nowPs() {
    return events.nowPs();
  }

  /// Events so far.
  public long events() {
    return events.happened();
  }

  public Stream stream(int id) {
    return streams.get(id);
  }

  /// Whether the future depends on nothing but the state: no choice by chance, no growing context,
  /// no refreshes by the clock on the wall.
  public boolean isSelfContained() {
    return !macros.pauses() && !parts.attention().pauses() && !contextGrows && !ways.routed();
  }

  /// What finished tokens did.
  public ActionTally total() {
    return total;
  }

  /// Virtual channels of every link.
  int channels() {
    return router.channels();
  }

  /// Everything that can be busy, with every packet in its place.
  public PackageHardware hardware() {
    router.dissolveTrains();
    return parts;
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
    parts.describe(snapshot);
    for (Stream stream : streams) {
      stream.describe(snapshot);
    }
  }
}
