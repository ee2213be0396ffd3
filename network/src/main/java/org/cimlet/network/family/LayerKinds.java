package org.cimlet.network.family;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.cimlet.document.Keys;

/// Which layers of a network attend, and which keep a state instead.
final class LayerKinds {
  private static final Set<String> ATTENDING = Set.of("full_attention", "attention");
  private static final Set<String> RECURRENT =
      Set.of("linear_attention", "mamba", "mamba2", "conv");

  private LayerKinds() {}

  /// As the file's list of layers says, or by the rule where it has none.
  static IntPredicate attending(Keys config, int layers, IntPredicate rule) {
    String key = config.nameOf("layer_types", "layers_block_type");
    Optional<List<String>> kinds = config.words(key);
    if (kinds.isEmpty()) {
      return rule;
    }
    List<String> list = kinds.get();
    if (layers > 0 && list.size() != layers) {
      config.report(
          key,
          "must have one entry for each of the %s layers, got %s; correct one of them"
              .formatted(layers, list.size()));
    }
    list.stream()
        .filter(kind -> !ATTENDING.contains(kind) && !RECURRENT.contains(kind))
        .findFirst()
        .ifPresent(kind ->
            config.report(
                key,
                "must name layers that attend or keep a state, got %s; other kinds are not read"
                    .formatted(kind)));
    return layer -> layer < list.size() && ATTENDING.contains(list.get(layer));
  }
}
