package org.cimlet.document;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tree as YAML: a key a line, mappings indented, numbers with their evidence in one line.
public final class YamlText {
  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /// The whole tree as text, which reads back as the same tree.
  public static String of(ObjectNode root) {
    YamlText yaml = new YamlText();
    yaml.mapping(root, "");
    return yaml.text.toString();
  }

  private void mapping(JsonNode node, String indent) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      text.append(indent).append(entry.getKey()).append(':');
      if (value.isObject() && !value.has("value") && !value.isEmpty()) {
        text.append('\n');
        mapping(value, indent + "  ");
      } else {
        text.append(' ').append(inLine(value)).append('\n');
      }
    }
  }

  /// JSON is YAML too, but for the blanks after colons.
  private static String inLine(JsonNode value) {
    if (!value.isObject()) {
      return value.toString();
    }
    StringBuilder line = new StringBuilder();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      line.append(line.isEmpty() ? "{" : ", ").append(entry.getKey()).append(": ");
      line.append(inLine(entry.getValue()));
    }
    return line.isEmpty() ? "{}" : line.append('}').toString();
  }
}
