package org.cimlet.spec.machine;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.spec.document.Document;
import org.cimlet.spec.machine.MachineSpec.OtherDies;
import tools.jackson.databind.JsonNode;

/// What must hold between keys of a machine. Runs after the schema and looks only at values that
/// the schema found right, so that one run tells both kinds of fault.
final class MachineChecks {
  /// Routes are a table of chiplets x chiplets.
  private static final int MOST_CHIPLETS = 4096;

  private final Document document;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Set<String> blamed;

  /// @param schemaFaults what the schema found
  MachineChecks(Document document, List<Diagnostic> schemaFaults) {
    this.document = document;
    this.blamed =
        schemaFaults.stream().map(Diagnostic::key).collect(Collectors.toUnmodifiableSet());
  }

  List<Diagnostic> faults() {
    if (blamed.contains("schema") && document.root().has("schema")) {
      return List.of(); // another kind or version of file: its keys may mean anything
    }
    OptionalLong chiplets = chiplets();
    chiplet("chiplet").run(chiplets);
    otherDies(chiplets);
    chiplets.ifPresent(this::substrate);
    chiplets.ifPresent(
        count -> new TopologyChecks(document, diagnostics, blamed, (int) count).run());
    return diagnostics.found();
  }

  private ChipletChecks chiplet(String path) {
    return new ChipletChecks(document, diagnostics, blamed, path);
  }

  private void otherDies(OptionalLong chiplets) {
    for (OtherDies.Use use : OtherDies.Use.values()) {
      String path = "other_dies." + use.key();
      if (node(path + ".chiplet").isObject()) {
        chiplet(path + ".chiplet").run(whole(path + ".count"));
        chiplet(path + ".chiplet").attends(use == OtherDies.Use.KEYS_VALUES);
      }
    }
    if (node("weight_memory").isObject() && !node("other_dies").isEmpty()) {
      blame(
          "weight_memory",
          "must be left out where there are other_dies, got both; networks larger than the package"
              + " are placed on dies of one kind only");
    }
    if (node("other_dies").isObject() && chiplets.isPresent()) {
      new DiePlaceChecks(document, diagnostics, blamed, (int) chiplets.getAsLong()).run();
    }
  }

  /// Dies in the package, where the topology says so and there are not too many.
  private OptionalLong chiplets() {
    return switch (node("topology.kind").asString("")) {
      case "mesh", "torus" -> meshChiplets(whole("topology.rows"), whole("topology.columns"));
      case "ring", "star", "fully_connected", "custom" -> whole("topology.chiplets");
      default -> OptionalLong.empty();
    };
  }

  private OptionalLong meshChiplets(OptionalLong rows, OptionalLong columns) {
    if (rows.isEmpty() || columns.isEmpty()) {
      return OptionalLong.empty();
    }
    long chiplets = rows.getAsLong() * columns.getAsLong();
    if (chiplets > MOST_CHIPLETS) {
      blame(
          "topology.columns",
          "must make, times rows, at most %s chiplets, got %s".formatted(MOST_CHIPLETS, chiplets));
      return OptionalLong.empty();
    }
    return OptionalLong.of(chiplets);
  }

  private void substrate(long chiplets) {
    JsonNode kind = node("substrate.kind");
    if (chiplets > 1 && kind.asString("").equals("none")) {
      blame(
          "substrate.kind",
          "must be organic, fan_out, silicon_interposer or hybrid_bonded to carry %s chiplets, got none"
              .formatted(chiplets));
    }
  }

  /// A count, where the schema found it right.
  private OptionalLong whole(String key) {
    return right(key) ? OptionalLong.of(node(key).longValue()) : OptionalLong.empty();
  }

  private boolean right(String key) {
    return node(key).isNumber() && !blamed.contains(key);
  }

  private JsonNode node(String key) {
    return document.root().at("/" + key.replace('.', '/'));
  }

  private void blame(String key, String message) {
    diagnostics.add(document.at(node(key), key, message));
  }
}
