package org.cimlet.report;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a machine file was made of.
///
/// @param machine its name
/// @param out where it is
/// @param base the machine that has what the files do not say
/// @param files they were read from
/// @param taken keys, each with what it came from
/// @param leftOut what a machine file does not say
public record ImportReport(
    String machine,
    String out,
    String base,
    List<String> files,
    List<String> taken,
    List<String> leftOut) {
  /// Copies the lists.
  public ImportReport {
    files = List.copyOf(files);
    taken = List.copyOf(taken);
    leftOut = List.copyOf(leftOut);
  }

  /// Lines for a terminal.
  public String terminal() {
    StringBuilder text = new StringBuilder();
    text.append("\n  %s of %s\n\n  Taken\n".formatted(out, base));
    taken.forEach(one -> text.append("    ").append(one).append('\n'));
    if (!leftOut.isEmpty()) {
      text.append("\n  Left out, as a machine file has no word for it\n");
      leftOut.forEach(one -> text.append("    ").append(one).append('\n'));
    }
    return text.append('\n').toString();
  }

  /// Pretty-printed JSON with a final newline.
  public String json() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("schema", "cimlet.import/1");
    root.put("machine", machine);
    root.put("out", out);
    root.put("extends", base);
    files.forEach(root.putArray("files")::add);
    taken.forEach(root.putArray("taken")::add);
    leftOut.forEach(root.putArray("left_out")::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
