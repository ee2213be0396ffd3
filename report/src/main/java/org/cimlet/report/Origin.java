package org.cimlet.report;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a result was made, so that another can make it again.
///
/// @param version of Cimlet
/// @param commit of its sources; `unknown` where nobody noted it
/// @param command as it was entered, less what changes no byte of the result
/// @param inputs what it read
public record Origin(String version, String commit, String command, List<Input> inputs) {
  /// Copies the list.
  public Origin {
    inputs = List.copyOf(inputs);
  }

  /// One input.
  ///
  /// @param role `network` or `machine`; `file` for what a command reads beside them
  /// @param name a path or a shipped name
  /// @param sha256 of the file, or of the machine with everything it extends and all that is set;
  ///   empty for what ships with this version
  public record Input(String role, String name, String sha256) {}

  /// As scripts read it.
  void write(ObjectNode node) {
    node.put("version", version).put("commit", commit).put("command", command);
    ArrayNode list = node.putArray("inputs");
    for (Input input : inputs) {
      ObjectNode entry = list.addObject().put("role", input.role()).put("name", input.name());
      if (!input.sha256().isEmpty()) {
        entry.put("sha256", input.sha256());
      }
    }
  }

  /// In one line, for a footer.
  public String line() {
    StringBuilder line =
        new StringBuilder("Cimlet %s, commit %s: %s".formatted(version, commit, command));
    for (Input input : inputs) {
      line.append("; %s %s".formatted(input.role(), input.name()));
      line.append(input.sha256().isEmpty() ? " as shipped" : ", SHA-256 " + input.sha256());
    }
    return line.toString();
  }
}
