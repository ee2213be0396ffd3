package org.cimlet.machine;

import java.util.EnumMap;
import java.util.Map;
import org.cimlet.document.Document;
import org.cimlet.machine.MachineSpec.OtherDies;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.substrate.SubstrateReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The files that a machine file names.
///
/// @param process of the layers' dies
/// @param substrate the one named, or that of the kind named
/// @param processes of other dies
record NamedFiles(
    @Nullable JsonNode process,
    @Nullable JsonNode substrate,
    Map<OtherDies.Use, JsonNode> processes) {

  /// @throws org.cimlet.diagnostic.InvalidInputException where one is not there, or not right
  static NamedFiles of(Document document) {
    JsonNode root = document.root();
    Map<OtherDies.Use, JsonNode> processes = new EnumMap<>(OtherDies.Use.class);
    for (OtherDies.Use use : OtherDies.Use.values()) {
      JsonNode dies = root.path("other_dies").path(use.key());
      JsonNode process = process(document, dies, "other_dies." + use.key() + ".process.preset");
      if (process != null) {
        processes.put(use, process);
      }
    }
    return new NamedFiles(
        process(document, root, "process.preset"), substrate(document), processes);
  }

  private static @Nullable JsonNode process(Document document, JsonNode owner, String path) {
    JsonNode name = owner.path("process").path("preset");
    return name.isString() ? ProcessReader.kept().openFrom(document, name, path).root() : null;
  }

  private static @Nullable JsonNode substrate(Document document) {
    JsonNode substrate = document.root().path("substrate");
    JsonNode named = substrate.path("preset");
    if (named.isString()) {
      return SubstrateReader.kept().openFrom(document, named, "substrate.preset").root();
    }
    String kind = substrate.path("kind").asString("none");
    return kind.equals("none") ? null : SubstrateReader.kept().open(kind).root();
  }
}
