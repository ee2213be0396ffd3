package org.cimlet.plan.machine.array;

/// Writing resistive cells.
///
/// @param cellFj all pulses of a write with their verification, one cell
/// @param cellPs the same in time
/// @param cellsAtOnce of one macro
/// @param endurance writes a cell survives
public record CellWrite(double cellFj, long cellPs, int cellsAtOnce, double endurance) {}
