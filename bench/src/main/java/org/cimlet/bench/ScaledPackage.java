package org.cimlet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;

/// The paper's 200 MB chiplet in packages of any size, on one topology or another.
///
/// @param topology `mesh` or `star`
/// @param chiplets dies
/// @param linkGbitS of a link between dies, each direction
/// @param hosts equal hosts, each with a link to a die of its own
record ScaledPackage(String topology, int chiplets, double linkGbitS, int hosts) {

  MachineSpec spec() {
    return MachineReader.open("comb-200mb-36")
        .lossless()
        .with(
            Map.of(
                "name",
                "%s of %s".formatted(topology, chiplets),
                "summary",
                "the default package's chiplets in another number",
                "topology",
                topologyTree(),
                "links.chiplet.bandwidth_gbit_s",
                linkGbitS,
                "host.count",
                hosts))
        .machine();
  }

  private Map<String, Object> topologyTree() {
    return switch (topology) {
      case "mesh" ->
          Map.of("kind", "mesh", "rows", rows(), "columns", chiplets / rows(), "host_at", onMesh());
      case "star" -> Map.of("kind", "star", "chiplets", chiplets, "host_at", onStar());
      default -> throw new IllegalArgumentException("must be mesh or star, got " + topology);
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
