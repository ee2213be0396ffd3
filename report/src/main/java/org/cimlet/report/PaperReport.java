package org.cimlet.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.paper.row.Printed;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The paper's figures with Cimlet's, for scripts.
public final class PaperReport {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private PaperReport() {}

  /// Pretty-printed JSON with a final newline. What a row does not have is `null`.
  public static String json(List<PaperRow> rows) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", "cimlet.paper/2");
    ArrayNode array = root.putArray("rows");
    for (PaperRow row : rows) {
      row(array.addObject(), row);
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /// A line for each row that no longer comes out as it should.
  public static List<String> regressions(List<PaperRow> rows) {
    return rows.stream().flatMap(row -> row.regression().stream()).toList();
  }

  private static void row(ObjectNode node, PaperRow row) {
    Printed printed = row.printed();
    Basis basis = row.basis();
    OptionalDouble ratio = row.ratio();
    node.put("section", row.section().number());
    node.put("subject", row.section().title());
    node.put("claim", row.claim());
    node.put("printed", printed == null ? null : new BigDecimal(printed.digits()));
    node.put(
        "printed_bound", printed == null ? null : printed.bound().name().toLowerCase(Locale.ROOT));
    node.put("unit", row.unit());
    node.put("computed", row.computed());
    node.put("ratio", ratio.isPresent() ? (Double) ratio.getAsDouble() : null);
    node.put("status", row.status().label());
    node.put("tested", row.status().isTested());
    node.put("by", basis == null ? null : basis.label());
    node.put("why", row.why());
    node.put("regressed", row.regressed());
  }
}
