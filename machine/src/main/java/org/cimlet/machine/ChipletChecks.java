package org.cimlet.machine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What must hold between keys of one kind of die.
///
/// @param chiplet path to the die
record ChipletChecks(CheckedKeys keys, String chiplet) {
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final String VECTOR_UNIT = "chiplet.vector_unit";
  private static final String KV_CACHE = "other_dies.kv_cache";

  /// @param count how many there are, where that is known
  void run(OptionalLong count) {
    partialSums();
    new MacroChecks(keys, chiplet).run();
    attention();
    area();
    sizes(count);
  }

  private String path(String key) {
    return chiplet + "." + key;
  }

  private void partialSums() {
    String key = path("partial_sum_fan_in");
    OptionalLong fanIn = keys.whole(key);
    OptionalLong macros = keys.whole(path("macros"));
    if (fanIn.isEmpty()) {
      return;
    }
    long value = fanIn.getAsLong();
    if (Long.bitCount(value) != 1) {
      keys.blame(
          key,
          "must be a power of two, got %s; the next one below is %s"
              .formatted(value, Long.highestOneBit(value)));
    }
    if (macros.isPresent() && value > macros.getAsLong()) {
      keys.blame(
          key,
          "must be at most %s = %s, got %s".formatted(path("macros"), macros.getAsLong(), value));
    }
  }

  /// Rotation of queries and keys, norms and residuals are the vector unit's, of the dies of the
  /// layers' weights.
  private void attention() {
    MacroSpec.Kind kind = MacroSpec.Kind.of(keys.node(path("macro.kind")));
    if (chiplet.equals("chiplet")) {
      atHome("attention_module");
      if (inTurn()) {
        atHome("attention_in_banks");
      }
      if (keys.node(path("attention_module")).isObject()
          && keys.node(path("attention_in_banks")).isObject()) {
        keys.blame(
            path("attention_in_banks"),
            "must be left out where attention_module attends, got both; remove one");
      }
      if (keys.node(path("attention_in_banks")).isObject() && !inTurn()) {
        keys.blame(
            path("attention_in_banks"),
            "must be given to dies that hold the KV cache, got it on the layers' chiplets;"
                + " move it to other_dies.kv_cache.chiplet, or add units: in_turn for banks that"
                + " hold weights and cache");
      }
    } else if (keys.node(path("units")).isString()) {
      keys.blame(
          path("units"),
          "must be left out of other dies, which have no vector unit at work, got it; remove it");
    }
    module(kind);
    if (keys.node(path("attention_in_banks")).isObject()
        && (inTurn() || !chiplet.equals("chiplet"))
        && kind != null
        && kind != MacroSpec.Kind.DRAM_BANK) {
      keys.blame(
          path("attention_in_banks"),
          "must come with a macro of kind dram_bank, in whose banks the KV cache lies,"
              + " got %s; give the die an attention_module instead"
                  .formatted(keys.node(path("macro.kind")).asString()));
    }
  }

  /// What the layers' dies attend with.
  private void atHome(String unit) {
    if (keys.node(path(unit)).isObject() && !keys.node(VECTOR_UNIT).isObject()) {
      keys.blame(
          path(unit),
          "must come with chiplet.vector_unit, which norms and rotates on the die, got none; add"
              + " one or leave attention to the host");
    }
    if (keys.node(path(unit)).isObject() && keys.node(KV_CACHE).isObject()) {
      keys.blame(
          path(unit),
          "must be left out where other_dies.kv_cache attends, got it; remove one of them");
    }
  }

  private boolean inTurn() {
    return keys.node(path("units")).asString("").equals("in_turn");
  }

