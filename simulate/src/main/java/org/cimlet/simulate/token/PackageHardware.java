package org.cimlet.simulate.token;

import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Topology;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.hardware.AttentionActivity;
import org.cimlet.simulate.hardware.DistributionBus;
import org.cimlet.simulate.hardware.HostActivity;
import org.cimlet.simulate.hardware.MacroActivity;
import org.cimlet.simulate.hardware.VectorActivity;
import org.cimlet.simulate.network.Packets;
import org.cimlet.simulate.network.Router;
import org.jspecify.annotations.Nullable;

/// Everything that can be busy, read together.
///
/// @param rounds what loads weights; null where they are at rest
public record PackageHardware(
    MacroActivity macros,
    DistributionBus distribution,
    VectorActivity vectors,
    AttentionActivity attention,
    HostActivity host,
    Router router,
    @Nullable WeightReload rounds) {

  /// The parts of a package, all idle.
  ///
  /// @param streams that pass it
  static PackageHardware of(
      Plan plan, Packets packets, EventQueue events, int streams, @Nullable Recorder recorder) {
    Dies dies = plan.machine().dies();
    Topology topology = plan.machine().topology();
    MacroActivity macros = new MacroActivity(dies, events, recorder);
    DistributionBus distribution = new DistributionBus(dies, events, recorder);
    Router router = new Router(topology, packets, events, streams + 1, recorder);
    return new PackageHardware(
        macros,
        distribution,
        new VectorActivity(plan.machine().chiplet(), dies.count(), events, recorder),
        new AttentionActivity(dies, events, recorder),
        new HostActivity(plan.machine().host(), topology.hosts(), events, recorder),
        router,
        plan.placement().isReloaded()
            ? new WeightReload(plan, events, router, macros, distribution, streams, recorder)
            : null);
  }

  /// Writes down all that decides what the parts do from now on.
  void describe(StateSnapshot snapshot) {
    for (int c = 0; c < macros.count(); c++) {
      macros.at(c).describe(snapshot);
      distribution.at(c).describe(snapshot);
      if (vectors.present()) {
        vectors.at(c).describe(snapshot);
      }
      if (attention.on(c)) {
        attention.compute(c).describe(snapshot);
        attention.memory(c).describe(snapshot);
      }
    }
    for (int h = 0; h < host.count(); h++) {
      host.compute(h).describe(snapshot);
      host.memory(h).describe(snapshot);
    }
    if (rounds != null) {
      rounds.describe(snapshot);
    }
    router.describe(snapshot);
  }
}
