package org.cimlet.simulate.token;

import org.cimlet.plan.Action;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.simulate.engine.Continuation.Stage;
import org.cimlet.simulate.hardware.HostActivity;
import org.cimlet.simulate.hardware.PackageHardware;

/// Attention of one layer, at the pass's host or on dies: a layer's home then sends queries, keys
/// and values to the dies that share the layer, each attends with its heads and sends what it made
/// back.
final class AttentionStage {
  private final Plan plan;
  private final PackageHardware hardware;
  private final int activationBits;

  AttentionStage(Plan plan, PackageHardware hardware) {
    this.plan = plan;
    this.hardware = hardware;
    activationBits = plan.machine().chiplet().macro().inputBits();
  }

  /// Begins a pass's attention. A chunk of a prompt attends to those before it, whose keys and
  /// values must be there first.
  void begin(Pass p) {
    boolean begins = p.sequence().mayAttend(p);
    p.waitForKv(!begins);
    if (!begins) {
      return;
    }
    if (hardware.attention().present()) {
      sendToDies(p);
    } else {
      attendAtHost(p);
    }
    Pass next = p.sequence().waitingAfter(p);
    if (next != null) {
      begin(next);
    }
  }

  private AttentionWork work(Pass p) {
    return plan.program().layers().get(p.step().layer()).attention();
  }

  private void attendAtHost(Pass p) {
    HostActivity hosts = hardware.hosts();
    long first = p.firstPositions();
    p.progress().await(2);
    int tokens = p.tokensOfEach();
    long ops = p.sequences() * HostActivity.attentionOps(work(p), first, tokens);
    long bits =
        p.sequences() * HostActivity.attentionBits(work(p), first, tokens, hosts.cacheBits());
    p.tally().add(Action.HOST_COMPUTE, ops);
    p.tally().add(Action.HOST_MEMORY, bits);
    int host = p.schedule().host();
    long then = p.at(Stage.FOLLOW_UP_ENDED);
    hosts.compute(host).add(p.priority(), then, hosts.opsPs(ops), p.tokens());
    hosts.memory(host).add(p.priority(), then, hosts.bitsPs(bits), p.tokens());
  }

  private void sendToDies(Pass p) {
    int sharing = sharing(p);
    p.progress().openDies(sharing, hardware.attention().pieces());
    int home = p.step().home();
    for (int i = 0; i < sharing; i++) {
      if (die(p, i) == home) {
        attend(p, i);
      } else {
        long bits = (long) p.tokens() * share(p, i).inputElements() * activationBits;
        hardware.router().send(home, die(p, i), p.at(Stage.ATTENTION_ARRIVED, i), bits);
      }
    }
  }

  /// A die has what it attends with.
  void attend(Pass p, int i) {
    hardware
        .attention()
        .attend(
            die(p, i),
            share(p, i),
            p.firstPositions(),
            p.tokensOfEach(),
            p.sequences(),
            p.priorityAt(plan.machine().dies().kindOf(die(p, i))),
            p.at(Stage.ATTENTION_WORKED, i),
            p.tally());
  }

  /// Arithmetic or memory of a die is done. Returns whether its result is home; it is sent there
  /// where it is not.
  boolean isHome(Pass p, int i) {
    if (!p.progress().dieWorkDone(i)) {
      return false;
    }
    int home = p.step().home();
    if (die(p, i) == home) {
      return true;
    }
    long bits = (long) p.tokens() * share(p, i).outputElements() * activationBits;
    hardware.router().send(die(p, i), home, p.at(Stage.FOLLOW_UP_ENDED), bits);
    return false;
  }

  private int sharing(Pass p) {
    return plan.placement().attentionDies(p.schedule().replica(), p.step().layer());
  }

  private int die(Pass p, int i) {
    Placement placement = plan.placement();
    return placement.attentionDie(p.schedule().replica(), p.step().layer(), i);
  }

  private AttentionWork share(Pass p, int i) {
    return work(p).part(i, sharing(p));
  }
}
