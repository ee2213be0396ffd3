package org.cimlet.spec.document;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import tools.jackson.databind.JsonNode;

/// Takes numbers with their evidence, `{value: 3.35, published: "data sheet"}`, from a tree that a
/// schema found right, and notes each as it is taken.
public final class SourcedNumbers {
  private final List<Provenance> provenance = new ArrayList<>();

  /// Starts with nothing noted.
  public SourcedNumbers() {}

  /// Takes one.
  ///
  /// @param number the mapping of value and evidence
  /// @param keyPath dotted path to it
  /// @throws IllegalStateException if it is no such mapping
  public Sourced take(JsonNode number, String keyPath) {
    for (Evidence evidence : Evidence.values()) {
      JsonNode source = number.path(evidence.label());
      if (source.isString()) {
        Sourced sourced =
            // + 0.0: minus zero is zero
            new Sourced(number.path("value").doubleValue() + 0.0, evidence, source.stringValue());
        provenance.add(new Provenance(keyPath, sourced));
        return sourced;
      }
    }
    throw new IllegalStateException("the schema let through " + number);
  }

  /// Everything taken so far, in that order.
  public List<Provenance> provenance() {
    return List.copyOf(provenance);
  }
}
