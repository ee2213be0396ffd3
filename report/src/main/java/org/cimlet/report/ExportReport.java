package org.cimlet.report;

import org.cimlet.quantity.Si;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What was written for other programs.
///
/// @param network name of the packed folder
/// @param out name of the folder made
/// @param format how it holds the weights: `sparse-bitmask`
/// @param matrices compressed
/// @param otherTensors tensors that are as they were
/// @param bytes of all tensors
public record ExportReport(
    String network, String out, String format, int matrices, int otherTensors, long bytes) {

  /// Lines for a terminal.
  public String terminal() {
    return "\n  %s to %s as compressed-tensors, %s\n    %s matrices, %s other tensors as they were, %s\n\n"
        .formatted(
            network,
            out,
            format,
            Si.grouped(matrices),
            Si.grouped(otherTensors),
            Si.of((double) bytes, "B"));
  }

  /// Pretty-printed JSON with a final newline.
  public String json() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("schema", "cimlet.export/1");
    root.put("network", network);
    root.put("out", out);
    root.put("format", format);
    root.put("matrices", matrices);
    root.put("other_tensors", otherTensors);
    root.put("stored_bytes", bytes);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
