package org.cimlet.plan.machine.array;

/// How far a resistive cell is from what it was meant to be, as shares of its conductance range.
///
/// @param spread standard deviation after programming
/// @param readNoise standard deviation from read to read
/// @param driftExponent conductance falls as `(t / 1 s)^-driftExponent`
public record AnalogCell(double spread, double readNoise, double driftExponent) {}
