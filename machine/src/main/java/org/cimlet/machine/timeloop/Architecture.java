package org.cimlet.machine.timeloop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The components of a Timeloop architecture in the order of the file, outermost first. Version 0.4
/// is a list of tagged nodes, each within those before it; 0.2 and 0.3 are nested subtrees with
/// local components.
///
/// Source: the input formats of Timeloop and Accelergy, timeloop.csail.mit.edu.
record Architecture(List<Component> components, List<String> leftOut) {
  private static final Pattern RANGE = Pattern.compile("\\[([0-9]+)\\.\\.([0-9]+)\\]");

  /// Instances of a component at most: more than any chip has, and products of it stay whole.
  private static final long MOST_INSTANCES = 1L << 31;

  private static final Set<String> NODE =
      Set.of(Document.TAG, "name", "class", "attributes", "spatial", "constraints", "nodes");
  private static final Set<String> SUBTREE =
      Set.of("name", "class", "attributes", "local", "subtree");

  /// Reads a document whose root has the key `architecture`.
  static Architecture read(Document document) {
    return new Reading(document).read();
  }

  /// The file's kind, by its root: `architecture` or `ERT`; empty where it is neither.
  static Optional<String> kind(Document document) {
    return Stream.of("architecture", "ERT").filter(document.root()::has).findFirst();
  }

  /// Where a node stands: what its containers say, and how many of it there are.
  private static final class Scope {
    private final Map<String, JsonNode> inherited;
    private String path;
    private long instances;

    Scope() {
      inherited = new LinkedHashMap<>();
      path = "";
      instances = 1;
    }

    Scope(Scope other) {
      inherited = new LinkedHashMap<>(other.inherited);
      path = other.path;
      instances = other.instances;
    }
  }

  private static final class Reading {
    private final Document document;
    private final Diagnostics faults = new Diagnostics();
    private final List<Component> components = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    Reading(Document document) {
      this.document = document;
    }

    Architecture read() {
      JsonNode root = document.root().path("architecture");
      String version = root.path("version").asString("");
      switch (version) {
        case "0.4" -> {
          known(root, "architecture", Set.of("version", "nodes"));
          nodes(list(root, "nodes", "architecture"), "architecture.nodes", new Scope());
        }
        case "0.2", "0.3" -> {
          known(root, "architecture", Set.of("version", "subtree"));
          JsonNode subtree = list(root, "subtree", "architecture");
          for (int i = 0; i < subtree.size(); i++) {
            subtree(subtree.get(i), "architecture.subtree[%s]".formatted(i), "", Map.of(), 1);
          }
        }
        default ->
            faults.add(
                document.at(
                    root,
                    "architecture.version",
                    "must be 0.2, 0.3 or 0.4, got %s; convert the file with timeloopfe first"
                        .formatted(version.isEmpty() ? "none" : version)));
      }
      faults.throwIfAny();
      return new Architecture(List.copyOf(components), List.copyOf(leftOut));
    }

    private JsonNode list(JsonNode parent, String key, String path) {
      JsonNode found = parent.path(key);
      if (!found.isArray()) {
        faults.add(
            document.at(
                parent,
                path,
                "must have a list of %s, got none; name a whole architecture".formatted(key)));
      }
      return found;
    }

    private void known(JsonNode node, String path, Set<String> keys) {
      for (String key : node.propertyNames()) {
        if (!keys.contains(key)) {
          faults.add(
              document.atKey(
                  node,
                  key,
                  path + "." + key,
                  "must be one of %s, got a key that says nothing to a machine file; remove it"
                      .formatted(String.join(", ", keys.stream().sorted().toList()))));
        }
      }
    }

    /// Nodes one within the other.
    private void nodes(JsonNode nodes, String key, Scope scope) {
      for (int i = 0; i < nodes.size(); i++) {
        node(nodes.get(i), "%s[%s]".formatted(key, i), scope);
      }
    }

    private void node(JsonNode node, String key, Scope scope) {
      String tag = node.path(Document.TAG).asString("");
      known(node, key, NODE);
      constraints(node);
      switch (tag) {
        case "Container" -> {
          scope.path = below(scope.path, node.path("name").asString(""));
          attributes(node, scope.inherited);
          scope.instances =
              times(scope.instances, fanOut(node, key), node.path("spatial"), node, key);
        }
        case "Component" -> {
          scope.instances =
              times(scope.instances, fanOut(node, key), node.path("spatial"), node, key);
          String path = below(scope.path, node.path("name").asString(""));
          add(path, key, node, scope.inherited, scope.instances);
        }
        case "Hierarchical" -> nodes(node.path("nodes"), key + ".nodes", scope);
        case "Parallel" -> {
          // what one of several multiplies is its own
          for (int i = 0; i < node.path("nodes").size(); i++) {
            node(node.path("nodes").get(i), "%s.nodes[%s]".formatted(key, i), new Scope(scope));
          }
        }
        default ->
            faults.add(
                document.at(
                    node,
                    key,
                    "must be a !Container, !Component, !Parallel or !Hierarchical, got %s; write it"
                            .formatted(tag.isEmpty() ? "no tag" : "!" + tag)
                        + " as one of these"));
      }
    }

