package org.cimlet.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.cimlet.document.Document;
import org.cimlet.quantity.Evidence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What stands in for losses of dies that a file leaves out. What the file states stands.
enum LossNumbers {
  /// Those of `losses.yaml`, each with its evidence, so that it is listed and varied like any other
  /// number.
  USUAL,
  /// Those of an ideal die.
  NONE;

  private static final Map<String, Integer> IDEAL =
      Map.of("step_control_ns", 0, "sustained_share", 1);

  /// A machine with the losses that its file leaves out.
  ObjectNode completed(ObjectNode machine) {
    ObjectNode completed = machine;
    for (String owner : Changes.owners(machine)) {
      JsonNode chiplet = Changes.at(machine, owner + "chiplet");
      ObjectNode losses = machine.objectNode();
      for (Map.Entry<String, JsonNode> usual : Read.DEFAULTS.properties()) {
        if (isOf(chiplet, usual.getKey())) {
          losses.set(usual.getKey(), this == NONE ? ideal(usual.getKey()) : usual.getValue());
        }
      }
      if (chiplet.path("losses") instanceof ObjectNode stated) {
        losses.setAll(stated);
      }
      completed = Changes.put(completed, owner + "chiplet.losses", losses);
    }
    return completed;
  }

  /// Banks of DRAM have no share: their commands are timed one by one.
  private static boolean isOf(JsonNode chiplet, String key) {
    return !key.equals("sustained_share")
        || MacroSpec.Kind.of(chiplet.path("macro").path("kind")) != MacroSpec.Kind.DRAM_BANK;
  }

  private static ObjectNode ideal(String key) {
    return Read.DEFAULTS
        .objectNode()
        .put("value", IDEAL.get(key))
        .put(Evidence.ASSUMED.label(), "an ideal die");
  }

  /// Read on first use.
  private static final class Read {
    static final ObjectNode DEFAULTS =
        Document.parse("losses.yaml", text(), Document.Format.YAML).root();

    private static String text() {
      try (InputStream in =
          Objects.requireNonNull(LossNumbers.class.getResourceAsStream("losses.yaml"))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
