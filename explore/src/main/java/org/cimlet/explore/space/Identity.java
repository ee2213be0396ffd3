package org.cimlet.explore.space;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cimlet.document.Document;
import org.cimlet.document.Sha256;
import org.cimlet.machine.MachineFile;
import org.cimlet.network.read.NetworkReader;
import tools.jackson.databind.node.ObjectNode;

/// What tells a space from another.
final class Identity {
  /// What is asked about the front, whatever it is.
  private static final List<String> CHECKS = List.of("uncertainty", "refine");

  private Identity() {}

  /// A hash of all that rows and front depend on: the file's content but for what is asked about
  /// the front, and the machines and networks it refers to, as they are now.
  static String of(Document document, Map<String, MachineFile> machines, Set<String> networks) {
    ObjectNode content = document.root().deepCopy();
    content.remove(CHECKS);
    StringBuilder text = new StringBuilder(content.toString());
    machines.forEach((name, machine) -> text.append('\n').append(machine.yaml()));
    for (String network : networks) {
      text.append('\n').append(NetworkReader.read(network));
    }
    return Sha256.hex(text.toString());
  }
}
