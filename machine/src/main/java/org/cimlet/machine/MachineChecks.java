package org.cimlet.machine;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import org.cimlet.machine.MachineSpec.OtherDies;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What must hold between keys of a machine. Runs after the schema and looks only at values that
/// the schema found right, so that one run tells both kinds of fault.
final class MachineChecks {
  /// Routes are a table of chiplets x chiplets.
  private static final int MOST_CHIPLETS = 4096;

  /// Keys of a topology that hold lists: without the wrong ones, its dies can still be counted.
  private static final Set<String> LISTS = RecordBinder.listKeys(TopologySpec.class, "topology");

  private final CheckedKeys keys;

  /// @param schemaFaults what the schema found
  MachineChecks(Document document, List<Diagnostic> schemaFaults) {
    this.keys =
        new CheckedKeys(
            document,
            new Diagnostics(),
            schemaFaults.stream().map(Diagnostic::key).collect(Collectors.toUnmodifiableSet()));
  }

  List<Diagnostic> faults() {
    if (keys.blamed().contains("schema") && !keys.node("schema").isMissingNode()) {
      return List.of(); // another kind or version of file: its keys may mean anything
    }
    TopologySpec topology = topology();
    OptionalLong chiplets =
        topology == null ? OptionalLong.empty() : OptionalLong.of(topology.chiplets());
    chiplet("chiplet").run(chiplets);
    otherDies(chiplets);
    if (topology != null) {
      substrate(topology.chiplets());
      new TopologyChecks(keys, topology).run();
    }
    return keys.diagnostics().found();
  }

  private ChipletChecks chiplet(String path) {
    return new ChipletChecks(keys, path);
  }

  private void otherDies(OptionalLong chiplets) {
    for (OtherDies.Use use : OtherDies.Use.values()) {
      String path = "other_dies." + use.key();
      if (keys.node(path + ".chiplet").isObject()) {
        chiplet(path + ".chiplet").run(keys.whole(path + ".count"));
        chiplet(path + ".chiplet").attends(use == OtherDies.Use.KV_CACHE);
      }
    }
    if (keys.node("weight_memory").isObject() && !keys.node("other_dies").isEmpty()) {
      keys.blame(
          "weight_memory",
          "must be left out where there are other_dies, got both; networks larger than the package"
              + " are placed on dies of one kind only");
    }
    if (keys.node("other_dies").isObject() && chiplets.isPresent()) {
      new DiePlaceChecks(keys, (int) chiplets.getAsLong()).run();
    }
  }

  /// The topology, where the schema found right what its number of dies takes, and there are not
  /// too many; lists that it found wrong are left out.
  private @Nullable TopologySpec topology() {
    JsonNode node = keys.node("topology");
    if (node.isMissingNode()) {
      return null; // blamed under the name it was misspelled by
    }
    ObjectNode sound = JsonNodeFactory.instance.objectNode();
    for (String key : keys.blamed()) {
      boolean ofTopology = key.equals("topology") || key.startsWith("topology.");
      if (ofTopology && !LISTS.contains(listOf(key))) {
        return null;
      }
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = "topology." + entry.getKey();
      if (keys.blamed().stream().noneMatch(fault -> listOf(fault).equals(key))) {
        sound.set(entry.getKey(), entry.getValue());
      }
    }
    TopologySpec topology =
        new RecordBinder(new SourcedNumbers()).bind(TopologySpec.class, sound, "topology");
    if (topology.chiplets() > MOST_CHIPLETS) {
      keys.blame(
          "topology",
          "must have at most %s chiplets, got %s".formatted(MOST_CHIPLETS, topology.chiplets()));
      return null;
    }
    return topology;
  }

  /// `topology.edges` of `topology.edges[3].from`.
  private static String listOf(String key) {
    return key.substring(0, (key + "[").indexOf('['));
  }

  private void substrate(int chiplets) {
    JsonNode kind = keys.node("substrate.kind");
    if (chiplets > 1 && kind.asString("").equals("none")) {
      keys.blame(
          "substrate.kind",
          "must be organic, fan_out, silicon_interposer or hybrid_bonded to carry %s chiplets, got none"
              .formatted(chiplets));
    }
  }
}
