package org.cimlet.plan.machine;

/// What each of a macro's actions takes, in the order in which a row comes about; 0 where a kind
/// has no such action.
///
/// @param openFj opening, and closing, a page or word line of one macro
/// @param driveFj driving all word lines of a crossbar for one pulse
/// @param readFjPerBit bringing one stored bit to the multipliers, or a crossbar's currents for it
/// @param multiplyFj one multiply with its share of the adders
/// @param conversionFj turning one analog sum into a number
public record MacroEnergies(
    double openFj, double driveFj, double readFjPerBit, double multiplyFj, double conversionFj) {}
