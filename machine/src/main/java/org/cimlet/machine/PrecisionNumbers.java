package org.cimlet.machine;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a macro's further words come to: its rows keep their bits, and what a file leaves out
/// follows from the macro's own words.
final class PrecisionNumbers {
  private PrecisionNumbers() {}

  /// A machine with what its files leave out of `precisions`, numbers by parts left aside.
  static ObjectNode completed(ObjectNode machine) {
    ObjectNode completed = machine;
    for (String owner : Changes.owners(machine)) {
      JsonNode macro = Changes.at(machine, owner + "chiplet.macro");
      for (String key : macro.path("precisions").propertyNames()) {
        MacroSpec.WordPair words = MacroSpec.WordPair.of(key);
        if (words != null) {
          String path = owner + "chiplet.macro.precisions." + key;
          completed = Changes.put(completed, path, completed(macro, words));
        }
      }
    }
    return completed;
  }

  private static ObjectNode completed(JsonNode macro, MacroSpec.WordPair words) {
    JsonNode given = macro.path("precisions").path(words.key());
    ObjectNode whole = ((ObjectNode) given).objectNode();
    whole.put("cycles_per_row", usualCycles(macro, words));
    whole.put("input_vectors", macro.path("input_vectors").asInt(1));
    whole.setAll((ObjectNode) given);
    return whole;
  }

  /// Cycles of a row grow and shrink with the bits of an input, as where they come one by one; of a
  /// macro that takes all at once no row takes less than a cycle.
  private static int usualCycles(JsonNode macro, MacroSpec.WordPair words) {
    int cycles = macro.path("cycles_per_row").intValue();
    return Math.max(
        1, Math.ceilDiv(cycles * words.inputBits(), macro.path("input_bits").intValue()));
  }

  /// The same macro as one that has such words for its own: the same trees and slices, rows of the
  /// same bits.
  static ObjectNode own(JsonNode macro, MacroSpec.WordPair words) {
    JsonNode parts = macro.path("parts");
    int columns = macro.path("inputs_per_row").intValue();
    int weightBits = macro.path("weight_bits").intValue();
    ObjectNode own = Changes.put(macro, "weight_bits", whole(macro, words.weightBits()));
    own = Changes.put(own, "input_bits", whole(macro, words.inputBits()));
    own =
        Changes.put(own, "inputs_per_row", whole(macro, columns * weightBits / words.weightBits()));
    own =
        Changes.put(
            own,
            "parts.tree.channels",
            whole(macro, parts.path("tree").path("channels").asInt(columns)));
    int slice = parts.path("weight_slice_bits").asInt(weightBits);
    return Changes.put(
        own, "parts.weight_slice_bits", whole(macro, Math.min(slice, words.weightBits())));
  }

  private static JsonNode whole(JsonNode beside, int value) {
    return ((ObjectNode) beside).numberNode(value);
  }

  /// What must hold between a macro's own words and its further ones.
  static void check(CheckedKeys macro) {
    for (String key : macro.node("precisions").propertyNames()) {
      MacroSpec.WordPair words = MacroSpec.WordPair.of(key);
      if (words != null && !macro.isBlamed("precisions." + key)) {
        check(macro, "precisions." + key, words);
      }
    }
  }

  private static void check(CheckedKeys macro, String key, MacroSpec.WordPair words) {
    OptionalLong columns = macro.whole("inputs_per_row");
    OptionalLong weight = macro.whole("weight_bits");
    OptionalLong input = macro.whole("input_bits");
    OptionalLong accumulator = macro.whole("accumulator_bits");
    if (columns.isEmpty() || weight.isEmpty() || input.isEmpty()) {
      return;
    }
    long rowBits = columns.getAsLong() * weight.getAsLong();
    long product = (long) words.weightBits() + words.inputBits();
    String fault = null;
    boolean own = MacroSpec.Format.of(macro.node("format")) == words.format();
    if (own && weight.getAsLong() == words.weightBits() && input.getAsLong() == words.inputBits()) {
      fault = "must be words other than the macro's own, got its own; leave it out";
    } else if (rowBits % words.weightBits() != 0) {
      fault =
          "must be words that fill rows of %s bits, inputs_per_row x weight_bits, got %s bits each"
              .formatted(rowBits, words.weightBits());
    } else if (accumulator.isPresent() && accumulator.getAsLong() < product) {
      fault =
          "must have products that fit %s = %s, got %s bits"
              .formatted(macro.path("accumulator_bits"), accumulator.getAsLong(), product);
    } else if (!holdsWholeGroups(macro, rowBits / words.weightBits())) {
      fault =
          "must hold whole groups of zero_skipper.group = %s in a row, got rows of %s"
              .formatted(macro.whole("zero_skipper.group").orElse(0), rowBits / words.weightBits());
    } else if (macro.node("parts").isObject()
        && (words.format().bits() > 0 || !own)
        && macro.node(key + ".multiply_fj").isMissingNode()) {
      fault = "must have multiply_fj: parts price words of the macro's own format only, got none";
    } else if (macro.node("parts").isObject() && own) {
      fault = faultOfParts(macro, key, words, weight.getAsLong(), input.getAsLong());
    }
    if (fault != null) {
      macro.blame(key, fault);
    }
  }

  private static boolean holdsWholeGroups(CheckedKeys macro, long inRow) {
    OptionalLong group = macro.whole("zero_skipper.group");
    return group.isEmpty() || inRow <= group.getAsLong() || inRow % group.getAsLong() == 0;
  }

  /// The same trees and multipliers take what they were drawn for, or less of it.
  private static @Nullable String faultOfParts(
      CheckedKeys macro, String key, MacroSpec.WordPair words, long weightBits, long inputBits) {
    long slice = macro.whole("parts.weight_slice_bits").orElse(weightBits);
    if (words.weightBits() > weightBits || words.weightBits() % slice != 0) {
      return ("must be weights of whole slices of %s bits, at most %s, which the macro's parts"
              + " multiply, got %s; give parts.weight_slice_bits, or leave parts out")
          .formatted(slice, weightBits, words.weightBits());
    }
    long atOnce = macro.whole("parts.multiplier.input_bits_per_cycle").orElse(inputBits);
    if (words.inputBits() > inputBits || words.inputBits() % atOnce != 0) {
      return ("must be inputs of a multiple of %s bits, at most %s, as the macro's parts take them,"
              + " got %s")
          .formatted(atOnce, inputBits, words.inputBits());
    }
    OptionalLong cycles = macro.whole(key + ".cycles_per_row");
    if (cycles.isPresent() && cycles.getAsLong() * atOnce < words.inputBits()) {
      return "must bring all %s bits of an input within the %s cycles of a row, got %s a cycle"
          .formatted(words.inputBits(), cycles.getAsLong(), atOnce);
    }
    return null;
  }
}