    private static void attributes(JsonNode node, Map<String, JsonNode> into) {
      for (Map.Entry<String, JsonNode> entry : node.path("attributes").properties()) {
        into.put(entry.getKey(), entry.getValue());
      }
    }

    private static String below(String path, String name) {
      return path.isEmpty() ? name : path + "." + name;
    }

    /// `{meshX: 14, meshY: 12}`.
    private long fanOut(JsonNode node, String key) {
      long product = 1;
      for (Map.Entry<String, JsonNode> mesh : node.path("spatial").properties()) {
        if (!mesh.getKey().equals("meshX") && !mesh.getKey().equals("meshY")) {
          faults.add(
              document.atKey(
                  node.path("spatial"),
                  mesh.getKey(),
                  key + ".spatial." + mesh.getKey(),
                  "must be meshX or meshY, got %s; write the fan-out as these"
                      .formatted(mesh.getKey())));
        } else {
          product =
              times(
                  product,
                  whole(mesh.getValue()),
                  mesh.getValue(),
                  node,
                  key + ".spatial." + mesh.getKey());
        }
      }
      return product;
    }

    private static long whole(JsonNode count) {
      return count.isIntegralNumber() && count.canConvertToLong() ? count.asLong() : 0;
    }

    /// Some instances in each of others; where that is none, or more than any chip has, a fault and
    /// those others.
    private long times(long outer, long count, Object got, JsonNode node, String key) {
      if (count < 1 || count > MOST_INSTANCES / outer) {
        faults.add(
            document.at(
                node,
                key,
                "must be a whole number of instances, 1 to %s in all, got %s; write the number out"
                    .formatted(MOST_INSTANCES, got)));
        return outer;
      }
      return outer * count;
    }

    private void constraints(JsonNode node) {
      if (node.has("constraints")) {
        leftOut.add(node.path("name").asString("") + ".constraints");
      }
    }

    private void add(
        String path, String key, JsonNode node, Map<String, JsonNode> inherited, long instances) {
      if (node instanceof ObjectNode mapping) {
        components.add(Component.of(document, path, key, mapping, inherited, instances));
      }
    }

    private void subtree(
        JsonNode node, String key, String path, Map<String, JsonNode> above, long outer) {
      known(node, key, SUBTREE);
      Map<String, JsonNode> inherited = new LinkedHashMap<>(above);
      attributes(node, inherited);
      Named own = Named.of(node.path("name").asString(""));
      String at = below(path, own.name());
      long instances = times(outer, own.count(), node.path("name"), node, key + ".name");
      JsonNode local = node.path("local");
      for (int i = 0; i < local.size(); i++) {
        Named name = Named.of(local.get(i).path("name").asString(""));
        String here = "%s.local[%s]".formatted(key, i);
        known(local.get(i), here, Set.of("name", "class", "attributes"));
        JsonNode total = local.get(i).path("attributes").path("instances");
        add(
            below(at, name.name()),
            here,
            local.get(i),
            inherited,
            total.isMissingNode()
                ? times(
                    instances,
                    name.count(),
                    local.get(i).path("name"),
                    local.get(i),
                    here + ".name")
                : times(1, whole(total), total, local.get(i), here + ".attributes.instances"));
      }
      JsonNode inner = node.path("subtree");
      for (int i = 0; i < inner.size(); i++) {
        subtree(inner.get(i), "%s.subtree[%s]".formatted(key, i), at, inherited, instances);
      }
    }
  }

  /// `PE[0..15]`: sixteen of them.
  record Named(String name, long count) {
    private static final int DIGITS = 9;

    static Named of(String text) {
      Matcher range = RANGE.matcher(text);
      if (!range.find() || range.end() < text.length()) {
        return new Named(text, 1);
      }
      boolean few = range.group(1).length() <= DIGITS && range.group(2).length() <= DIGITS;
      return new Named(
          text.substring(0, range.start()),
          few ? Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1 : 0);
    }

    /// A path without counts: `chip.PE[0..255].mac` as `chip.PE.mac`.
    static String plain(String path) {
      return RANGE.matcher(path).replaceAll("");
    }
  }
}
