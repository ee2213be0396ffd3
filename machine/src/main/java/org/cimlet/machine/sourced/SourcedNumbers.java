package org.cimlet.machine.sourced;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.document.Document;
import org.cimlet.document.ValueText;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Takes numbers with their evidence, `{value: 3.35, published: "data sheet"}`, from a tree that a
/// schema found right, and notes each as it is taken.
public final class SourcedNumbers {
  private static final List<Evidence> EVIDENCE = List.of(Evidence.values());

  private final List<Provenance> provenance = new ArrayList<>();
  private final Function<Provenance, Sourced> reading;

  /// Starts with nothing noted; numbers are taken as written.
  public SourcedNumbers() {
    this(Provenance::number);
  }

  /// Starts with nothing noted; each number is taken as `reading` makes it.
  public SourcedNumbers(Function<Provenance, Sourced> reading) {
    this.reading = reading;
  }

  /// Takes one.
  ///
  /// @param number the mapping of value and evidence
  /// @param keyPath dotted path to it
  /// @throws IllegalStateException if it is no such mapping
  Sourced take(JsonNode number, String keyPath) {
    Sourced sourced = reading.apply(new Provenance(keyPath, read(number)));
    provenance.add(new Provenance(keyPath, sourced));
    return sourced;
  }

  /// Reads one as written, without noting it.
  ///
  /// @throws IllegalStateException if it is no such mapping
  public static Sourced read(JsonNode number) {
    for (Evidence evidence : EVIDENCE) {
      JsonNode source = number.path(evidence.label());
      if (source.isString()) {
        // + 0.0: minus zero is zero
        double value = number.path("value").doubleValue() + 0.0;
        return new Sourced(value, evidence, source.stringValue(), range(number));
      }
    }
    throw new IllegalStateException("the schema let through " + number);
  }

  private static @Nullable Interval range(JsonNode number) {
    JsonNode range = number.path("range");
    return range.isArray()
        ? new Interval(range.path(0).doubleValue(), range.path(1).doubleValue())
        : null;
  }

  /// How many are taken so far.
  int count() {
    return provenance.size();
  }

  /// Those taken after the first so many, in that order.
  List<Provenance> provenance(int before) {
    return List.copyOf(provenance.subList(before, provenance.size()));
  }

  /// Numbers that lie outside the range given beside them, anywhere in a document.
  public static List<Diagnostic> faultyRanges(Document document) {
    List<Diagnostic> faults = new ArrayList<>();
    look(document, document.root(), "", faults);
    return faults;
  }

  private static void look(
      Document document, JsonNode node, String keyPath, List<Diagnostic> faults) {
    JsonNode range = node.path("range");
    JsonNode value = node.path("value");
    if (range.size() == 2 && range.path(0).isNumber() && range.path(1).isNumber()) {
      double low = range.path(0).doubleValue();
      double high = range.path(1).doubleValue();
      if (value.isNumber() && !(low <= value.doubleValue() && value.doubleValue() <= high)) {
        faults.add(
            document.at(
                range,
                keyPath + ".range",
                "must be low and high with the value %s between them, got %s to %s"
                    .formatted(
                        ValueText.of(value),
                        ValueText.of(range.path(0)),
                        ValueText.of(range.path(1)))));
      }
    }
    for (String key : node.propertyNames()) {
      look(document, node.path(key), keyPath.isEmpty() ? key : keyPath + "." + key, faults);
    }
  }
}
