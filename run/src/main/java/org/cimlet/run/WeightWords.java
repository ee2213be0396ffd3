package org.cimlet.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.Packing;

/// How people write in which format weights are stored, and how many of them.
public final class WeightWords {
  private static final Pattern PATTERN = Pattern.compile("([0-9]{1,3}):([0-9]{1,3})");
  private static final Pattern WITH_INPUTS = Pattern.compile("w([0-9]{1,2})a([0-9]{1,2})");
  private static final Pattern INTEGERS = Pattern.compile("int([0-9]{1,2})");
  private static final int LARGEST_GROUP = 64;
  private static final int LARGEST_BITS = 16;

  private WeightWords() {}

  /// Every weight in a format: `int8`, `bf16`; `w4a8` says of how many bits inputs are too.
  ///
  /// @param asking what diagnostics call it: `--weights`
  /// @throws InvalidInputException where there is no such format
  public static Packing dense(String asking, String weights) {
    return switch (weights) {
      case "bf16" -> Packing.dense(WordFormat.BF16, 16);
      case "fp16" -> Packing.dense(WordFormat.FP16, 16);
      case "fp8_e4m3" -> Packing.dense(WordFormat.FP8_E4M3, 8);
      case "fp8_e5m2" -> Packing.dense(WordFormat.FP8_E5M2, 8);
      default -> integers(asking, weights);
    };
  }

  private static Packing integers(String asking, String weights) {
    Matcher both = WITH_INPUTS.matcher(weights);
    Matcher matcher = both.matches() ? both : INTEGERS.matcher(weights);
    int bits = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    int inputs = both.matches() ? Integer.parseInt(both.group(2)) : bits;
    if (bits < 1 || bits > LARGEST_BITS || inputs < 1 || inputs > LARGEST_BITS) {
      throw InvalidInputException.of(
          asking,
          ("must be int1 to int16, bf16, fp16, fp8_e4m3 or fp8_e5m2, or w1a1 to w16a16 for weights"
                  + " and inputs, got '%s'; most machines hold int8")
              .formatted(weights));
    }
    return Packing.dense(bits).withInputs(both.matches() ? inputs : 0);
  }

  /// Some weights of every group, `8:32`.
  ///
  /// @param asking what diagnostics call it: `--compress`
  /// @param dense their format
  /// @throws InvalidInputException where that is no pattern
  public static Packing packed(String asking, String pattern, Packing dense) {
    Matcher matcher = PATTERN.matcher(pattern);
    if (!matcher.matches()) {
      throw InvalidInputException.of(
          asking,
          "must be none or N:M, N weights kept of each group of M, such as 8:32, got '%s'"
              .formatted(pattern));
    }
    int kept = Integer.parseInt(matcher.group(1));
    int group = Integer.parseInt(matcher.group(2));
    if (kept < 1 || kept >= group || group > LARGEST_GROUP) {
      throw InvalidInputException.of(
          asking, "must be N:M with 1 <= N < M <= %s, got %s".formatted(LARGEST_GROUP, pattern));
    }
    return dense.keeping(kept, group);
  }
}
