package org.cimlet.machine.substrate;

import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A way of putting dies together, as written; `substrate.schema.json` describes the file.
///
/// @param name what reports call it
/// @param summary one line on what it is
/// @param organic the substrate at the bottom
/// @param carrier an interposer or fan-out layer on it
/// @param stack dies bonded on one another
public record SubstrateSpec(
    String name,
    String summary,
    Organic organic,
    @Nullable Carrier carrier,
    @Nullable DieStack stack) {

  /// The laminate every package stands on.
  public record Organic(
      Sourced areaRatio,
      Sourced usdPerMm2,
      Sourced bondYield,
      Sourced bumpUsdPerMm2,
      Sourced designUsdPerMm2,
      Sourced designFixedUsd) {}

  /// What lies between dies and laminate.
  public record Carrier(
      Sourced waferUsd,
      Sourced defectsPerCm2,
      Sourced clustering,
      Sourced areaRatio,
      Sourced bondYield,
      Sourced microBumpUsdPerMm2,
      Sourced designUsdPerMm2,
      Sourced designFixedUsd) {}

  /// Dies bonded on one another.
  ///
  /// @param height dies in a stack
  /// @param dieUm thickness of a die that another is bonded on
  /// @param bondUm thickness of what lies between two dies
  /// @param bondWMk its thermal conductivity across, in W/(m K)
  public record DieStack(
      int height,
      Sourced bondYield,
      Sourced bondUsdPerMm2,
      Sourced dieUm,
      Sourced bondUm,
      Sourced bondWMk) {}
}
