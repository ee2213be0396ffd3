package org.cimlet.spec.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.spec.document.Document;
import org.cimlet.spec.machine.MachineSpec.OtherDies;
import tools.jackson.databind.JsonNode;

/// What must hold of the places of dies: in the topology, one die each, and some left for the
/// layers' weights.
final class DiePlaceChecks {
  private final Document document;
  private final Diagnostics diagnostics;
  private final Set<String> blamed;
  private final int chiplets;
  private final Map<Integer, String> taken = new HashMap<>();

  /// @param blamed keys the schema found wrong
  /// @param chiplets dies in the package
  DiePlaceChecks(Document document, Diagnostics diagnostics, Set<String> blamed, int chiplets) {
    this.document = document;
    this.diagnostics = diagnostics;
    this.blamed = blamed;
    this.chiplets = chiplets;
  }

  void run() {
    long others = 0;
    String last = "";
    for (OtherDies.Use use : OtherDies.Use.values()) {
      String path = "other_dies." + use.key();
      JsonNode count = node(path + ".count");
      if (count.isIntegralNumber() && !blamed.contains(path + ".count")) {
        others += count.longValue();
        last = path + ".count";
        places(path, count.intValue());
      }
    }
    if (others >= chiplets) {
      blame(
          node(last),
          last,
          "must leave at least one of the topology's %s chiplets to the layers' weights, got %s"
                  .formatted(chiplets, others)
              + " other dies; make the topology larger, or these fewer");
    }
  }

  private void places(String path, int count) {
    JsonNode at = node(path + ".at");
    if (!at.isArray() || blamed.contains(path + ".at")) {
      return;
    }
    if (at.size() != count) {
      blame(
          at,
          path + ".at",
          "must name a place for each of count = %s dies, got %s; name as many, or leave it out"
              .formatted(count, at.size()));
    }
    for (int i = 0; i < at.size(); i++) {
      place(at.path(i), path + ".at[" + i + "]");
    }
  }

  private void place(JsonNode place, String key) {
    if (!place.isIntegralNumber() || blamed.contains(key)) {
      return;
    }
    if (place.intValue() >= chiplets) {
      blame(
          place,
          key,
          "must be a chiplet from 0 to %s, got %s".formatted(chiplets - 1, place.intValue()));
      return;
    }
    String earlier = taken.putIfAbsent(place.intValue(), key);
    if (earlier != null) {
      blame(
          place,
          key,
          "must be a place of its own, got %s, which %s has already"
              .formatted(place.intValue(), earlier));
    }
  }

  private JsonNode node(String key) {
    return document.root().at("/" + key.replace('.', '/'));
  }

  private void blame(JsonNode node, String key, String message) {
    diagnostics.add(document.at(node, key, message));
  }
}
