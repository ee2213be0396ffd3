package org.cimlet.technology.manufacture;

/// What one good package costs to make.
///
/// @param diesUsd dies found good, and their bumps
/// @param carrierUsd interposer or fan-out layer, 0 where there is none
/// @param substrateUsd organic substrate
/// @param lossUsd dies, carriers and substrates lost in putting packages together
/// @param assemblyYield share of packages that come out good
/// @param keptDies share of good dies that end in good packages: the assembly yield, times that of
///   stacks where dies are stacked and tested before
/// @param carrierMm2 area of interposer or fan-out layer, 0 where there is none
/// @param substrateMm2 area of the organic substrate
public record PackageBill(
    double diesUsd,
    double carrierUsd,
    double substrateUsd,
    double lossUsd,
    double assemblyYield,
    double keptDies,
    double carrierMm2,
    double substrateMm2) {
  /// All of it.
  public double totalUsd() {
    return diesUsd + carrierUsd + substrateUsd + lossUsd;
  }

  /// The same bill of parts of which only a share was kept before.
  PackageBill keeping(double share) {
    return new PackageBill(
        diesUsd,
        carrierUsd,
        substrateUsd,
        lossUsd,
        assemblyYield,
        share * keptDies,
        carrierMm2,
        substrateMm2);
  }

  /// The same bill with something more among its good dies: memory that is bought.
  public PackageBill with(double usd) {
    return new PackageBill(
        diesUsd + usd,
        carrierUsd,
        substrateUsd,
        lossUsd,
        assemblyYield,
        keptDies,
        carrierMm2,
        substrateMm2);
  }
}
