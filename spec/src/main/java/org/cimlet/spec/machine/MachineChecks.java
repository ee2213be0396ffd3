package org.cimlet.spec.machine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.spec.document.Document;
import tools.jackson.databind.JsonNode;

/// What must hold between keys of a machine. Runs after the schema and looks only at values that
/// the schema found right, so that one run tells both kinds of fault.
final class MachineChecks {
  /// Routes are a table of chiplets x chiplets.
  private static final int MOST_CHIPLETS = 4096;

  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private final Document document;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Set<String> blamed;

  /// @param schemaFaults what the schema found
  MachineChecks(Document document, List<Diagnostic> schemaFaults) {
    this.document = document;
    this.blamed =
        schemaFaults.stream().map(Diagnostic::key).collect(Collectors.toUnmodifiableSet());
  }

  List<Diagnostic> faults() {
    if (blamed.contains("schema") && document.root().has("schema")) {
      return List.of(); // another kind or version of file: its keys may mean anything
    }
    partialSums();
    new MacroChecks(document, diagnostics, blamed).run();
    attentionModule();
    area();
    OptionalLong chiplets = chiplets();
    chiplets.ifPresent(this::substrate);
    chiplets.ifPresent(
        count -> new TopologyChecks(document, diagnostics, blamed, (int) count).run());
    sizes(chiplets);
    return diagnostics.found();
  }

  private void partialSums() {
    String key = "chiplet.partial_sum_fan_in";
    OptionalLong fanIn = whole(key);
    OptionalLong macros = whole("chiplet.macros");
    if (fanIn.isEmpty()) {
      return;
    }
    long value = fanIn.getAsLong();
    if (Long.bitCount(value) != 1) {
      blame(
          key,
          "must be a power of two, got %s; the next one below is %s"
              .formatted(value, Long.highestOneBit(value)));
    }
    if (macros.isPresent() && value > macros.getAsLong()) {
      blame(
          key, "must be at most chiplet.macros = %s, got %s".formatted(macros.getAsLong(), value));
    }
  }

  /// Rotation of queries and keys, norms and residuals are the vector unit's.
  private void attentionModule() {
    JsonNode module = node("chiplet.attention_module");
    if (module.isObject() && !node("chiplet.vector_unit").isObject()) {
      blame(
          "chiplet.attention_module",
          "must come with chiplet.vector_unit, which norms and rotates on the die, got none; add"
              + " one or leave attention to the host");
    }
  }

  private void area() {
    List<String> areas =
        List.of("chiplet.compute_mm2.value", "chiplet.memory_mm2.value", "chiplet.other_mm2.value");
    if (areas.stream().allMatch(key -> right(key) && node(key).doubleValue() == 0)) {
      blame(
          "chiplet.compute_mm2.value",
          "must make, with memory_mm2 and other_mm2, a die of some area, got 0 mm2 in all");
    }
  }

  /// Dies in the package, where the topology says so and there are not too many.
  private OptionalLong chiplets() {
    return switch (node("topology.kind").asString("")) {
      case "mesh", "torus" -> meshChiplets(whole("topology.rows"), whole("topology.columns"));
      case "ring", "star", "fully_connected", "custom" -> whole("topology.chiplets");
      default -> OptionalLong.empty();
    };
  }

  private OptionalLong meshChiplets(OptionalLong rows, OptionalLong columns) {
    if (rows.isEmpty() || columns.isEmpty()) {
      return OptionalLong.empty();
    }
    long chiplets = rows.getAsLong() * columns.getAsLong();
    if (chiplets > MOST_CHIPLETS) {
      blame(
          "topology.columns",
          "must make, times rows, at most %s chiplets, got %s".formatted(MOST_CHIPLETS, chiplets));
      return OptionalLong.empty();
    }
    return OptionalLong.of(chiplets);
  }

  private void substrate(long chiplets) {
    JsonNode kind = node("substrate.kind");
    if (chiplets > 1 && kind.asString("").equals("none")) {
      blame(
          "substrate.kind",
          "must be organic, fan_out, silicon_interposer or hybrid_bonded to carry %s chiplets, got none"
              .formatted(chiplets));
    }
  }

  /// Everything downstream counts bits and operations in `long`.
  private void sizes(OptionalLong chiplets) {
    Optional<BigInteger> multipliers =
        product(chiplets, whole("chiplet.macros"), whole("chiplet.macro.columns"));
    Optional<BigInteger> bitsAtMultiplier =
        product(whole("chiplet.macro.depth"), whole("chiplet.macro.weight_bits"));
    if (multipliers.isEmpty()) {
      return;
    }
    bitsAtMultiplier
        .map(multipliers.get()::multiply)
        .filter(MachineChecks::overflows)
        .ifPresent(bits ->
            blame(
                "chiplet.macro.depth",
                "must keep the package's chiplets x macros x columns x depth x weight_bits at"
                    + " most %s bits, got %s".formatted(grouped(MOST), grouped(bits))));
    String clock = "chiplet.macro.clock_mhz.value";
    if (right(clock)) {
      BigInteger perSecond =
          new BigDecimal(multipliers.get())
              .multiply(BigDecimal.valueOf(node(clock).doubleValue()).movePointRight(6))
              .multiply(BigDecimal.TWO)
              .toBigInteger();
      if (overflows(perSecond)) {
        blame(
            clock,
            "must keep the package's 2 x chiplets x macros x columns x clock at most %s"
                    .formatted(grouped(MOST))
                + " operations a second, got "
                + grouped(perSecond));
      }
    }
  }

  private static boolean overflows(BigInteger value) {
    return value.compareTo(MOST) > 0;
  }

  private static String grouped(BigInteger value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static Optional<BigInteger> product(OptionalLong... factors) {
    BigInteger product = BigInteger.ONE;
    for (OptionalLong factor : factors) {
      if (factor.isEmpty()) {
        return Optional.empty();
      }
      product = product.multiply(BigInteger.valueOf(factor.getAsLong()));
    }
    return Optional.of(product);
  }

  /// A count, where the schema found it right.
  private OptionalLong whole(String key) {
    return right(key) ? OptionalLong.of(node(key).longValue()) : OptionalLong.empty();
  }

  private boolean right(String key) {
    return node(key).isNumber() && !blamed.contains(key);
  }

  private JsonNode node(String key) {
    return document.root().at("/" + key.replace('.', '/'));
  }

  private void blame(String key, String message) {
    diagnostics.add(document.at(node(key), key, message));
  }
}
