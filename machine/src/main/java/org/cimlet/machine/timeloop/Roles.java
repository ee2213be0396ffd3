package org.cimlet.machine.timeloop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.machine.timeloop.TimeloopImport.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which component of an architecture is which part of a machine.
///
/// @param multiplier what computes
/// @param array what holds the weights, at whose rows the multipliers stand
/// @param buffer on the chip, before the array; null where there is none
/// @param memory of the host; null where there is none
/// @param leftOut what the architecture says beside these
record Roles(
    Component multiplier,
    Component array,
    @Nullable Component buffer,
    @Nullable Component memory,
    List<String> leftOut) {
  private static final Set<String> MULTIPLIERS =
      Set.of("intmac", "intmultiplier", "mac", "compute");
  private static final Set<String> ARRAYS =
      Set.of("sram", "regfile", "storage", "smartbuffer_sram", "smartbuffer_rf", "smartbuffer");

  static Roles of(Architecture architecture, Request request) {
    List<Diagnostic> faults = new ArrayList<>();
    List<Component> all = new ArrayList<>();
    List<String> leftOut = new ArrayList<>(architecture.leftOut());
    List<String> unknown = new ArrayList<>(request.without());
    for (Component component : architecture.components()) {
      unknown.remove(component.name());
      if (request.without().contains(component.name())) {
        leftOut.add("%s (--without)".formatted(component.name()));
      } else {
        all.add(component);
      }
    }
    for (String name : unknown) {
      faults.add(
          Diagnostic.of(
              "--without",
              "must name a component of the architecture (%s), got %s"
                  .formatted(names(architecture.components()), name)));
    }
    Component multiplier = only(all, MULTIPLIERS, "multiplier", request, faults);
    Component memory = first(all, Set.of("dram"));
    Component array = array(all, request, faults);
    Component buffer =
        all.stream()
            .filter(one -> is(one, ARRAYS))
            .filter(one -> array != null && all.indexOf(one) < all.indexOf(array))
            .findFirst()
            .orElse(null);
    Set<String> placed = new TreeSet<>();
    for (@Nullable Component one : Arrays.asList(multiplier, memory, array, buffer)) {
      if (one != null) {
        placed.add(one.key());
      }
    }
    for (Component one : all) {
      if (!placed.contains(one.key())) {
        faults.add(
            one.fault(
                ("must be the DRAM, one buffer, the array of the weights or the multiplier, got %s"
                        + " of class %s, which a machine file has no word for; leave it out by"
                        + " --without %s and count what it takes in buffer_fj_per_bit or"
                        + " multiply_fj")
                    .formatted(
                        one.name(), one.kind().isEmpty() ? "none" : one.kind(), one.name())));
      }
    }
    TimeloopImport.throwIfAny(faults);
    if (multiplier == null || array == null) {
      throw new IllegalStateException("a missing part went unreported");
    }
    JsonNode said = array.node().path("constraints");
    if (keepsWeights(array) && said.size() == 1 && said.path("dataspace").size() == 1) {
      leftOut.remove(array.name() + ".constraints"); // weights at rest: what a machine does
    }
    return new Roles(multiplier, array, buffer, memory, leftOut);
  }

  private static boolean is(Component component, Set<String> kinds) {
    return kinds.contains(component.kind().toLowerCase(Locale.ROOT));
  }

  private static @Nullable Component first(List<Component> all, Set<String> kinds) {
    return all.stream().filter(one -> is(one, kinds)).findFirst().orElse(null);
  }

  private static @Nullable Component only(
      List<Component> all,
      Set<String> kinds,
      String what,
      Request request,
      List<Diagnostic> faults) {
    List<Component> found = all.stream().filter(one -> is(one, kinds)).toList();
    if (found.isEmpty()) {
      faults.add(
          Diagnostic.of(
              request.files().getFirst().toString(),
              "must have one %s, a component of class %s, got %s; name an architecture with one"
                  .formatted(
                      what, String.join(", ", kinds.stream().sorted().toList()), names(all))));
      return null;
    }
    return found.getFirst();
  }

  /// The storage that is named; else the one that keeps weights alone; else the innermost.
  private static @Nullable Component array(
      List<Component> all, Request request, List<Diagnostic> faults) {
    List<Component> stores = all.stream().filter(one -> is(one, ARRAYS)).toList();
    if (!request.weights().isEmpty()) {
      Optional<Component> named =
          stores.stream().filter(one -> one.name().equals(request.weights())).findFirst();
      if (named.isEmpty()) {
        faults.add(
            Diagnostic.of(
                "--weights",
                "must name a storage of the architecture (%s), got %s"
                    .formatted(names(stores), request.weights())));
      }
      return named.orElse(null);
    }
    List<Component> keeping = stores.stream().filter(Roles::keepsWeights).toList();
    if (keeping.size() == 1) {
      return keeping.getFirst();
    }
    if (stores.isEmpty()) {
      faults.add(
          Diagnostic.of(
              request.files().getFirst().toString(),
              "must have an array for the weights, a component of class %s, got none; name an"
                      .formatted(String.join(", ", ARRAYS.stream().sorted().toList()))
                  + " architecture with one"));
      return null;
    }
    return stores.getLast();
  }

  private static boolean keepsWeights(Component component) {
    JsonNode dataspace = component.node().path("constraints").path("dataspace");
    for (String key : List.of("keep", "keep_only")) {
      JsonNode kept = dataspace.path(key);
      if (kept.size() == 1 && kept.get(0).asString("").equals("Weights")) {
        return true;
      }
    }
    return false;
  }

  static String names(List<Component> components) {
    return String.join(", ", components.stream().map(Component::name).toList());
  }
}
