package org.cimlet.machine;

import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// What it takes to make a machine's package and to cool it. Whatever is absent leaves some figure
/// untold: nothing stands in for it.
///
/// @param process what the chiplets are made in; without it no cost and no carbon
/// @param processPreset how the file names it
/// @param substrate what carries them; absent for a bare die
/// @param substratePreset how the file names it; absent where the kind of substrate does
/// @param volume packages made in all; without it what is paid once is not spread
/// @param cooling the way of heat; without it no temperatures
public record Making(
    @Nullable ProcessSpec process,
    @Nullable String processPreset,
    @Nullable SubstrateSpec substrate,
    @Nullable String substratePreset,
    @Nullable Sourced volume,
    @Nullable Cooling cooling) {
  /// A machine of which nothing is said.
  public static final Making UNTOLD = new Making(null, null, null, null, null, null);

  /// The way of heat from the dies to the air.
  ///
  /// @param ambientC temperature around
  /// @param limitC hottest that a die may be
  /// @param dieUm thickness of a die
  /// @param pasteUm between die and lid, and between lid and sink
  /// @param pasteWPerMK its conductivity
  /// @param lidMm thickness of the lid
  /// @param lidWPerMK its conductivity
  /// @param sinkMm thickness of the sink's base
  /// @param sinkWPerMK its conductivity
  /// @param sinkKPerW resistance from the base to the air
  /// @param leakage how static power rises; absent where it stays as stated
  public record Cooling(
      Sourced ambientC,
      Sourced limitC,
      Sourced dieUm,
      Sourced pasteUm,
      Sourced pasteWPerMK,
      Sourced lidMm,
      Sourced lidWPerMK,
      Sourced sinkMm,
      Sourced sinkWPerMK,
      Sourced sinkKPerW,
      @Nullable Leakage leakage) {}

  /// How static power rises with temperature.
  ///
  /// @param atC temperature at which the file states it
  /// @param doublingK kelvin in which it doubles
  public record Leakage(Sourced atC, Sourced doublingK) {}
}
