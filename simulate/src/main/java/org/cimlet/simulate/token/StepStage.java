package org.cimlet.simulate.token;

import org.cimlet.plan.machine.Dies;
import org.cimlet.simulate.engine.Continuation.Stage;
import org.cimlet.simulate.hardware.DistributionBus;
import org.cimlet.simulate.hardware.MacroActivity;
import org.cimlet.simulate.hardware.PackageHardware;
import org.cimlet.simulate.network.Router;

/// The products of a step: inputs on their way to its members, work on those that have theirs,
/// results on their way.
@SuppressWarnings("ReferenceEquality") // a relay is itself, however alike another is
final class StepStage {
  private final Dies dies;
  private final Router router;
  private final Relays relays;
  private final MacroActivity macros;
  private final DistributionBus distribution;
  private final long seed;

  /// @param seed for the choice of routed experts
  StepStage(Dies dies, PackageHardware hardware, long seed) {
    this.dies = dies;
    router = hardware.router();
    macros = hardware.macros();
    distribution = hardware.distribution();
    relays = new Relays(router);
    this.seed = seed;
  }

  /// Sends a step's inputs; false where it has no members, because none of the pass's experts are
  /// in this weight set.
  boolean sendInputs(Pass p) {
    int home = p.step().home();
    StepWork work = p.schedule().take(p, seed);
    p.progress().begin(work, work.memberAt(home));
    long times = p.times();
    for (int flow = 0; flow < work.flows(); flow++) {
      int member = work.flowTo(flow);
      boolean gathered = member == StepResolver.GATHERED;
      router.send(
          work.flowFrom(flow),
          gathered ? home : work.chiplet(member),
          gathered ? p.at(Stage.SLICE_GATHERED) : p.at(Stage.INPUT_ARRIVED, member),
          times * work.flowBits(flow));
    }
    if (work.gathered() == 0) {
      sendDown(p);
    }
    for (int member = 0; member < work.size(); member++) {
      if (p.progress().hasInputs(member)) {
        beginWork(p, member);
      }
    }
    return work.size() > 0;
  }

  private void sendDown(Pass p) {
    StepWork work = p.work();
    for (Relay relay : work.relays()) {
      if (!work.hasSums() || relay != work.sums()) {
        relays.begin(p, relay);
      }
    }
  }

  /// The home has one more slice of the input, which it passes on once it has all.
  void gathered(Pass p) {
    if (p.progress().sliceGathered()) {
      sendDown(p);
      inputArrived(p, p.work().memberAt(p.step().home()));
    }
  }

  /// A segment has come down a tree.
  void segmentDown(Pass p, int node) {
    inputArrived(p, relays.down(p, node));
  }

  /// A member has one of its inputs.
  ///
  /// @param member or [Relay#NO_MEMBER]
  void inputArrived(Pass p, int member) {
    if (member != Relay.NO_MEMBER && p.progress().inputArrived(member)) {
      beginWork(p, member);
    }
  }

  private void beginWork(Pass p, int member) {
    StepWork work = p.work();
    long times = p.times();
    long resultBits = times * work.outputs(member) * work.bitsPerResult();
    long busBits = times * work.inputBits(member) + resultBits;
    p.progress().workBegins(member);
    long then = p.at(Stage.MEMBER_WORKED, member);
    int chiplet = work.chiplet(member);
    int kind = dies.kindOf(chiplet);
    boolean head = p.step().isHead();
    long passes = dies.at(chiplet, head).macro().passes(times);
    work.countInto(p.tally(), member, dies.tallyOf(chiplet, head), times, passes, resultBits);
    long busPs = distribution.bitsPs(chiplet, busBits);
    long macroPs = work.controlPs(member) + passes * work.macroPs(member);
    macros.at(chiplet).add(p.priorityAt(kind), then, macroPs, p.tokens());
    distribution.at(chiplet).add(p.priorityAt(kind), then, busPs, p.tokens());
  }

  /// Macros or wires of a member are done: where both are, its results set out. Returns how many
  /// results are where they go: that of the member, and the sum where it is complete.
  int worked(Pass p, int member) {
    if (!p.progress().workDone(member)) {
      return 0;
    }
    if (p.work().hasSums()) {
      return relays.summed(p, member) ? 2 : 1;
    }
    int from = p.work().chiplet(member);
    sendResult(p, from, p.schedule().hostNode(), p.work().toHostBits(member));
    sendResult(p, from, p.step().home(), p.work().toHomeBits(member));
    return 1;
  }

  private void sendResult(Pass p, int from, int to, long bits) {
    if (bits > 0 && from != to) {
      p.progress().await(1);
      router.send(from, to, p.at(Stage.RESULT_ARRIVED), p.times() * bits);
    }
  }

  /// A segment of partial sums has come up. Returns whether the sum is complete.
  boolean segmentUp(Pass p, int node) {
    return relays.up(p, node);
  }
}
