package org.cimlet.machine;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import org.cimlet.machine.MachineSpec.OtherDies;
import tools.jackson.databind.JsonNode;

/// What must hold between keys of a machine. Runs after the schema and looks only at values that
/// the schema found right, so that one run tells both kinds of fault.
final class MachineChecks {
  /// Routes are a table of chiplets x chiplets.
  private static final int MOST_CHIPLETS = 4096;

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
    OptionalLong chiplets = chiplets();
    chiplet("chiplet").run(chiplets);
    otherDies(chiplets);
    chiplets.ifPresent(this::substrate);
    chiplets.ifPresent(count -> new TopologyChecks(keys, (int) count).run());
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
        chiplet(path + ".chiplet").attends(use == OtherDies.Use.KEYS_VALUES);
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

  /// Dies in the package, where the topology says so and there are not too many.
  private OptionalLong chiplets() {
    return switch (keys.node("topology.kind").asString("")) {
      case "mesh", "torus" ->
          meshChiplets(keys.whole("topology.rows"), keys.whole("topology.columns"));
      case "ring", "star", "fully_connected", "custom" -> keys.whole("topology.chiplets");
      default -> OptionalLong.empty();
    };
  }

  private OptionalLong meshChiplets(OptionalLong rows, OptionalLong columns) {
    if (rows.isEmpty() || columns.isEmpty()) {
      return OptionalLong.empty();
    }
    long chiplets = rows.getAsLong() * columns.getAsLong();
    if (chiplets > MOST_CHIPLETS) {
      keys.blame(
          "topology.columns",
          "must make, times rows, at most %s chiplets, got %s".formatted(MOST_CHIPLETS, chiplets));
      return OptionalLong.empty();
    }
    return OptionalLong.of(chiplets);
  }

  private void substrate(long chiplets) {
    JsonNode kind = keys.node("substrate.kind");
    if (chiplets > 1 && kind.asString("").equals("none")) {
      keys.blame(
          "substrate.kind",
          "must be organic, fan_out, silicon_interposer or hybrid_bonded to carry %s chiplets, got none"
              .formatted(chiplets));
    }
  }
}
