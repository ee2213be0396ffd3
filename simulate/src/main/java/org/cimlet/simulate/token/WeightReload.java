package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionTally;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.simulate.engine.Continuation;
import org.cimlet.simulate.engine.Continuation.Stage;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Picoseconds;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.hardware.PackageHardware;
import org.jspecify.annotations.Nullable;

/// Loads one weight set after the other: all passes gather before a set, its weights come from the
/// memories in segments over the links, chiplets write them, and the passes that wait for it go on.
///
/// A segment is read, sent and written; the next is read meanwhile, as far ahead as the link takes.
/// Each link of a host is fed by itself, each chiplet behind it by its share, so that all end
/// together. A chiplet with a memory of its own is fed by itself, over no link.
final class WeightReload {
  private final Plan plan;
  private final PackageHardware hardware;
  private final EventQueue events;
  private final ActionTally total;
  private final @Nullable Recorder recorder;
  private final double memoryBitsPerS;
  private final double programmedBitsPerS;
  private final List<List<SegmentFeeder>> feedersOfSet = new ArrayList<>();
  private final long[] bitsOfSet;
  private final List<Pass> waiting = new ArrayList<>();
  private int passes;
  private int weightSet = -1;
  private int segmentsLeft;

  /// @param total where loaded bits are counted
  WeightReload(
      Plan plan,
      PackageHardware hardware,
      EventQueue events,
      ActionTally total,
      @Nullable Recorder recorder) {
    this.plan = plan;
    this.hardware = hardware;
    this.events = events;
    this.total = total;
    this.recorder = recorder;
    WeightMemory memory = plan.machine().weightMemory();
    if (memory == null) {
      throw new IllegalArgumentException("weight sets must be loaded from a memory, got none");
    }
    memoryBitsPerS = Picoseconds.rate(8 * memory.bytesPerS(), "bandwidth of the weight memory");
    programmedBitsPerS = programmedBitsPerS(plan.machine().chiplet());
    bitsOfSet = new long[plan.placement().weightSets()];
    for (int set = 0; set < bitsOfSet.length; set++) {
      long[] bits = plan.schedule(0).bitsOfChiplets(set);
      for (long ofChiplet : bits) {
        bitsOfSet[set] += ofChiplet;
      }
      feedersOfSet.add(SegmentFeeder.all(memory, plan.machine().topology(), bits));
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

  /// A pass sets out; all wait for it before the next set is loaded.
  void join() {
    passes++;
  }

  /// A pass comes to no further set; others may have waited for it.
  void leave() {
    passes--;
    loadIfAllWait();
  }

  /// A pass has come to the first step of a set. It goes on once the set is loaded.
  void await(Pass p) {
    waiting.add(p);
    loadIfAllWait();
  }

  private void loadIfAllWait() {
    if (segmentsLeft > 0 || waiting.isEmpty() || waiting.size() < passes) {
      return;
    }
    Pass first = nextInTurn();
    weightSet = first.step().weightSet();
    if (recorder != null) {
      recorder.loadBegins(weightSet, first.stepNumber(), events.nowPs());
    }
    List<SegmentFeeder> feeders = feedersOfSet.get(weightSet);
    for (SegmentFeeder feeder : feeders) {
      segmentsLeft += feeder.begin();
    }
    for (int feeder = 0; feeder < feeders.size(); feeder++) {
      read(feeder);
    }
  }

  /// A pass that waits for the set which comes soonest after the one loaded.
  private Pass nextInTurn() {
    Pass next = waiting.getFirst();
    for (Pass p : waiting) {
      next = turnsTo(p) < turnsTo(next) ? p : next;
    }
    return next;
  }

  private int turnsTo(Pass p) {
    return Math.floorMod(p.step().weightSet() - weightSet - 1, bitsOfSet.length);
  }

  /// Reads a feeder's next segment, where it has one.
  void read(int feeder) {
    SegmentFeeder from = feedersOfSet.get(weightSet).get(feeder);
    if (from.choose()) {
      long readPs = Picoseconds.of(from.chosenBits(), memoryBitsPerS);
      hardware.weightMemories().at(from.memory()).add(0, at(Stage.WEIGHTS_READ, feeder), readPs, 1);
    }
  }

  /// A memory has read a feeder's segment: it is sent, and the next is read so that it is there
  /// when the link is free. Beside its chiplet it is there.
  void send(int feeder) {
    SegmentFeeder from = feedersOfSet.get(weightSet).get(feeder);
    long bits = from.chosenBits();
    int chiplet = from.chosenChiplet();
    if (from.link() == SegmentFeeder.NO_LINK) {
      write(chiplet);
      read(feeder);
      return;
    }
    int host = plan.machine().topology().host(from.memory());
    hardware.router().sendWhole(host, chiplet, at(Stage.WEIGHTS_ARRIVED, chiplet), bits);
    long linkPs = hardware.router().link(from.link()).packetPs(bits);
    long readPs = Picoseconds.of(bits, memoryBitsPerS);
    long duePs = events.nowPs() + Math.max(0, linkPs - readPs);
    events.schedule(duePs, Event.of(Event.WEIGHTS_DUE, feeder));
  }

  /// A segment has arrived at a chiplet, and is written.
  void write(int chiplet) {
    long bits = 0;
    for (SegmentFeeder feeder : feedersOfSet.get(weightSet)) {
      bits += feeder.arrived(chiplet);
    }
    long busPs = hardware.distribution().bitsPs(chiplet, bits);
    hardware.distribution().at(chiplet).add(0, at(Stage.WEIGHTS_WRITTEN, chiplet), busPs, 1);
    if (programmedBitsPerS < Double.POSITIVE_INFINITY) {
      segmentsLeft++;
      long programPs = Picoseconds.of(bits, programmedBitsPerS);
      hardware.macros().at(chiplet).add(0, at(Stage.WEIGHTS_WRITTEN, chiplet), programPs, 1);
    }
  }

  private static long at(Stage stage, int index) {
    return Continuation.of(Continuation.NO_PASS, stage, index);
  }

  /// A segment has been written. Returns the passes that go on, where it was the last.
  List<Pass> written() {
    if (--segmentsLeft > 0) {
      return List.of();
    }
    total.add(Action.WEIGHT_LOADING, bitsOfSet[weightSet]);
    total.add(Action.LINK, hardware.router().linkBits().take(Continuation.NO_PASS));
    if (recorder != null) {
      recorder.loadEnds(events.nowPs());
    }
    List<Pass> ready = waiting.stream().filter(p -> p.step().weightSet() == weightSet).toList();
    waiting.removeAll(ready);
    return ready;
  }

  /// Nothing is on its way whenever a token ends: only which pass waits decides what follows.
  void describe(StateSnapshot snapshot) {
    snapshot.add(weightSet);
    snapshot.add(segmentsLeft);
    snapshot.add(passes);
    for (Pass p : waiting) {
      snapshot.add(p.number());
    }
  }
}
