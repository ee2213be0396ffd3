package org.cimlet.machine;

import java.util.List;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What must hold between a machine and the substrate it names: stacks are whole, and their links
/// are told. Both files were found right by themselves.
record StackChecks(Document document, @Nullable JsonNode substrate) {
  private static final String LINK = "links.stack";

  List<Diagnostic> faults() {
    Diagnostics diagnostics = new Diagnostics();
    JsonNode root = document.root();
    JsonNode named = root.path("substrate").path("preset");
    int height = substrate == null ? 1 : substrate.path("stack").path("height").asInt(1);
    boolean stacked = height > 1;
    boolean asked = root.path("substrate").path("kind").asString().equals("hybrid_bonded");
    if (asked && !stacked) {
      diagnostics.add(
          document.at(
              named,
              "substrate.preset",
              "must name a substrate with a stack for kind hybrid_bonded, got %s without one"
                  .formatted(named.asString())));
    }
    JsonNode link = root.path("links").path("stack");
    if (stacked && link.isMissingNode()) {
      diagnostics.add(
          document.at(
              root.path("links"),
              LINK,
              "must say what a link between dies of a stack can do, got none; add its"
                  + " bandwidth_gbit_s, latency_ns and energy_fj_per_bit"));
    }
    if (!stacked && !asked && !link.isMissingNode()) {
      diagnostics.add(
          document.at(
              link,
              LINK,
              "must be left out where no dies are stacked, got one; name a substrate with a stack,"
                  + " such as hybrid_bonded, or remove it"));
    }
    if (stacked) {
      whole(diagnostics, height);
    }
    return diagnostics.found();
  }

  /// Rows of a grid are cut into stacks; of other wirings all dies are.
  private void whole(Diagnostics diagnostics, int height) {
    JsonNode node = document.root().path("topology");
    int line =
        new RecordBinder(new SourcedNumbers()).bind(TopologySpec.class, node, "topology").line();
    if (line % height != 0) {
      String key =
          Stream.of("columns", "chiplets_per_group", "chiplets")
              .filter(node::has)
              .map("topology."::concat)
              .findFirst()
              .orElse("topology");
      diagnostics.add(
          document.at(
              Changes.at(document.root(), key),
              key,
              "must be a multiple of the %s dies in a stack, got %s".formatted(height, line)));
    }
  }
}
