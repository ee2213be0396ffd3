package org.cimlet.simulate.hardware;

import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Topology;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.network.Packets;
import org.cimlet.simulate.network.Router;
import org.jspecify.annotations.Nullable;

/// Everything in a package that can be busy.
public record PackageHardware(
    MacroActivity macros,
    DistributionBus distribution,
    VectorActivity vectors,
    AttentionActivity attention,
    HostActivity hosts,
    WeightMemories weightMemories,
    Router router) {

  /// The hardware of a plan's machine, idle.
  public static PackageHardware of(
      Plan plan, Packets packets, EventQueue events, @Nullable Recorder recorder) {
    Dies dies = plan.machine().dies();
    Topology topology = plan.machine().topology();
    MacroActivity macros = new MacroActivity(dies, events, recorder);
    return new PackageHardware(
        macros,
        new DistributionBus(dies, events, recorder),
        new VectorActivity(plan.machine().chiplet(), macros, events, recorder),
        new AttentionActivity(dies, macros, events, recorder),
        new HostActivity(plan.machine().host(), topology.hosts(), events, recorder),
        new WeightMemories(plan, events, recorder),
        new Router(topology, packets, events, recorder));
  }

  /// Writes down all that decides what it does from now on.
  public void describe(StateSnapshot snapshot) {
    for (int c = 0; c < macros.count(); c++) {
      macros.at(c).describe(snapshot);
      distribution.at(c).describe(snapshot);
      if (vectors.apart()) {
        vectors.at(c).describe(snapshot);
      }
      if (attention.apartOn(c)) {
        attention.compute(c).describe(snapshot);
        attention.memory(c).describe(snapshot);
      }
    }
    for (int h = 0; h < hosts.count(); h++) {
      hosts.compute(h).describe(snapshot);
      hosts.memory(h).describe(snapshot);
    }
    weightMemories.describe(snapshot);
    router.describe(snapshot);
  }
}
