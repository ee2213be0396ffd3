package org.cimlet.rtl;

/// What synthesis to a library's cells came to, without wires.
///
/// @param library name of the Liberty file
/// @param gates area over that of the library's smallest NAND gate with two inputs
/// @param areaUm2 of cells
/// @param delayNs the longest way, from inputs or registers to registers or outputs
/// @param cells how many
public record Measurement(
    String library, double gates, double areaUm2, double delayNs, long cells) {}
