package org.cimlet.machine.timeloop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;

/// An energy reference table of Accelergy (`ERT`, versions 0.3 and 0.4): for each component its
/// actions, in picojoules.
///
/// @param tables by the component's path, without counts
record EnergyTables(Document document, SequencedMap<String, Table> tables) {

  /// What a component's actions take.
  ///
  /// @param name as the file has it
  /// @param key dotted path to it
  record Table(String name, String key, JsonNode node, List<Action> actions) {
    /// The dearest of an action's entries: where addresses and data all change.
    Optional<Action> dearest(String action) {
      return actions.stream()
          .filter(one -> one.name().equals(action))
          .max(Comparator.comparingDouble(Action::pj));
    }
  }

  /// One entry of a table.
  record Action(String name, double pj, String key, JsonNode node) {}

  /// Of an architecture that comes alone.
  static EnergyTables none(Document architecture) {
    return new EnergyTables(architecture, new LinkedHashMap<>());
  }

  static EnergyTables read(Document document) {
    Diagnostics faults = new Diagnostics();
    JsonNode ert = document.root().path("ERT");
    SequencedMap<String, Table> tables = new LinkedHashMap<>();
    if (!ert.path("tables").isArray()) {
      faults.add(
          document.at(
              ert,
              "ERT.tables",
              "must be a list of tables, as Accelergy 0.3 and newer write it, got none; run"
                  + " Accelergy again"));
    }
    for (int i = 0; i < ert.path("tables").size(); i++) {
      JsonNode table = ert.path("tables").get(i);
      String key = "ERT.tables[%s]".formatted(i);
      List<Action> actions = new ArrayList<>();
      for (int j = 0; j < table.path("actions").size(); j++) {
        JsonNode action = table.path("actions").get(j);
        String at = "%s.actions[%s]".formatted(key, j);
        JsonNode energy = action.path("energy");
        if (!energy.isNumber() || !isEnergy(energy.asDouble())) {
          faults.add(
              document.at(
                  action,
                  at + ".energy",
                  "must be a number of picojoules, 0 or from 1e-9 to 1e9, got %s; run Accelergy again"
                      .formatted(energy.isMissingNode() ? "none" : energy)));
        } else {
          actions.add(new Action(action.path("name").asString(""), energy.asDouble(), at, action));
        }
      }
      String name = table.path("name").asString("");
      tables.put(Architecture.Named.plain(name), new Table(name, key, table, actions));
    }
    faults.throwIfAny();
    return new EnergyTables(document, tables);
  }

  private static boolean isEnergy(double pj) {
    return pj == 0 || (pj >= 1e-9 && pj <= 1e9);
  }

  /// The table of a component: the one whose path ends as the component's does.
  Optional<Map.Entry<String, Table>> of(Component component) {
    return tables.entrySet().stream()
        .filter(entry ->
            entry.getKey().equals(component.name())
                || entry.getKey().endsWith("." + component.name()))
        .findFirst();
  }
}
