package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Step;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Picoseconds;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.Server;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.hardware.ActionTally;
import org.cimlet.simulate.hardware.DistributionBus;
import org.cimlet.simulate.hardware.MacroActivity;
import org.cimlet.simulate.network.Router;
import org.jspecify.annotations.Nullable;

/// Loads the package round after round: the streams gather before a round, its weights come from
/// the memories in segments over the links, chiplets write them, and the streams go on.
///
/// A segment is read, sent and written; the next is read meanwhile, as far ahead as the link takes.
/// Each link of a host is fed by itself, each chiplet behind it by its share, so that all end
/// together.
public final class WeightReload {
  /// What messages with weights are for.
  static final int ROLE = Integer.MIN_VALUE;

  private final Plan plan;
  private final EventQueue events;
  private final Router router;
  private final MacroActivity macros;
  private final DistributionBus distribution;
  private final @Nullable Recorder recorder;
  private final int id;
  private final Server[] memories;
  private final double memoryBitsPerS;
  private final double programmedBitsPerS;
  private final List<List<SegmentFeeder>> feedersOfRound = new ArrayList<>();
  private final long[] bitsOfRound;
  private final List<Stream> waiting = new ArrayList<>();
  private int expected;
  private int round = -1;
  private int segmentsLeft;

  /// @param streams that pass the package together
  WeightReload(
      Plan plan,
      EventQueue events,
      Router router,
      MacroActivity macros,
      DistributionBus distribution,
      int streams,
      @Nullable Recorder recorder) {
    this.plan = plan;
    this.events = events;
    this.router = router;
    this.macros = macros;
    this.distribution = distribution;
    this.recorder = recorder;
    id = streams;
    expected = streams;
    Machine machine = plan.machine();
    WeightMemory memory = machine.weightMemory();
    if (memory == null) {
      throw new IllegalArgumentException("rounds must be loaded from a memory, got none");
    }
    memoryBitsPerS = Picoseconds.rate(8 * memory.bytesPerS(), "bandwidth of the weight memory");
    programmedBitsPerS = programmedBitsPerS(machine.chiplet());
    memories = new Server[machine.topology().hosts()];
    for (int host = 0; host < memories.length; host++) {
      memories[host] =
          new Server(events, Event.WEIGHTS_READ, Resource.WEIGHT_MEMORY, host, recorder);
    }
    bitsOfRound = new long[plan.placement().weightSets()];
    for (int r = 0; r < bitsOfRound.length; r++) {
      long[] bits = bitsOfChiplets(r);
      for (long ofChiplet : bits) {
        bitsOfRound[r] += ofChiplet;
      }
      feedersOfRound.add(SegmentFeeder.all(machine.topology(), bits));
    }
  }

  /// Rate at which cells are programmed; infinite where bits are written as they come.
  private static double programmedBitsPerS(Chiplet chiplet) {
    return chiplet
        .macro()
        .cellWrite()
        .map(write -> {
          double bitsAtOnce = write.cellsAtOnce() / chiplet.macro().cells(1) * chiplet.macros();
          return bitsAtOnce * Picoseconds.PER_S / write.cellPs();
        })
        .orElse(Double.POSITIVE_INFINITY);
  }

  private long[] bitsOfChiplets(int ofRound) {
    Placement placement = plan.placement();
    List<Step> head = List.of(plan.program().head());
    long[] bits = new long[plan.machine().chiplets()];
    int end = placement.firstShardOfWeightSet(ofRound + 1);
    for (int piece = placement.firstShardOfWeightSet(ofRound); piece < end; piece++) {
      int layer = placement.layer(piece);
      boolean isHead = layer == plan.program().layers().size();
      List<Step> steps = isHead ? head : plan.program().layers().get(layer).steps();
      FusedLinears stack = steps.get(placement.step(piece)).stacks().get(placement.fused(piece));
      long rows = stack.copies() > 1 ? stack.outputs() : 1;
      bits[placement.chiplet(piece)] +=
          rows * placement.units(piece) * stack.packing().bitsPerRow(placement.inputs(piece));
    }
    return bits;
  }

  /// Number by which links and parts know what is loaded: that of a stream after the last.
  int id() {
    return id;
  }

  public Server memory(int host) {
    return memories[host];
  }

  /// A stream has come to the first step of a round. It goes on once the round is loaded.
  void await(Stream s) {
    waiting.add(s);
    beginIfAllWait(s.leg());
  }

  /// A stream will come to no further round; others may wait for it.
  void leaves(int atLeg) {
    expected--;
    beginIfAllWait(atLeg);
  }

  private void beginIfAllWait(int atLeg) {
    if (waiting.size() < expected || expected == 0) {
      return;
    }
    round = (round + 1) % bitsOfRound.length;
    if (recorder != null) {
      recorder.loadBegins(round, atLeg, events.nowPs());
    }
    segmentsLeft = 0;
    List<SegmentFeeder> feeders = feedersOfRound.get(round);
    for (SegmentFeeder feeder : feeders) {
      segmentsLeft += feeder.begin();
    }
    for (int feeder = 0; feeder < feeders.size(); feeder++) {
      read(feeder);
    }
  }

  /// Reads a feeder's next segment, where it has one.
  void read(int feeder) {
    SegmentFeeder from = feedersOfRound.get(round).get(feeder);
    if (from.choose()) {
      long readPs = Picoseconds.of(from.chosenBits(), memoryBitsPerS);
      memories[from.host()].add(0, Server.job(id, feeder), readPs, 1);
    }
  }

  /// A memory has read a feeder's segment: it is sent, and the next is read so that it is there
  /// when the link is free.
  void wasRead(long job) {
    if (job == Server.NO_JOB) {
      return;
    }
    int feeder = Server.tag(job);
    SegmentFeeder from = feedersOfRound.get(round).get(feeder);
    long bits = from.chosenBits();
    int host = plan.machine().topology().host(from.host());
    router.sendWhole(host, from.chosenChiplet(), id, ROLE, bits);
    long linkPs = router.link(from.link()).packetPs(bits);
    long readPs = Picoseconds.of(bits, memoryBitsPerS);
    long duePs = events.nowPs() + Math.max(0, linkPs - readPs);
    events.schedule(duePs, Event.of(Event.WEIGHTS_DUE, feeder));
  }

  /// A segment has arrived at a chiplet, and is written.
  void arrived(int chiplet, long bits) {
    distribution
        .at(chiplet)
        .add(0, Server.job(id, 2 * chiplet), distribution.bitsPs(chiplet, bits), 1);
    if (programmedBitsPerS < Double.POSITIVE_INFINITY) {
      segmentsLeft++;
      long programPs = Picoseconds.of(bits, programmedBitsPerS);
      macros.at(chiplet).add(0, Server.job(id, 2 * chiplet + 1), programPs, 1);
    }
  }

  /// A segment has been written. Returns the streams that go on, where it was the last.
  List<Stream> written(ActionTally total) {
    if (--segmentsLeft > 0) {
      return List.of();
    }
    total.addLoadedBits(bitsOfRound[round]);
    total.addLinkBits(router.takeLinkBits(id));
    if (recorder != null) {
      recorder.loadEnds(events.nowPs());
    }
    List<Stream> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /// Nothing is on its way whenever a token ends: only who waits for what decides what follows.
  void describe(StateSnapshot snapshot) {
    snapshot.add(round);
    snapshot.add(segmentsLeft);
    snapshot.add(expected);
    for (Stream s : waiting) {
      snapshot.add(s.id());
    }
    for (Server memory : memories) {
      memory.describe(snapshot);
    }
  }
}
