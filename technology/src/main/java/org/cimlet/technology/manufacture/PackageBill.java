package org.cimlet.technology.manufacture;

/// What one good package costs to make.
///
/// @param diesUsd dies found good, and their bumps
/// @param carrierUsd interposer or fan-out layer, 0 where there is none
/// @param substrateUsd organic substrate
/// @param lossUsd dies, carriers and substrates lost in putting packages together
/// @param assemblyYield share of packages that come out good
/// @param carrierMm2 area of interposer or fan-out layer, 0 where there is none
/// @param substrateMm2 area of the organic substrate
public record PackageBill(
    double diesUsd,
    double carrierUsd,
    double substrateUsd,
    double lossUsd,
    double assemblyYield,
    double carrierMm2,
    double substrateMm2) {
  /// All of it.
  public double totalUsd() {
    return diesUsd + carrierUsd + substrateUsd + lossUsd;
  }
}
