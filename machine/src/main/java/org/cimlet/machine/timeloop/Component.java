package org.cimlet.machine.timeloop;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A storage or compute unit of an architecture, with what its containers say of it.
///
/// @param path names of its containers and its own, joined by dots, without counts
/// @param key dotted path to it in the file
/// @param kind its `class`
/// @param node its mapping in the file
/// @param attributes its own and those it has from containers, by name
/// @param own names of its own attributes
/// @param instances of it in all
/// @param asked attributes that were asked for
record Component(
    Document document,
    String path,
    String key,
    String kind,
    ObjectNode node,
    SequencedMap<String, JsonNode> attributes,
    Set<String> own,
    long instances,
    Set<String> asked) {

  static Component of(
      Document document,
      String path,
      String key,
      ObjectNode node,
      Map<String, JsonNode> inherited,
      long instances) {
    SequencedMap<String, JsonNode> all = new LinkedHashMap<>(inherited);
    Set<String> own = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : node.path("attributes").properties()) {
      all.put(entry.getKey(), entry.getValue());
      own.add(entry.getKey());
    }
    String kind = node.path("class").asString("");
    return new Component(document, path, key, kind, node, all, own, instances, new TreeSet<>());
  }

  /// The last part of its path.
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /// A fault of the component as a whole.
  Diagnostic fault(String message) {
    return document.at(node, key, message);
  }

  /// A fault of an attribute; of the component where it has no such attribute of its own.
  Diagnostic fault(String attribute, String message) {
    return own.contains(attribute)
        ? document.at(
            node.path("attributes").path(attribute), key + ".attributes." + attribute, message)
        : document.at(node, key, attribute + " " + message);
  }

  /// The first of these attributes that is there.
  Optional<String> first(List<String> names) {
    Optional<String> found = names.stream().filter(attributes::containsKey).findFirst();
    found.ifPresent(asked::add);
    return found;
  }

  /// An attribute that is there.
  JsonNode value(String name) {
    return Objects.requireNonNull(attributes.get(name));
  }

  /// A count, by the first of its names that is there; empty where none is, or none is a count.
  OptionalLong count(List<String> names, List<Diagnostic> faults) {
    Optional<String> name = first(names);
    if (name.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode value = value(name.get());
    boolean whole = value.isNumber() && value.asDouble() == Math.rint(value.asDouble());
    if (!whole || value.asDouble() < 1 || value.asDouble() > Integer.MAX_VALUE) {
      faults.add(
          fault(
              name.get(),
              "must be a whole number of at least 1, got %s; write the number out"
                  .formatted(value)));
      return OptionalLong.empty();
    }
    return OptionalLong.of((long) value.asDouble());
  }

  /// Own attributes that none asked for, `shared_glb.n_banks`, and those of containers that none of
  /// these asked for either.
  static List<String> unasked(List<Component> components) {
    SequencedSet<String> left = new LinkedHashSet<>();
    Set<String> asked = new TreeSet<>();
    components.forEach(one -> asked.addAll(one.asked));
    for (Component one : components) {
      for (String name : one.attributes.keySet()) {
        if (one.own.contains(name) && !one.asked.contains(name)) {
          left.add(one.name() + "." + name);
        } else if (!one.own.contains(name) && !asked.contains(name)) {
          left.add("a container's " + name);
        }
      }
    }
    return List.copyOf(left);
  }
}
