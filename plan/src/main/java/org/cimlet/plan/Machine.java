package org.cimlet.plan;

import java.util.List;
import org.cimlet.quantity.Provenance;
import org.jspecify.annotations.Nullable;

/// A package of compute-in-memory chiplets with its host, resolved.
///
/// @param process for people: `12/14 nm FinFET`
/// @param voltageV supply of the chiplets
/// @param substrate for people: `organic`
/// @param substrateMm2 area of the dies with the gaps between them
/// @param weightMemory where weights are loaded from that do not fit the package; null where there
///   is no such memory
/// @param provenance every technology number by the key it was written under
public record Machine(
    String name,
    String summary,
    String process,
    double voltageV,
    Chiplet chiplet,
    Topology topology,
    Host host,
    String substrate,
    double substrateMm2,
    @Nullable WeightMemory weightMemory,
    List<Provenance> provenance) {
  /// Copies the list.
  public Machine {
    provenance = List.copyOf(provenance);
  }

  /// A machine whose package must hold all weights.
  public Machine(
      String name,
      String summary,
      String process,
      double voltageV,
      Chiplet chiplet,
      Topology topology,
      Host host,
      String substrate,
      double substrateMm2,
      List<Provenance> provenance) {
    this(
        name,
        summary,
        process,
        voltageV,
        chiplet,
        topology,
        host,
        substrate,
        substrateMm2,
        null,
        provenance);
  }

  /// Bits of one cached key or value element, wherever it lies.
  public int cacheBits() {
    Chiplet.AttentionModule module = chiplet.attention();
    return module == null ? host.cacheBits() : module.cacheBits();
  }

  /// Dies in the package.
  public int chiplets() {
    return topology.chiplets();
  }

  /// Bytes of weights and masks in the package.
  public long capacityBytes() {
    return chiplet.capacityBytes() * chiplets();
  }

  /// Silicon of all chiplets, the host's left out.
  public double areaMm2() {
    return chiplet.areaMm2() * chiplets();
  }

  /// Dense operations per second of the package.
  public double peakOpsPerS() {
    return chiplet.peakOpsPerS() * chiplets();
  }
}