  /// Keys and values lie in a memory or in the arrays; there they are read by whoever has the turn.
  private void module(MacroSpec.@Nullable Kind kind) {
    if (!keys.node(path("attention_module")).isObject()) {
      return;
    }
    boolean memory = keys.node(path("attention_module.memory")).isObject();
    boolean inArrays = keys.node(path("attention_module.in_arrays")).isObject();
    if (memory == inArrays) {
      keys.blame(
          path("attention_module"),
          "must have one of memory and in_arrays for the KV cache, got %s"
              .formatted(memory ? "both; remove one" : "neither; add one"));
      return;
    }
    if (inArrays && !inTurn()) {
      keys.blame(
          path("attention_module.in_arrays"),
          "must come with units: in_turn, as the arrays serve one unit at a time, got none; add it"
              + " or give the module a memory");
    }
    if (inArrays && kind != null && kind != MacroSpec.Kind.DIGITAL_SRAM) {
      keys.blame(
          path("attention_module.in_arrays"),
          "must come with a macro of kind digital_sram, got %s; give the module a memory%s"
              .formatted(
                  keys.node(path("macro.kind")).asString(),
                  kind == MacroSpec.Kind.DRAM_BANK ? ", or the die attention_in_banks" : ""));
    }
  }

  /// @param must whether the die is there to attend
  void attends(boolean must) {
    boolean module = keys.node(path("attention_module")).isObject();
    boolean inBanks = keys.node(path("attention_in_banks")).isObject();
    if (must && module == inBanks) {
      keys.blame(
          chiplet,
          "must have one of attention_in_banks and attention_module to attend with, got %s"
              .formatted(module ? "both; remove one" : "neither; add one"));
    }
    if (must && !keys.node(VECTOR_UNIT).isObject()) {
      keys.blame(
          chiplet,
          "must come with chiplet.vector_unit on the dies of the layers' weights, which norms and"
              + " rotates there, got none; add one or leave attention to the host");
    }
    MacroSpec.Kind kind = MacroSpec.Kind.of(keys.node(path("macro.kind")));
    if (!must && kind != null && !kind.readsWords()) {
      keys.blame(
          path("macro.kind"),
          "must be a kind whose rows are read as words, to look up the embedding, got %s; use"
                  .formatted(keys.node(path("macro.kind")).asString())
              + " digital_sram, dram_bank or digital_nvm");
    }
    if (!must && (module || inBanks)) {
      keys.blame(
          path(module ? "attention_module" : "attention_in_banks"),
          "must be left out of dies that hold no KV cache, got it; move it to"
              + " other_dies.kv_cache.chiplet");
    }
  }

  private void area() {
    Stream<String> areas =
        Stream.of("compute_mm2", "memory_mm2", "other_mm2").map(key -> path(key) + ".value");
    if (areas.allMatch(key -> keys.right(key) && keys.node(key).doubleValue() == 0)) {
      keys.blame(
          path("compute_mm2.value"),
          "must make, with memory_mm2 and other_mm2, a die of some area, got 0 mm2 in all");
    }
  }

  /// Everything downstream counts bits and operations in `long`.
  private void sizes(OptionalLong chiplets) {
    boolean crossbar = keys.node(path("macro")).has("word_lines");
    String inputs = crossbar ? "word_lines" : "inputs_per_row";
    String rows = crossbar ? "bit_lines" : "rows";
    Optional<BigInteger> multipliers =
        product(chiplets, keys.whole(path("macros")), keys.whole(path("macro." + inputs)));
    Optional<BigInteger> bitsAtMultiplier =
        product(keys.whole(path("macro." + rows)), keys.whole(path("macro.weight_bits")));
    if (multipliers.isEmpty()) {
      return;
    }
    bitsAtMultiplier
        .map(multipliers.get()::multiply)
        .filter(ChipletChecks::overflows)
        .ifPresent(bits ->
            keys.blame(
                path("macro." + rows),
                "must keep the package's chiplets x macros x %s x %s x weight_bits at most %s bits,"
                        .formatted(inputs, rows, grouped(MOST))
                    + " got "
                    + grouped(bits)));
    String clock = path("macro.clock_mhz.value");
    if (keys.right(clock)) {
      BigInteger perSecond =
          new BigDecimal(multipliers.get())
              .multiply(BigDecimal.valueOf(keys.node(clock).doubleValue()).movePointRight(6))
              .multiply(BigDecimal.TWO)
              .toBigInteger();
      if (overflows(perSecond)) {
        keys.blame(
            clock,
            "must keep the package's 2 x chiplets x macros x %s x clock at most %s"
                    .formatted(inputs, grouped(MOST))
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
}
