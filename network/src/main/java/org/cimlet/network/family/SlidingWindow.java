package org.cimlet.network.family;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.cimlet.document.Keys;

/// How far back each layer looks.
final class SlidingWindow {
  /// Nothing limits how far back a layer looks.
  static final int UNLIMITED = Integer.MAX_VALUE;

  private final int window;
  private final IntPredicate limited;

  private SlidingWindow(int window, IntPredicate limited) {
    this.window = window;
    this.limited = limited;
  }

  /// A window for the layers of a rule.
  static SlidingWindow of(int window, IntPredicate limited) {
    return new SlidingWindow(window, limited);
  }

  /// The same window for all layers.
  static SlidingWindow all(int window) {
    return new SlidingWindow(window, layer -> true);
  }

  /// Three layers with a window, then one without, where the file has a window at all; a pattern of
  /// letters says otherwise (EXAONE).
  static SlidingWindow exaone(Keys config, int layers) {
    OptionalInt window = read(config);
    String pattern =
        config.given().isText("sliding_window_pattern")
            ? config.word("sliding_window_pattern").orElse("")
            : "L".repeat(Math.max(0, config.optionalSize("sliding_window_pattern").orElse(4) - 1))
                + "G";
    return some(
        config,
        layers,
        window,
        layer ->
            window.isPresent()
                && !pattern.isEmpty()
                && pattern.charAt(layer % pattern.length()) == 'L');
  }

  /// No layer is limited.
  static SlidingWindow none() {
    return new SlidingWindow(UNLIMITED, layer -> false);
  }

  /// A window for some layers: those that `layer_types` names `sliding_attention`, or those of the
  /// rule where the file has no such list.
  static SlidingWindow some(Keys config, int layers, OptionalInt window, IntPredicate rule) {
    Optional<List<String>> types = config.words("layer_types");
    types.ifPresent(list -> check(config, list, layers));
    IntPredicate limited =
        types
            .<IntPredicate>map(
                list -> layer -> layer < list.size() && list.get(layer).equals("sliding_attention"))
            .orElse(rule);
    if (window.isEmpty() && types.map(list -> list.contains("sliding_attention")).orElse(false)) {
      config.reportMissing("sliding_window", "a whole number where layer_types has sliding layers");
    }
    return new SlidingWindow(window.orElse(UNLIMITED), limited);
  }

  /// `sliding_window`, or mlc-llm's `sliding_window_size`: part of it may be attention sinks there,
  /// but no more positions are kept.
  static OptionalInt read(Keys config) {
    OptionalInt window = positions(config, "sliding_window");
    OptionalInt kept = positions(config, "sliding_window_size");
    if (window.isPresent() && kept.isPresent() && !window.equals(kept)) {
      config.report(
          "sliding_window_size",
          "must equal sliding_window, got %s and %s; remove one"
              .formatted(kept.getAsInt(), window.getAsInt()));
    }
    return window.isPresent() ? window : kept;
  }

  /// mlc-llm writes -1 for none.
  private static OptionalInt positions(Keys config, String key) {
    return config.given().is(key, -1) ? OptionalInt.empty() : config.optionalSize(key);
  }

  /// The same for classes whose every network has a window.
  static OptionalInt readOr(Keys config, int absent) {
    OptionalInt window = read(config);
    if (window.isEmpty() && config.mentions("sliding_window")) {
      config.reportMissing("sliding_window", "a whole number, or left out for " + absent);
    }
    return OptionalInt.of(window.orElse(absent));
  }

  private static void check(Keys config, List<String> types, int layers) {
    if (layers > 0 && types.size() != layers) {
      config.report(
          "layer_types",
          "must have one entry for each of the %s layers, got %s; correct one of them"
              .formatted(layers, types.size()));
    }
    types.stream()
        .filter(type -> !type.equals("sliding_attention") && !type.equals("full_attention"))
        .findFirst()
        .ifPresent(type ->
            config.report(
                "layer_types",
                "must name sliding_attention and full_attention only, got "
                    + type
                    + "; other kinds of attention are not supported"));
  }

  /// Whether nothing limits a layer, where a window limits others.
  boolean isFull(int layer) {
    return window != UNLIMITED && !limited.test(layer);
  }

  /// Positions a layer looks back on.
  int of(int layer) {
    return limited.test(layer) ? window : UNLIMITED;
  }
}
