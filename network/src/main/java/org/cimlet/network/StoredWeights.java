package org.cimlet.network;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;

/// How a network that `cimlet compress` made stores the linears of its layers: INT8, `kept` of each
/// `group` inputs.
///
/// @param kept weights stored of a group; as many as `group` where all are
/// @param group consecutive inputs of an output
/// @param head whether the head is stored so too
public record StoredWeights(int kept, int group, boolean head) {
  private static final Pattern PATTERN = Pattern.compile("([0-9]{1,2}):([0-9]{1,2})");
  private static final String HEAD = "lm_head.weight";

  /// What the key `cimlet` of a `config.json` tells; empty where there is none.
  ///
  /// @throws InvalidInputException if the layers' linears have several patterns
  static Optional<StoredWeights> read(Document document) {
    JsonNode tensors = document.root().path("cimlet").path("tensors");
    TreeSet<String> layers = new TreeSet<>();
    String head = "";
    for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
      String pattern = tensor.getValue().path("pattern").asString("");
      if (tensor.getKey().equals(HEAD)) {
        head = pattern;
      } else {
        layers.add(pattern);
      }
    }
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    Matcher pattern = PATTERN.matcher(layers.getFirst());
    boolean whole = layers.getFirst().equals("none");
    if (layers.size() > 1 || !(whole || pattern.matches())) {
      throw InvalidInputException.of(
          "--compress",
          "must be given for a network whose linears are stored in several ways, got %s"
              .formatted(String.join(", ", layers)));
    }
    return Optional.of(
        whole
            ? new StoredWeights(1, 1, false)
            : new StoredWeights(
                Integer.parseInt(pattern.group(1)),
                Integer.parseInt(pattern.group(2)),
                head.equals(layers.getFirst())));
  }
}
