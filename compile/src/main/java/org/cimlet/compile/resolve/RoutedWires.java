package org.cimlet.compile.resolve;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.TopologySpec;
import org.cimlet.plan.machine.Topology;
import org.cimlet.quantity.Sourced;

/// The wires of a package with the routes over them, to which links of any speed and energy can be
/// put: what of a topology is found once, however often its numbers change.
@SuppressWarnings(
    "EnumOrdinal") // numbers lie side by side: they are compared for every machine of a sweep
final class RoutedWires {
  private static final double BITS_PER_GBIT = 1e9;
  private static final double NS = 1e-9;

  private static final Kind[] KINDS = Kind.values();
  private static final int OWN = 3 * KINDS.length + 2;

  /// Links that are remembered: where a sweep varies them, few kinds recur.
  private static final int REMEMBERED = 64;

  private final List<Kind> kinds;
  private final Topology wires;
  private Topology topology;
  private double[] numbers = {};
  private final Map<DoubleBuffer, Topology> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DoubleBuffer, Topology> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// What a wire's links are.
  enum Kind {
    /// Between chiplets side by side.
    CHIPLET,
    /// Between chiplets of a stack.
    STACK,
    /// A global link of a dragonfly.
    GLOBAL,
    /// To a host.
    HOST;

    /// Where a machine has none of its own kind, they are those between chiplets.
    private MachineSpec.Link of(MachineSpec.Links links) {
      MachineSpec.Link own =
          switch (this) {
            case CHIPLET -> links.chiplet();
            case STACK -> links.stack();
            case GLOBAL -> links.global();
            case HOST -> links.host();
          };
      return own == null ? links.chiplet() : own;
    }
  }

  /// @param kinds of each wire, in the order they were wired: a topology's own first
  /// @param topology with the routes, whatever its links can do
  RoutedWires(List<Kind> kinds, Topology topology) {
    this.kinds = List.copyOf(kinds);
    this.wires = topology;
    this.topology = topology;
  }

  /// The topology with a machine's links; the same one again where every number was met lately.
  Topology with(TopologySpec spec, MachineSpec.Links links) {
    double[] now = numbers(spec, links);
    if (!Arrays.equals(now, numbers)) {
      topology = remembered.computeIfAbsent(DoubleBuffer.wrap(now), key -> with(now, links));
      numbers = now;
    }
    return topology;
  }

  /// Bandwidth, latency and energy of each kind of link, then what packets and buffers hold, then
  /// the bandwidths of wires that have their own, 0 where they have none.
  private static double[] numbers(TopologySpec spec, MachineSpec.Links links) {
    List<TopologySpec.Edge> own =
        switch (spec) {
          case TopologySpec.Custom custom -> custom.edges();
          case TopologySpec.Mesh _,
              TopologySpec.Torus _,
              TopologySpec.Ring _,
              TopologySpec.Star _,
              TopologySpec.FullyConnected _,
              TopologySpec.Dragonfly _ ->
              List.of();
        };
    double[] numbers = new double[OWN + own.size()];
    for (Kind kind : KINDS) {
      MachineSpec.Link link = kind.of(links);
      numbers[at(kind)] = link.bandwidthGbitS().value() * BITS_PER_GBIT;
      numbers[at(kind) + 1] = link.latencyNs().value() * NS;
      numbers[at(kind) + 2] = link.energyFjPerBit().value();
    }
    numbers[OWN - 2] = links.packetBytes();
    numbers[OWN - 1] = links.bufferPackets();
    for (int i = 0; i < own.size(); i++) {
      Sourced bandwidth = own.get(i).bandwidthGbitS();
      numbers[OWN + i] = bandwidth == null ? 0 : bandwidth.value() * BITS_PER_GBIT;
    }
    return numbers;
  }

  private Topology with(double[] now, MachineSpec.Links links) {
    double[] bitsPerS = new double[2 * kinds.size()];
    double[] latencyS = new double[bitsPerS.length];
    double[] fjPerBit = new double[bitsPerS.length];
    for (int link = 0; link < bitsPerS.length; link++) {
      int at = at(kinds.get(link / 2));
      int own = OWN + link / 2;
      bitsPerS[link] = own < now.length && now[own] > 0 ? now[own] : now[at];
      latencyS[link] = now[at + 1];
      fjPerBit[link] = now[at + 2];
    }
    return wires.with(bitsPerS, latencyS, fjPerBit, links.packetBytes(), links.bufferPackets());
  }

  private static int at(Kind kind) {
    return 3 * kind.ordinal();
  }
}
