package org.cimlet.simulate.token;

import org.cimlet.plan.Action;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.simulate.engine.Continuation.Stage;
import org.cimlet.simulate.hardware.HostActivity;
import org.cimlet.simulate.hardware.PackageHardware;

/// Work on a pass's tokens in one place, with a state or without: at the pass's host, or at the
/// vector unit of the layer's home. Arithmetic and state go on side by side.
final class LocalStage {
  private final PackageHardware hardware;

  LocalStage(PackageHardware hardware) {
    this.hardware = hardware;
  }

  void begin(Pass p, LocalWork work) {
    p.progress().await(work.stateBits() > 0 ? 2 : 1);
    long ops = p.tokens() * work.operations();
    long stateBits = p.sequences() * work.stateBits();
    switch (work.at()) {
      case HOST -> atHost(p, ops, stateBits);
      case HOME -> atHome(p, ops, stateBits);
    }
  }

  private void atHost(Pass p, long ops, long stateBits) {
    p.tally().add(Action.HOST_COMPUTE, ops);
    HostActivity hosts = hardware.hosts();
    int host = p.schedule().host();
    long then = p.at(Stage.FOLLOW_UP_ENDED);
    hosts.compute(host).add(p.priority(), then, hosts.opsPs(ops), p.tokens());
    if (stateBits > 0) {
      p.tally().add(Action.HOST_MEMORY, stateBits);
      hosts.memory(host).add(p.priority(), then, hosts.bitsPs(stateBits), p.tokens());
    }
  }

  private void atHome(Pass p, long ops, long stateBits) {
    p.tally().add(Action.VECTOR, ops);
    int home = p.step().home();
    long then = p.at(Stage.FOLLOW_UP_ENDED);
    long opsPs = hardware.vectors().opsPs(ops);
    hardware.vectors().at(home).add(p.priorityAt(TokenFlow.HOME), then, opsPs, p.tokens());
    if (stateBits > 0) {
      p.tally().add(Action.BUFFER, 0, stateBits); // a home is of the kind that holds the linears
      long bitsPs = hardware.distribution().bitsPs(home, stateBits);
      hardware.distribution().at(home).add(statePriority(p), then, bitsPs, p.tokens());
    }
  }

  /// Vectors pass a home's wires before states, and the states of its later layers before those of
  /// earlier ones: a sequence that has come goes through all its layers and on to the next home.
  /// First come, first served, all sequences would stay at a home until the last had come that far,
  /// leave it together, and homes would work one after the other.
  private static int statePriority(Pass p) {
    return p.priority() + p.schedule().size() - p.stepNumber();
  }
}
