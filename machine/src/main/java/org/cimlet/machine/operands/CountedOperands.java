package org.cimlet.machine.operands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.SchemaCheck;
import tools.jackson.databind.node.ObjectNode;

/// Operands of a network, counted while it ran: what `parts.operands: network` stands for.
///
/// @param from the network, its tokens, and where they were multiplied
/// @param inputs what entered
/// @param weights what was stored
public record CountedOperands(String from, Words inputs, Words weights) {
  /// Numbers of one kind.
  ///
  /// @param bits of a number
  /// @param ones share of ones among the bits of all
  /// @param zeros share of numbers that are zero as a whole
  /// @param toggles share of neighbouring bits of a number that differ
  public record Words(int bits, double ones, double zeros, double toggles) {
    private static Words of(String kind, ObjectNode root) {
      return new Words(
          root.path(kind + "_bits").intValue(),
          root.path(kind + "_ones").doubleValue(),
          root.path(kind + "_zeros").doubleValue(),
          root.path(kind + "_toggles").doubleValue());
    }

    private void put(String kind, Map<String, Object> keys) {
      keys.put(kind + "_ones", ones);
      keys.put(kind + "_zeros", zeros);
      keys.put(kind + "_toggles", toggles);
    }

    private String yaml(String kind) {
      return String.format(
          Locale.ROOT,
          "%1$s_bits: %2$d%n%1$s_ones: %3$.4f%n%1$s_zeros: %4$.4f%n%1$s_toggles: %5$.4f%n",
          kind,
          bits,
          ones,
          zeros,
          toggles);
    }
  }

  /// Reads a file.
  ///
  /// @throws InvalidInputException with everything that is wrong
  public static CountedOperands read(Path file) {
    Document document = Document.read(file);
    List<Diagnostic> faults = new ArrayList<>(Compiled.SCHEMA.faults(document));
    ObjectNode root = document.root();
    if (faults.isEmpty()) {
      for (String kind : List.of("input", "weight")) {
        Words words = Words.of(kind, root);
        if (words.ones() + words.zeros() > 1) {
          faults.add(
              document.at(
                  root.path(kind + "_ones"),
                  kind + "_ones",
                  "must leave room for %s_zeros = %s, whose bits are none, got %s"
                      .formatted(kind, words.zeros(), words.ones())));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return new CountedOperands(
        root.path("from").stringValue(), Words.of("input", root), Words.of("weight", root));
  }

  /// As a machine's `parts.operands` has them.
  public Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("from", from);
    inputs.put("input", keys);
    weights.put("weight", keys);
    return keys;
  }

  /// As a file, which reads back.
  public String yaml() {
    String text =
        "schema: cimlet.operands/1%nfrom: \"%s\"%n"
                .formatted(from.replace("\\", "\\\\").replace("\"", "\\\""))
            + inputs.yaml("input")
            + weights.yaml("weight");
    return text.replace("\r", "");
  }

  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(CountedOperands.class::getResourceAsStream, "operands.schema.json");
  }
}
