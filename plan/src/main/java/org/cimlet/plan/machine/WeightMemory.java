package org.cimlet.plan.machine;

/// Memory from which weights and masks are loaded into the chiplets, weight set after weight set,
/// where a network is larger than its package; resolved.
///
/// Beside every host, it holds the whole network; a chiplet is loaded by the host nearest to it
/// ([Topology#nearestHost]), over that host's link and the links on the way. Beside every chiplet,
/// it holds what that chiplet is ever loaded with, and no link is passed.
///
/// @param atChiplets whether every chiplet has one, and not every host
/// @param capacityBytes of each
/// @param bytesPerS what long reads reach
/// @param readFjPerBit reading a bit, the memory's interface included
public record WeightMemory(
    boolean atChiplets, double capacityBytes, double bytesPerS, double readFjPerBit) {

  /// Which of the memories a chiplet is loaded from.
  public int of(int chiplet, Topology topology) {
    return atChiplets ? chiplet : topology.nearestHost(chiplet);
  }

  /// How many there are.
  public int count(Topology topology) {
    return atChiplets ? topology.chiplets() : topology.hosts();
  }

  /// What one of them lies at: a chiplet's name, or a host's.
  public String place(int index, Machine machine) {
    return machine.nodeName(atChiplets ? index : machine.topology().host(index));
  }
}
