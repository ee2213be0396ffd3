package org.cimlet.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.explore.search.Evolution;
import org.cimlet.explore.search.Front;
import org.cimlet.explore.space.Space;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of one range of designs, or of one generation: counts, its own front and, of a
/// generation, what evolution goes on from. Written beside the rows, it says that they are all
/// there.
///
/// @param number of the part
/// @param designs there are in it
/// @param front of this part alone
/// @param generation of an evolution; empty otherwise
record Part(
    long number,
    long designs,
    long overLimit,
    long excluded,
    Map<String, Long> refused,
    Front front,
    List<Evolution.Individual> generation) {
  private static final JsonMapper JSON = new JsonMapper();

  static Part of(long number, List<Row> rows, Columns columns) {
    Front front = new Front();
    Map<String, Long> refused = new TreeMap<>();
    long overLimit = 0;
    long excluded = 0;
    for (Row row : rows) {
      switch (row.status()) {
        case DONE -> front.add(new Front.Point(row.design(), columns.costs(row)));
        case OVER_LIMIT -> overLimit++;
        case EXCLUDED -> excluded++;
        case REFUSED -> refused.merge(row.why(), 1L, Long::sum);
      }
    }
    return new Part(number, rows.size(), overLimit, excluded, refused, front, List.of());
  }

  Part with(List<Evolution.Individual> individuals) {
    return new Part(number, designs, overLimit, excluded, refused, front, individuals);
  }

  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("part", number);
    root.put("designs", designs);
    root.put("over_limit", overLimit);
    root.put("excluded", excluded);
    ObjectNode why = root.putObject("refused");
    refused.forEach(why::put);
    ArrayNode points = root.putArray("front");
    for (Front.Point point : front.points()) {
      ArrayNode item = points.addArray().add(point.design());
      for (double cost : point.costs()) {
        item.add(cost);
      }
    }
    if (!generation.isEmpty()) {
      ArrayNode individuals = root.putArray("generation");
      for (Evolution.Individual individual : generation) {
        ArrayNode item = individuals.addArray();
        for (int level : individual.levels()) {
          item.add(level);
        }
        number(item, individual.violation());
        for (double cost : individual.costs()) {
          number(item, cost);
        }
      }
    }
    return root + "\n";
  }

  /// JSON has no infinity.
  private static void number(ArrayNode array, double value) {
    if (Double.isFinite(value)) {
      array.add(value);
    } else {
      array.addNull();
    }
  }

  static Part read(String json, Space space) {
    JsonNode root = JSON.readTree(json);
    if (!root.path("part").isNumber() || !root.path("designs").isNumber()) {
      throw new IllegalArgumentException("no part");
    }
    Map<String, Long> refused = new TreeMap<>();
    root.path("refused")
        .properties()
        .forEach(e -> refused.put(e.getKey(), e.getValue().longValue()));
    Front front = new Front();
    for (JsonNode point : root.path("front")) {
      double[] costs = new double[point.size() - 1];
      for (int i = 0; i < costs.length; i++) {
        costs[i] = point.path(i + 1).doubleValue();
      }
      front.add(new Front.Point(point.path(0).longValue(), costs));
    }
    List<Evolution.Individual> generation = new ArrayList<>();
    int axes = space.axes().size();
    for (JsonNode item : root.path("generation")) {
      int[] levels = new int[axes];
      for (int i = 0; i < axes; i++) {
        levels[i] = item.path(i).intValue();
      }
      double[] costs = new double[item.size() - axes - 1];
      for (int i = 0; i < costs.length; i++) {
        costs[i] = finite(item.path(axes + 1 + i));
      }
      generation.add(new Evolution.Individual(levels, costs, finite(item.path(axes))));
    }
    return new Part(
        root.path("part").longValue(),
        root.path("designs").longValue(),
        root.path("over_limit").longValue(),
        root.path("excluded").longValue(),
        refused,
        front,
        generation);
  }

  private static double finite(JsonNode number) {
    return number.isNull() ? Double.POSITIVE_INFINITY : number.doubleValue();
  }
}
