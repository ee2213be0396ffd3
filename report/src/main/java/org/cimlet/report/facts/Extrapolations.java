package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.machine.Machine;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;

/// Numbers of a machine that are extrapolated beyond the end of a table.
public final class Extrapolations {
  private Extrapolations() {}

  /// A line for each reason, with the keys of all numbers it concerns.
  public static List<String> of(Machine machine) {
    Map<String, List<String>> keysByReason = new LinkedHashMap<>();
    for (Provenance line : machine.provenance()) {
      if (line.number().evidence() == Evidence.EXTRAPOLATED) {
        keysByReason
            .computeIfAbsent(line.number().source(), reason -> new ArrayList<>())
            .add(line.key());
      }
    }
    return keysByReason.entrySet().stream()
        .map(entry ->
            "%s: extrapolated, %s".formatted(String.join(", ", entry.getValue()), entry.getKey()))
        .toList();
  }
}
