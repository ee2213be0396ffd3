package org.cimlet.report;

import java.util.List;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.terminal.Ink;
import org.cimlet.run.catalogue.Entry;
import org.cimlet.run.catalogue.Kind;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The catalogue for people and for scripts.
public final class CatalogueReport {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int NAME = 30;

  private CatalogueReport() {}

  /// As wide as the terminal.
  public static String terminal(List<Entry> entries, Ink ink) {
    StringBuilder text = new StringBuilder();
    for (Kind kind : Kind.values()) {
      List<Entry> of = entries.stream().filter(entry -> entry.kind() == kind).toList();
      if (of.isEmpty()) {
        continue;
      }
      text.append("\n  ").append(ink.accent(kind.label())).append('\n');
      for (Entry entry : of) {
        entry(text, ink, entry);
      }
    }
    return text.append('\n').toString();
  }

  private static void entry(StringBuilder text, Ink ink, Entry entry) {
    String head = entry.name();
    if (head.length() >= NAME) {
      text.append("    ").append(head).append('\n');
      head = "";
    }
    for (String line : Lines.wrap(entry.line(), ink.columns() - NAME - 4)) {
      text.append("    ").append(head).append(" ".repeat(NAME - head.length()));
      text.append(line).append('\n');
      head = "";
    }
    for (String line : Lines.wrap(entry.source(), ink.columns() - NAME - 4)) {
      text.append("    ").append(" ".repeat(NAME)).append(ink.dim(line)).append('\n');
    }
  }

  /// Pretty-printed JSON with a final newline.
  public static String json(List<Entry> entries) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", "cimlet.catalogue/1");
    ArrayNode array = root.putArray("entries");
    for (Entry entry : entries) {
      array
          .addObject()
          .put("kind", entry.kind().label())
          .put("name", entry.name())
          .put("line", entry.line())
          .put("source", entry.source());
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
