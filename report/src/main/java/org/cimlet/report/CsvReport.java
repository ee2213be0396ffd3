package org.cimlet.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A result as a table of one row, RFC 4180: a heading with the keys of the JSON result, and their
/// values. Rows of several runs can be put under one heading; lists are left out but for shares of
/// time and energy, which have a column each.
public final class CsvReport {
  private CsvReport() {}

  /// @param json the result as [JsonReport] writes it
  public static String of(String json) {
    Map<String, String> columns = new LinkedHashMap<>();
    JsonNode root = JsonMapper.shared().readTree(json);
    scalars(columns, "", root);
    shares(columns, "time", root.path("time"), "resource", "batch1_s_per_token");
    shares(columns, "energy", root.path("energy"), "action", "joules_per_token");
    shares(columns, "ceiling", root.path("ceilings"), "resource", "throughput_tokens_per_s");
    return columns.keySet().stream().map(CsvReport::quoted).collect(Collectors.joining(","))
        + "\r\n"
        + columns.values().stream().map(CsvReport::quoted).collect(Collectors.joining(","))
        + "\r\n";
  }

  private static void scalars(Map<String, String> columns, String path, JsonNode node) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        scalars(columns, key, value);
      } else if (!value.isArray()) {
        columns.put(key, value.asString(""));
      }
    }
  }

  /// A column for each item of a list, named after it: `energy.host_memory`.
  private static void shares(
      Map<String, String> columns, String list, JsonNode items, String name, String value) {
    for (JsonNode item : items) {
      String column = list + "." + item.path(name).asString().replace(' ', '_') + "." + value;
      columns.put(column, item.path(value).asString(""));
    }
  }

  /// A cell as RFC 4180 writes it.
  static String quoted(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
