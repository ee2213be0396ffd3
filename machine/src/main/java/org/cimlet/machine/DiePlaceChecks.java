package org.cimlet.machine;

import java.util.HashMap;
import java.util.Map;
import org.cimlet.machine.MachineSpec.OtherDies;
import tools.jackson.databind.JsonNode;

/// What must hold of the places of dies: in the topology, one die each, and some left for the
/// layers' weights.
final class DiePlaceChecks {
  private final CheckedKeys keys;
  private final int chiplets;
  private final Map<Integer, String> taken = new HashMap<>();

  /// @param chiplets dies in the package
  DiePlaceChecks(CheckedKeys keys, int chiplets) {
    this.keys = keys;
    this.chiplets = chiplets;
  }

  void run() {
    long others = 0;
    String last = "";
    for (OtherDies.Use use : OtherDies.Use.values()) {
      String path = "other_dies." + use.key();
      JsonNode count = keys.node(path + ".count");
      if (count.isIntegralNumber() && !keys.blamed().contains(path + ".count")) {
        others += count.longValue();
        last = path + ".count";
        places(path, count.intValue());
      }
    }
    if (others >= chiplets) {
      keys.blame(
          last,
          "must leave at least one of the topology's %s chiplets to the layers' weights, got %s"
                  .formatted(chiplets, others)
              + " other dies; make the topology larger, or these fewer");
    }
  }

  private void places(String path, int count) {
    JsonNode at = keys.node(path + ".at");
    if (!at.isArray() || keys.blamed().contains(path + ".at")) {
      return;
    }
    if (at.size() != count) {
      keys.blame(
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
    if (!place.isIntegralNumber() || keys.blamed().contains(key)) {
      return;
    }
    if (place.intValue() >= chiplets) {
      keys.blame(
          place,
          key,
          "must be a chiplet from 0 to %s, got %s".formatted(chiplets - 1, place.intValue()));
      return;
    }
    String earlier = taken.putIfAbsent(place.intValue(), key);
    if (earlier != null) {
      keys.blame(
          place,
          key,
          "must be a place of its own, got %s, which %s has already"
              .formatted(place.intValue(), earlier));
    }
  }
}
