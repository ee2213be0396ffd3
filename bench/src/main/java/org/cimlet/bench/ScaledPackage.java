package org.cimlet.bench;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MachineSpec.Topology;
import org.cimlet.quantity.Sourced;

/// The paper's 200 MB chiplet in packages of any size, wired one way or another.
///
/// @param wiring `mesh` or `star`
/// @param chiplets dies
/// @param linkGbitS of a link between dies, each direction
/// @param hosts equal hosts, each with a link to a die of its own
record ScaledPackage(String wiring, int chiplets, double linkGbitS, int hosts) {

  MachineSpec spec() {
    MachineSpec base = MachineReader.read("comb-200mb-36");
    MachineSpec.Link link = base.links().chiplet();
    MachineSpec.Host host = base.host();
    return new MachineSpec(
        "%s of %s".formatted(wiring, chiplets),
        "the default package's chiplets in another number",
        base.process(),
        base.chiplet(),
        topology(),
        new MachineSpec.Links(
            new MachineSpec.Link(
                Sourced.assumed(linkGbitS, "varied in the study"),
                link.latencyNs(),
                link.energyFjPerBit()),
            base.links().host()),
        base.substrate(),
        new MachineSpec.Host(
            host.name(),
            hosts,
            host.computeTops(),
            host.computeEfficiency(),
            host.dispatchNs(),
            host.operationFj(),
            host.idleW(),
            host.memory()),
        base.provenance());
  }

  private Topology topology() {
    return switch (wiring) {
      case "mesh" -> new Topology.Mesh(rows(), chiplets / rows(), onMesh());
      case "star" -> new Topology.Star(chiplets, onStar());
      default -> throw new IllegalArgumentException("must be mesh or star, got " + wiring);
    };
  }

  /// As near a square as divides.
  private int rows() {
    int rows = (int) Math.sqrt(chiplets);
    while (chiplets % rows != 0) {
      rows--;
    }
    return rows;
  }

  /// Each host in the middle of an equal part of a snake along the rows.
  private List<Integer> onMesh() {
    int columns = chiplets / rows();
    List<Integer> at = new ArrayList<>();
    for (int host = 0; host < hosts; host++) {
      int step = (int) ((2L * host + 1) * chiplets / (2L * hosts));
      int row = step / columns;
      int along = step % columns;
      at.add(row * columns + (row % 2 == 0 ? along : columns - 1 - along));
    }
    return at;
  }

  /// At dies around the middle.
  private List<Integer> onStar() {
    List<Integer> at = new ArrayList<>();
    for (int host = 0; host < hosts; host++) {
      at.add(1 + (int) ((long) host * (chiplets - 1) / hosts));
    }
    return at;
  }
}
