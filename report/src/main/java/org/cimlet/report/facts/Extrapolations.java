package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.machine.Machine;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Si;

/// Numbers of a machine that are extrapolated beyond the end of a table, or computed from ones that
/// are hardly known.
public final class Extrapolations {
  /// High over low of a computed number from which its range is shown: a clock near the threshold.
  private static final double WIDE = 8;

  private Extrapolations() {}

  /// A line for each reason, with the keys of all numbers it concerns, and one for each wide range.
  public static List<String> of(Machine machine) {
    Map<String, List<String>> keysByReason = new LinkedHashMap<>();
    for (Provenance line : machine.provenance()) {
      if (line.number().evidence() == Evidence.EXTRAPOLATED) {
        keysByReason
            .computeIfAbsent(line.number().source(), reason -> new ArrayList<>())
            .add(line.key());
      }
    }
    List<String> lines = new ArrayList<>();
    keysByReason.forEach((reason, keys) ->
        lines.add("%s: extrapolated, %s".formatted(String.join(", ", keys), reason)));
    for (Provenance line : machine.provenance()) {
      if (line.number().evidence() == Evidence.DERIVED) {
        line.number()
            .statedRange()
            .filter(range -> range.high() > WIDE * range.low())
            .ifPresent(range ->
                lines.add(
                    "%s: %s, but anything from %s to %s, %s"
                        .formatted(
                            line.key(),
                            Si.plain(line.number().value()),
                            Si.plain(range.low()),
                            Si.plain(range.high()),
                            line.number().source())));
      }
    }
    return lines;
  }
}
