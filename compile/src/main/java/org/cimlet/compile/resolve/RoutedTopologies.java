package org.cimlet.compile.resolve;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.TopologySpec;
import org.cimlet.plan.machine.Topology;

/// Topologies of machines. How a package is wired is routed once, whatever its links can do: those
/// that differ in that alone share routes ([Topology#sharesRoutes]). Not thread-safe.
public final class RoutedTopologies {
  /// Packages that are remembered: a table of routes grows with the square of its dies.
  private static final int REMEMBERED = 16;

  private final Map<Wiring, RoutedWires> routed =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wiring, RoutedWires> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// What routes depend on.
  private record Wiring(TopologySpec wires, int hosts, int height) {}

  /// Starts with nothing routed.
  public RoutedTopologies() {}

  /// The topology of a machine.
  public Topology of(MachineSpec spec) {
    TopologySpec topology = spec.topology();
    Wiring wiring = new Wiring(topology.wiring(), spec.host().count(), spec.stackHeight());
    return routed
        .computeIfAbsent(wiring, key -> TopologyRouter.route(topology, key.hosts(), key.height()))
        .with(topology, spec.links());
  }
}
