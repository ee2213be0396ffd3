package org.cimlet.machine.process;

import java.util.List;
import java.util.Locale;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;

/// A manufacturing process, as written; `process.schema.json` describes the file. Its `threshold_v`
/// is no part: only clocks of macros by their parts need it.
///
/// @param name what reports call it
/// @param transistor kind of transistor
/// @param nodeNm the node
/// @param voltageV nominal supply
/// @param bitcellUm2 densest memory cell
/// @param waferUsd a processed wafer of 300 mm
/// @param defectsPerCm2 fatal defects
/// @param clustering of defects, alpha of the negative binomial yield
/// @param designUsd design, verification and masks of a chip of 300 mm2
/// @param carbonGPerMm2 carbon dioxide equivalent of making silicon
/// @param provenance every sourced number by its key path, in the order of this record
public record ProcessSpec(
    String name,
    Transistor transistor,
    Sourced nodeNm,
    Sourced voltageV,
    Sourced bitcellUm2,
    Sourced waferUsd,
    Sourced defectsPerCm2,
    Sourced clustering,
    Sourced designUsd,
    Sourced carbonGPerMm2,
    List<Provenance> provenance) {
  /// Copies the list.
  public ProcessSpec {
    provenance = List.copyOf(provenance);
  }

  /// Kinds of transistor.
  public enum Transistor {
    /// The gate lies on the channel.
    PLANAR,
    /// The gate stands on three sides of it.
    FINFET,
    /// The gate surrounds it.
    GATE_ALL_AROUND;

    /// The word files use: `gate_all_around`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
