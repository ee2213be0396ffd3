package org.cimlet.paper.row;

import java.util.Locale;

/// Which part of Cimlet computed a value.
public enum Basis {
  /// A network preset, read and lowered to a program.
  NETWORK,
  /// A machine preset, read and resolved.
  MACHINE,
  /// A GPU preset.
  GPU,
  /// A network placed on a machine.
  PLACEMENT,
  /// A placed network, run event by event.
  SIMULATION,
  /// The accounting of what must move at a token rate.
  WALL,
  /// The packing of weights into groups.
  PACKING,
  /// Laws of clock and power drawn through published operating points.
  DVFS,
  /// Yield and cost of dies.
  COST,
  /// Networks trained and pruned here; `docs/studies/pruning.md`.
  TRAINING,
  /// A macro added up from its parts.
  PARTS,
  /// Arithmetic on printed figures: there is nothing else in the claim.
  ARITHMETIC;

  /// The word reports use: `network`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
