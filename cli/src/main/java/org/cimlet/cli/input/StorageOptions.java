package org.cimlet.cli.input;

import java.util.Optional;
import java.util.function.Supplier;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.StoredWeights;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.Packing;
import org.cimlet.run.WeightWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How weights are stored, as options.
public final class StorageOptions {
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
          "weight format: int1 to int16, bf16, fp16, fp8_e4m3 or fp8_e5m2; w4a8 for int4 weights"
              + " with 8-bit inputs (default: int8, or the integers of the network's files where"
              + " the machine holds such)")
  private @Nullable String weights;

  @Option(
      names = "--head-weights",
      paramLabel = "WORD",
      description = "weight format of the head (default: that of the layers)")
  private @Nullable String headWeights;

  /// Made by picocli.
  public StorageOptions() {}

  /// How the weights are stored.
  ///
  /// @param files how the network's files hold its weights, where a program has quantized them:
  ///   asked unless `--compress` says how
  /// @param macro what holds them here, asked where the files say what it might hold
  public WeightStorage storage(Supplier<Optional<StoredWeights>> files, Supplier<Macro> macro) {
    Optional<StoredWeights> stored = compress == null ? files.get() : Optional.empty();
    Packing dense = dense(stored, macro);
    if (stored.isPresent() && stored.get().kept() < stored.get().group()) {
      Packing packed = dense.keeping(stored.get().kept(), stored.get().group());
      return new WeightStorage(
          packed, head(dense, stored.get().head() || compressHead ? packed : dense), true);
    }
    if (compress == null || compress.equals("none")) {
      if (compressHead) {
        throw InvalidInputException.of(
            "--compress-head", "must come with --compress N:M, got --compress none");
      }
      return new WeightStorage(dense, head(dense, dense));
    }
    Packing packed = WeightWords.packed("--compress", compress, dense);
    return new WeightStorage(packed, head(dense, compressHead ? packed : dense));
  }

  /// The head in its own words where such are asked for.
  private Packing head(Packing dense, Packing asLayers) {
    Packing own = headWeights == null ? dense : WeightWords.dense("--head-weights", headWeights);
    return own.keeping(asLayers.kept(), asLayers.group());
  }

  private Packing dense(Optional<StoredWeights> stored, Supplier<Macro> macro) {
    if (weights != null) {
      return WeightWords.dense("--weights", weights);
    }
    int bits =
        stored
            .map(StoredWeights::bits)
            .filter(held -> held > 0 && holds(macro.get(), held)) // 0 where they are no integers
            .orElse(USUAL_BITS);
    return Packing.dense(WordFormat.INTEGER, bits);
  }

  private static boolean holds(Macro macro, int bits) {
    return macro.at(Packing.dense(bits).words()).isPresent();
  }
}
