package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `docs/guide.md` explains a machine file key by key, in the words of `machine.schema.json`.
/// `-Dgolden.update=true` writes its tables anew.
class MachineGuideTest {
  private static final Path GUIDE = Checkout.root().resolve("docs/guide.md");
  private static final JsonNode SCHEMA =
      JsonMapper.shared()
          .readTree(
              Checkout.read("machine/src/main/resources/org/cimlet/machine/machine.schema.json"));
  private static final String HEAD = "| key | value | meaning |\n|---|---|---|\n";

  @Test
  void the_guide_has_every_key_of_the_schema_and_what_it_means() throws IOException {
    String page = Files.readString(GUIDE);
    Map<String, String> tables = tables();
    assertThat(tables.get("machine")).contains("| `links.chiplet` | [link](#link) |");
    assertThat(page.split("<!-- keys: ", -1)).as("tables of keys").hasSize(tables.size() + 1);
    for (Map.Entry<String, String> table : tables.entrySet()) {
      String marker = "<!-- keys: " + table.getKey() + " -->\n";
      assertThat(page).contains(marker);
      int from = page.indexOf(marker) + marker.length();
      int to = page.indexOf("\n\n", from) + 1;
      if (Boolean.getBoolean("golden.update")) {
        page = page.substring(0, from) + table.getValue() + page.substring(to);
      } else {
        assertThat(page.substring(from, to)).isEqualTo(table.getValue());
      }
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GUIDE, page);
    }
  }

  /// One table for the whole file and one for each mapping that has a name in the schema.
  private static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("machine", table(SCHEMA));
    for (Map.Entry<String, JsonNode> definition : SCHEMA.get("$defs").properties()) {
      if (hasTable(definition.getKey())) {
        tables.put(definition.getKey(), table(definition.getValue()));
      }
    }
    return tables;
  }

  private static boolean hasTable(String name) {
    return name.equals("sourced") || (definition(name).has("properties") && !isSourced(name));
  }

  private static String table(JsonNode mapping) {
    List<String> rows = new ArrayList<>();
    rows(mapping, "", rows);
    return HEAD + String.join("", rows);
  }

  private static void rows(JsonNode mapping, String prefix, List<String> rows) {
    for (Map.Entry<String, JsonNode> property : mapping.path("properties").properties()) {
      JsonNode key = property.getValue();
      if (key.isObject()) {
        String path = prefix + property.getKey();
        rows.add(
            "| `%s` | %s%s | %s |\n"
                .formatted(
                    path,
                    value(key),
                    isRequired(mapping, property.getKey()) ? "" : ", optional",
                    key.path("description").asString("")));
        if (!isSourced(reference(key))) {
          rows(key, path + ".", rows);
        }
      }
    }
  }

  /// A key that only a macro without parts must have counts as required: its description says so.
  private static boolean isRequired(JsonNode mapping, String key) {
    return mapping.path("required").valueStream().anyMatch(name -> name.asString().equals(key));
  }

  private static String value(JsonNode key) {
    String name = reference(key);
    if (isSourced(name)) {
      return "number";
    }
    if (name.equals("line")) {
      return "text";
    }
    if (!name.isEmpty() && hasTable(name)) {
      return "[%s](#%s)".formatted(name.replace('_', ' '), name.replace('_', '-'));
    }
    if (key.has("enum")) {
      return String.join(
          ", ", key.get("enum").valueStream().map(each -> "`" + each.asString() + "`").toList());
    }
    if (key.has("const")) {
      return "`" + key.get("const").asString() + "`";
    }
    JsonNode type = name.isEmpty() ? key : definition(name);
    return switch (type.path("type").asString("")) {
      case "integer" -> "integer";
      case "number" -> "plain number";
      case "array" -> "list";
      case "object" -> "mapping";
      default -> throw new AssertionError("no word for the values of " + key);
    };
  }

  private static boolean isSourced(String name) {
    return name.equals("sourced") || (!name.isEmpty() && isSourced(reference(definition(name))));
  }

  private static String reference(JsonNode node) {
    return node.path("$ref").asString("").replace("#/$defs/", "");
  }

  private static JsonNode definition(String name) {
    return SCHEMA.get("$defs").get(name);
  }
}
