package org.cimlet.document;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
          Map.entry("byte", new Unit("data", 8)),
          Map.entry("bytes", new Unit("data", 8)),
          Map.entry("kb", new Unit("data", 8e3)),
          Map.entry("mb", new Unit("data", 8e6)),
          Map.entry("gb", new Unit("data", 8e9)),
          Map.entry("tb", new Unit("data", 8e12)),
          Map.entry("kib", new Unit("data", 8 * 0x1p10)),
          Map.entry("mib", new Unit("data", 8 * 0x1p20)),
          Map.entry("gib", new Unit("data", 8 * 0x1p30)),
          Map.entry("tib", new Unit("data", 8 * 0x1p40)),
          Map.entry("aj", new Unit("energy", 1e-18)),
          Map.entry("fj", new Unit("energy", 1e-15)),
          Map.entry("pj", new Unit("energy", 1e-12)),
          Map.entry("nj", new Unit("energy", 1e-9)),
          Map.entry("uj", new Unit("energy", 1e-6)),
          Map.entry("mj", new Unit("energy", 1e-3)),
          Map.entry("j", new Unit("energy", 1)),
          Map.entry("ps", new Unit("time", 1e-12)),
          Map.entry("ns", new Unit("time", 1e-9)),
          Map.entry("us", new Unit("time", 1e-6)),
          Map.entry("ms", new Unit("time", 1e-3)),
          Map.entry("s", new Unit("time", 1)),
          Map.entry("uw", new Unit("power", 1e-6)),
          Map.entry("mw", new Unit("power", 1e-3)),
          Map.entry("w", new Unit("power", 1)),
          Map.entry("kw", new Unit("power", 1e3)),
          Map.entry("hz", new Unit("frequency", 1)),
          Map.entry("khz", new Unit("frequency", 1e3)),
          Map.entry("mhz", new Unit("frequency", 1e6)),
          Map.entry("ghz", new Unit("frequency", 1e9)),
          Map.entry("mops", new Unit("operations", 1e6)),
          Map.entry("gops", new Unit("operations", 1e9)),
          Map.entry("tops", new Unit("operations", 1e12)),
          Map.entry("pops", new Unit("operations", 1e15)),
          Map.entry("uv", new Unit("voltage", 1e-6)),
          Map.entry("mv", new Unit("voltage", 1e-3)),
          Map.entry("v", new Unit("voltage", 1)),
          Map.entry("nm", new Unit("length", 1e-9)),
          Map.entry("um", new Unit("length", 1e-6)),
          Map.entry("mm", new Unit("length", 1e-3)),
          Map.entry("cm", new Unit("length", 1e-2)),
          Map.entry("um2", new Unit("area", 1e-12)),
          Map.entry("mm2", new Unit("area", 1e-6)),
          Map.entry("cm2", new Unit("area", 1e-4)));

  /// `GBps`, `Gbps`: bytes and bits by their letter's case, as datasheets write them.
  private static final Pattern RATE = Pattern.compile("([kKMGT])(B|b|bit)(?:ps|/s)");

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
    List<String> from = words(key);
    List<String> to = words(other);
    if (from.size() != to.size()) {
      return 0;
    }
    double factor = 1;
    boolean differs = false;
    for (int i = 0; i < from.size(); i++) {
      if (!from.get(i).equals(to.get(i))) {
        Unit a = UNITS.get(from.get(i));
        Unit b = UNITS.get(to.get(i));
        if (a == null || b == null || !a.dimension().equals(b.dimension())) {
          return 0;
        }
        double ratio = a.factor() / b.factor();
        factor = isBelow(to, i) ? factor / ratio : factor * ratio;
        differs = true;
      }
    }
    return differs && factor != 1 ? factor : 0;
  }

  /// The words of a key; `per` says nothing that their order does not.
  private static List<String> words(String key) {
    String plain =
        RATE.matcher(key)
            .replaceAll(rate -> rate.group(1) + (rate.group(2).equals("B") ? "b" : "bit") + "_s")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(plain.split("_", -1)).filter(word -> !word.equals("per")).toList();
  }

  /// Whether a unit divides: the second of two that follow each other, as in `gb_s` or `fj_bit`.
  private static boolean isBelow(List<String> words, int at) {
    return at > 0 && UNITS.containsKey(words.get(at - 1));
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.10g", value).replaceFirst("\\.?0+(?=$|e)", "");
  }
}
