package org.cimlet.rtl;

/// What the macro model predicts of a part, without wires.
///
/// @param of which part of it
/// @param gates area over that of a NAND gate with two inputs
/// @param areaUm2 of cells
/// @param delayNs from register to register
/// @param energyFj of a row
public record Prediction(
    String of, double gates, double areaUm2, double delayNs, double energyFj) {}
