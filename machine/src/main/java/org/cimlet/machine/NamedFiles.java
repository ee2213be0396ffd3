package org.cimlet.machine;

import java.util.HashMap;
import java.util.Map;
import org.cimlet.document.Document;
import org.cimlet.machine.MachineSpec.OtherDies;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The files that a machine file names.
///
/// @param processes of dies, by the key of their process: `process`, `other_dies.kv_cache.process`
/// @param substrate the one named, or that of the kind named
record NamedFiles(Map<String, JsonNode> processes, @Nullable JsonNode substrate) {

  /// @throws org.cimlet.diagnostic.InvalidInputException where one is not there, or not right
  static NamedFiles of(Document document) {
    Map<String, JsonNode> processes = new HashMap<>();
    note(processes, document, "process");
    for (OtherDies.Use use : OtherDies.Use.values()) {
      note(processes, document, "other_dies." + use.key() + ".process");
    }
    return new NamedFiles(processes, substrate(document));
  }

  private static void note(Map<String, JsonNode> processes, Document document, String key) {
    JsonNode name = Changes.at(document.root(), key).path("preset");
    if (name.isString()) {
      processes.put(key, ProcessReader.kept().openFrom(document, name, key + ".preset").root());
    }
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

  Making making(RecordBinder binder) {
    return new Making(
        process("process", binder),
        substrate == null ? null : binder.bind(SubstrateSpec.class, substrate, "substrate"));
  }

  /// What dies of another kind are made in.
  ///
  /// @param path to what is made, beside their process
  @Nullable ProcessSpec processOf(String path, RecordBinder binder) {
    return process(path.replaceFirst("made$", "process"), binder);
  }

  private @Nullable ProcessSpec process(String key, RecordBinder binder) {
    JsonNode process = processes.get(key);
    return process == null ? null : binder.bind(ProcessSpec.class, process, key);
  }
}
