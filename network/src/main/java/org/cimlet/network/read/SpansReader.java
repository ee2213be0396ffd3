package org.cimlet.network.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.SchemaCheck;
import org.cimlet.network.NetworkSpec;
import tools.jackson.databind.JsonNode;

/// Reads how far back the heads of a network look: one number for all of them, or a file with a
/// number for each, judged by `spans.schema.json` and by the network's layers and heads.
public final class SpansReader {
  private static final int MOST = 1_000_000_000;

  private SpansReader() {}

  /// The network with local attention.
  ///
  /// @param option the option that gave the spans, which diagnostics name
  /// @param spans a number of positions, the token's own included, or a YAML (or JSON) file
  /// @throws InvalidInputException with everything that is wrong
  public static NetworkSpec read(String option, String spans, NetworkSpec network) {
    if (spans.matches("[+-]?[0-9]+")) {
      return uniform(option, spans, network);
    }
    if (!spans.matches(".+\\.(yaml|yml|json)")) {
      throw InvalidInputException.of(
          option,
          "must be a number of positions or a .yaml file of spans, got %s"
              .formatted(spans.isBlank() ? "nothing" : spans));
    }
    return apply(Document.read(Path.of(spans)), network);
  }

  /// The network with the local attention of a text.
  ///
  /// @param fileName what diagnostics call it
  static NetworkSpec parse(String fileName, String yaml, NetworkSpec network) {
    return apply(Document.parse(fileName, yaml, Document.Format.YAML), network);
  }

  private static NetworkSpec uniform(String option, String digits, NetworkSpec network) {
    boolean fits =
        digits.length() < 12 && Long.parseLong(digits) >= 1 && Long.parseLong(digits) <= MOST;
    if (!fits) {
      throw InvalidInputException.of(
          option, "must be a number of positions from 1 to %s, got %s".formatted(MOST, digits));
    }
    int positions = Integer.parseInt(digits);
    return network.withHeadSpans(
        network.layers().stream()
            .map(layer -> Collections.nCopies(layer.attention().heads(), positions))
            .toList());
  }

  private static NetworkSpec apply(Document document, NetworkSpec network) {
    Diagnostics found = new Diagnostics();
    SchemaCheck.of(NetworkSpec.class::getResourceAsStream, "spans.schema.json")
        .faults(document)
        .forEach(found::add);
    JsonNode layers = document.root().path("layers");
    if (layers.isArray() && layers.size() != network.layers().size()) {
      found.add(
          document.at(
              layers,
              "layers",
              "must have an entry for each of the %s layers of %s, got %s"
                  .formatted(network.layers().size(), network.name(), layers.size())));
    }
    for (int layer = 0; layer < Math.min(layers.size(), network.layers().size()); layer++) {
      int heads = network.layers().get(layer).attention().heads();
      JsonNode given = layers.path(layer);
      if (given.isArray() && given.size() != 1 && given.size() != heads) {
        found.add(
            document.at(
                given,
                "layers[%s]".formatted(layer),
                "must have one number for all heads or one for each of the %s heads, got %s"
                    .formatted(heads, given.size())));
      }
    }
    found.throwIfAny();
    return network.withHeadSpans(spans(layers, network));
  }

  private static List<List<Integer>> spans(JsonNode layers, NetworkSpec network) {
    List<List<Integer>> spans = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      int heads = network.layers().get(layer).attention().heads();
      JsonNode given = layers.path(layer);
      Stream<Integer> numbers = given.valueStream().map(JsonNode::intValue);
      spans.add(
          given.size() == 1
              ? Collections.nCopies(heads, given.path(0).intValue())
              : numbers.toList());
    }
    return spans;
  }
}
