package org.cimlet.cli;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.StoredWeights;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.Packing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How weights are stored, as options.
final class StorageOptions {
  private static final Pattern PATTERN = Pattern.compile("([0-9]{1,3}):([0-9]{1,3})");
  private static final Pattern INTEGERS = Pattern.compile("int([0-9]{1,2})");
  private static final int LARGEST_GROUP = 64;
  private static final int USUAL_BITS = 8;

  @Option(
      names = "--compress",
      paramLabel = "N:M",
      description =
          "N:M sparsity: N weights kept of each group of M inputs, e.g. 8:32, or none (default: as"
              + " stored)")
  private @Nullable String compress;

  @Option(names = "--compress-head", description = "compress the head too (default: dense head)")
  private boolean compressHead;

  @Option(
      names = "--weights",
      paramLabel = "WORD",
      description =
          "weight format: int1 to int16, bf16 or fp16 (default: int8, or the integers of the"
              + " network's files where the machine holds such)")
  private @Nullable String weights;

  /// @param files how the network's files hold its weights, where a program has quantized them:
  ///   asked unless `--compress` says how
  /// @param macro what holds them here, asked where the files say what it might hold
  WeightStorage storage(Supplier<Optional<StoredWeights>> files, Supplier<Macro> macro) {
    Optional<StoredWeights> stored = compress == null ? files.get() : Optional.empty();
    Packing dense = dense(stored, macro);
    if (stored.isPresent() && stored.get().kept() < stored.get().group()) {
      Packing packed = packed(dense, stored.get().kept(), stored.get().group());
      return new WeightStorage(packed, stored.get().head() || compressHead ? packed : dense);
    }
    if (compress == null || compress.equals("none")) {
      if (compressHead) {
        throw InvalidInputException.of(
            "--compress-head", "must come with --compress N:M, got --compress none");
      }
      return new WeightStorage(dense, dense);
    }
    Packing packed = packing(compress, dense);
    return new WeightStorage(packed, compressHead ? packed : dense);
  }

  private static Packing packed(Packing dense, int kept, int group) {
    return new Packing(dense.format(), dense.weightBits(), kept, group);
  }

  private Packing dense(Optional<StoredWeights> stored, Supplier<Macro> macro) {
    if (weights != null) {
      return dense(weights);
    }
    int bits =
        stored.map(StoredWeights::bits).filter(held -> holds(macro.get(), held)).orElse(USUAL_BITS);
    return Packing.dense(WordFormat.INTEGER, bits);
  }

  private static boolean holds(Macro macro, int bits) {
    return macro.weightBits() == bits && macro.format() == WordFormat.INTEGER;
  }

  private static Packing dense(String weights) {
    return switch (weights) {
      case "bf16" -> Packing.dense(WordFormat.BF16, 16);
      case "fp16" -> Packing.dense(WordFormat.FP16, 16);
      default -> Packing.dense(WordFormat.INTEGER, integerBits(weights));
    };
  }

  private static int integerBits(String weights) {
    Matcher matcher = INTEGERS.matcher(weights);
    int bits = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (bits < 1 || bits > 16) {
      throw InvalidInputException.of(
          "--weights",
          "must be int1 to int16, bf16 or fp16, got '%s'; most machines hold int8"
              .formatted(weights));
    }
    return bits;
  }

  private static Packing packing(String asked, Packing dense) {
    Matcher matcher = PATTERN.matcher(asked);
    if (!matcher.matches()) {
      throw InvalidInputException.of(
          "--compress",
          "must be none or N:M, N weights kept of each group of M, such as 8:32, got '%s'"
              .formatted(asked));
    }
    int kept = Integer.parseInt(matcher.group(1));
    int group = Integer.parseInt(matcher.group(2));
    if (kept < 1 || kept >= group || group > LARGEST_GROUP) {
      throw InvalidInputException.of(
          "--compress",
          "must be N:M with 1 <= N < M <= %s, got %s".formatted(LARGEST_GROUP, asked));
    }
    return packed(dense, kept, group);
  }
}
