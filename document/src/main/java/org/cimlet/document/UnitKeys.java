package org.cimlet.document;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Keys that say the same in another unit: `bandwidth_gb_s` for `bandwidth_gbit_s`.
final class UnitKeys {
  private record Unit(String dimension, double factor) {}

  private static final Map<String, Unit> UNITS =
      Map.ofEntries(
          Map.entry("bit", new Unit("data", 1)),
          Map.entry("kbit", new Unit("data", 1e3)),
          Map.entry("mbit", new Unit("data", 1e6)),
          Map.entry("gbit", new Unit("data", 1e9)),
          Map.entry("tbit", new Unit("data", 1e12)),
          Map.entry("kb", new Unit("data", 8e3)),
          Map.entry("mb", new Unit("data", 8e6)),
          Map.entry("gb", new Unit("data", 8e9)),
          Map.entry("tb", new Unit("data", 8e12)),
          Map.entry("fj", new Unit("energy", 1e-15)),
          Map.entry("pj", new Unit("energy", 1e-12)),
          Map.entry("nj", new Unit("energy", 1e-9)),
          Map.entry("ps", new Unit("time", 1e-12)),
          Map.entry("ns", new Unit("time", 1e-9)),
          Map.entry("us", new Unit("time", 1e-6)),
          Map.entry("ms", new Unit("time", 1e-3)),
          Map.entry("mw", new Unit("power", 1e-3)),
          Map.entry("w", new Unit("power", 1)),
          Map.entry("khz", new Unit("frequency", 1e3)),
          Map.entry("mhz", new Unit("frequency", 1e6)),
          Map.entry("ghz", new Unit("frequency", 1e9)),
          Map.entry("um2", new Unit("area", 1e-12)),
          Map.entry("mm2", new Unit("area", 1e-6)));

  private UnitKeys() {}

  /// What a key of another unit comes to under a known one; empty where none is the same quantity.
  ///
  /// @param given what stands under the key: a number, or an object with one under `value`
  static Optional<String> hint(String key, JsonNode given, Collection<String> known) {
    for (String other : known) {
      double factor = factor(key, other);
      if (factor > 0) {
        JsonNode value = given.isObject() ? given.path("value") : given;
        return Optional.of(
            " (%s is in another unit%s)"
                .formatted(
                    other,
                    value.isNumber() ? ": write " + text(value.doubleValue() * factor) : ""));
      }
    }
    return Optional.empty();
  }

  /// What a number is multiplied by; 0 where the keys differ in more than a unit, or not at all.
  private static double factor(String key, String other) {
    String[] from = key.split("_", -1);
    String[] to = other.split("_", -1);
    if (from.length != to.length) {
      return 0;
    }
    double factor = 1;
    boolean differs = false;
    for (int i = 0; i < from.length; i++) {
      if (!from[i].equals(to[i])) {
        Unit a = UNITS.get(from[i]);
        Unit b = UNITS.get(to[i]);
        if (a == null || b == null || !a.dimension().equals(b.dimension())) {
          return 0;
        }
        factor *= a.factor() / b.factor();
        differs = true;
      }
    }
    return differs ? factor : 0;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.10g", value).replaceFirst("\\.?0+(?=$|e)", "");
  }
}
