package org.cimlet.simulate.token;

import org.cimlet.simulate.engine.Server;
import org.cimlet.simulate.hardware.DistributionBus;
import org.cimlet.simulate.hardware.MacroActivity;
import org.cimlet.simulate.network.Router;

/// Gives the parts of the package what a stream's step asks of them: inputs on their way, work on
/// the chiplets that have theirs, results on their way.
@SuppressWarnings("ReferenceEquality") // a relay is itself, however alike another is
final class StepOrders {
  private final RankSchedules ways;
  private final Router router;
  private final Relays relays;
  private final MacroActivity macros;
  private final DistributionBus distribution;
  private final int forHome;
  private final long seed;

  /// @param forHome role of vectors that a layer's home gathers
  /// @param seed for the choice of routed experts
  StepOrders(RankSchedules ways, PackageHardware parts, Relays relays, int forHome, long seed) {
    this.ways = ways;
    this.router = parts.router();
    this.relays = relays;
    this.macros = parts.macros();
    this.distribution = parts.distribution();
    this.forHome = forHome;
    this.seed = seed;
  }

  /// Sends a step's inputs; false where nobody takes part, because none of the stream's experts are
  /// in this round.
  boolean sendInputs(Stream s) {
    Leg leg = ways.leg(s);
    StepWork work = ways.of(s).take(s, seed);
    s.openParts(work.partAt(leg.home()));
    long times = ways.times(s);
    for (int flow = 0; flow < work.flows(); flow++) {
      int part = work.flowTo(flow);
      boolean toHome = part == StepResolver.GATHERED;
      router.send(
          work.flowFrom(flow),
          toHome ? leg.home() : work.chiplet(part),
          s.id(),
          toHome ? forHome : part,
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
    return work.size() > 0;
  }

  /// Passes the inputs down their trees.
  void passOn(Stream s) {
    StepWork work = s.work();
    for (Relay relay : work.relays()) {
      if (!work.hasSums() || relay != work.sums()) {
        relays.begin(s, relay, ways.times(s));
      }
    }
  }

  /// A chiplet has its inputs.
  void beginWork(Stream s, int part) {
    StepWork work = s.work();
    long times = ways.times(s);
    long resultBits = times * work.outputs(part) * work.bitsPerResult();
    long busBits = times * work.inputBits(part) + resultBits;
    work.countInto(s.tally(), part, times, resultBits);
    s.workBegins(part);
    long job = Server.job(s.id(), part);
    int chiplet = work.chiplet(part);
    macros.at(chiplet).add(s.priority(), job, times * work.macroPs(part), s.tokens());
    distribution
        .at(chiplet)
        .add(s.priority(), job, distribution.bitsPs(chiplet, busBits), s.tokens());
  }

  /// A chiplet is done: its results go to the host and to the layer's home.
  void sendResults(Stream s, int part, int role) {
    StepWork work = s.work();
    int from = work.chiplet(part);
    send(s, from, ways.of(s).hostNode(), work.toHostBits(part), role);
    send(s, from, ways.leg(s).home(), work.toHomeBits(part), role);
  }

  private void send(Stream s, int from, int to, long bits, int role) {
    if (bits > 0 && from != to) {
      s.await();
      router.send(from, to, s.id(), role, ways.times(s) * bits);
    }
  }
}
