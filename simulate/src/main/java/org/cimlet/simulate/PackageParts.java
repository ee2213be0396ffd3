package org.cimlet.simulate;

import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Topology;
import org.jspecify.annotations.Nullable;

/// Everything that can be busy, read together.
///
/// @param rounds what loads weights; null where they are at rest
record PackageParts(
    MacroActivity macros,
    DistributionBus distribution,
    VectorActivity vectors,
    AttentionActivity attention,
    HostActivity host,
    Router router,
    @Nullable RoundLoading rounds) {

  /// The parts of a package, all idle.
  ///
  /// @param streams that pass it
  static PackageParts of(
      Plan plan,
      SimulationOptions options,
      EventQueue events,
      int streams,
      @Nullable Recorder recorder) {
    Dies dies = plan.machine().dies();
    Topology topology = plan.machine().topology();
    MacroActivity macros = new MacroActivity(dies, events, recorder);
    DistributionBus distribution = new DistributionBus(dies, events, recorder);
    Router router = new Router(topology, options, events, streams + 1, recorder);
    return new PackageParts(
        macros,
        distribution,
        new VectorActivity(plan.machine().chiplet(), dies.count(), events, recorder),
        new AttentionActivity(dies, events, recorder),
        new HostActivity(plan.machine().host(), topology.hosts(), events, recorder),
        router,
        plan.placement().isInRounds()
            ? new RoundLoading(plan, events, router, macros, distribution, streams, recorder)
            : null);
  }

  /// How busy every part was up to now.
  Meter meter(Plan plan, long nowPs) {
    return new Meter(plan, nowPs, this);
  }

  /// Writes down all that decides what the parts do from now on.
  void describe(StateImage image) {
    for (int c = 0; c < macros.count(); c++) {
      macros.at(c).describe(image);
      distribution.at(c).describe(image);
      if (vectors.present()) {
        vectors.at(c).describe(image);
      }
      if (attention.on(c)) {
        attention.compute(c).describe(image);
        attention.memory(c).describe(image);
      }
    }
    for (int h = 0; h < host.count(); h++) {
      host.compute(h).describe(image);
      host.memory(h).describe(image);
    }
    if (rounds != null) {
      rounds.describe(image);
    }
    router.describe(image);
  }
}
