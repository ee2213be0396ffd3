package org.cimlet.plan.machine;

/// Memory beside every host from which weights and masks are loaded into the chiplets, weight set
/// after weight set, where a network is larger than its package; resolved.
///
/// Every host's memory holds the whole network. A chiplet is loaded by the host nearest to it
/// ([Topology#nearestHost]), over that host's link and the links on the way.
///
/// @param bytesPerS what long reads reach
/// @param readFjPerBit reading a bit, the memory's interface included
public record WeightMemory(double capacityBytes, double bytesPerS, double readFjPerBit) {}
