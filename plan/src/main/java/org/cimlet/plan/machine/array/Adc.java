package org.cimlet.plan.machine.array;

/// The converters of a crossbar.
///
/// @param bits of a conversion
/// @param perMacro converters that share the bit lines
/// @param rangeLevels full scale to either side, in steps between neighbouring levels of a cell
public record Adc(
    int bits, int perMacro, long conversionPs, double conversionFj, double rangeLevels) {}
