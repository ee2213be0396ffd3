package org.cimlet.tensor.quantized;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.QuantizedFiles;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;

/// A folder whose weights another program has quantized, as if they were floats: each matrix stands
/// under the name it had before, `NAME.weight`, and a row is computed when it is read.
///
/// GPTQ, AWQ, FP8 (by blocks, rows or tensors), the packed integers of compressed-tensors, and
/// MXFP4 are read.
public final class QuantizedTensors {
  /// The methods whose words are read, as `quant_method` calls them.
  public static final List<String> METHODS =
      List.of("awq", "compressed-tensors", "fbgemm_fp8", "fp8", "gptq", "mxfp4");

  /// What stands beside the words of a matrix.
  private static final Set<String> BESIDE =
      Set.of(
          "qzeros",
          "scales",
          "g_idx",
          "weight_scale",
          "weight_scale_inv",
          "weight_zero_point",
          "weight_shape",
          "weight_g_idx",
          "input_scale",
          "k_scale",
          "v_scale");

  private static final String BLOCKS = "_blocks";
  private static final String SCALES = "_scales";

  private final TensorFile file;
  private final QuantizedFiles how;
  private final Diagnostics faults = new Diagnostics();

  private QuantizedTensors(TensorFile file, QuantizedFiles how) {
    this.file = file;
    this.how = how;
  }

  /// The same file with matrices of numbers; close one of the two.
  ///
  /// @throws InvalidInputException where it holds words of a kind that is not read, or tensors that
  ///   do not fit each other
  public static TensorFile of(TensorFile file, QuantizedFiles how) {
    return new QuantizedTensors(file, how).read();
  }

  private TensorFile read() {
    if (file.tensors().stream().anyMatch(tensor -> tensor.name().endsWith(".bitmask"))) {
      throw InvalidInputException.of(
          file.name(),
          "must hold whole matrices, got values under a bitmask (sparse-bitmask); run the folder it"
              + " was exported from, or export that with --format pack-quantized");
    }
    SequencedMap<String, Tensor> read = new LinkedHashMap<>();
    for (Tensor tensor : file.tensors()) {
      String name = tensor.name();
      int dot = name.lastIndexOf('.');
      String last = name.substring(dot + 1);
      String matrix = name.substring(0, dot + 1);
      switch (last) {
        case "qweight" -> add(read, matrix + "weight", inColumns(matrix, tensor));
        case "weight_packed" -> add(read, matrix + "weight", inRows(matrix, tensor));
        case "weight" -> {
          if (tensor.type() == ElementType.F8_E4M3 || tensor.type() == ElementType.F8_E5M2) {
            add(read, name, scaled(matrix, tensor));
          } else {
            read.put(name, tensor);
          }
        }
        default -> {
          if (last.endsWith(BLOCKS)) {
            String whole = name.substring(0, name.length() - BLOCKS.length());
            add(read, whole, blocks(whole, tensor));
          } else if (!BESIDE.contains(last) && !isScaleOfBlocks(name)) {
            read.put(name, tensor);
          }
        }
      }
    }
    faults.throwIfAny();
    return file.with(List.copyOf(read.values()));
  }

  private boolean isScaleOfBlocks(String name) {
    return name.endsWith(SCALES)
        && has(name.substring(0, name.length() - SCALES.length()) + BLOCKS);
  }

  private boolean has(String name) {
    return file.find(name).isPresent();
  }

  private void add(SequencedMap<String, Tensor> read, String name, Optional<Matrix> matrix) {
    matrix.ifPresent(
        found -> read.put(name, Tensor.made(name, found.shape(), found.storedBytes(), found)));
  }

  /// GPTQ's and AWQ's matrices, a column of words for each output.
  private Optional<Matrix> inColumns(String matrix, Tensor words) {
    Optional<Tensor> scales = beside(matrix + "scales");
    if (scales.isEmpty()) {
      return Optional.empty();
    }
    Optional<Tensor> zeros = file.find(matrix + "qzeros");
    if (how.method().equals("awq")) {
      if (how.bits() != 4 || !(how.layout().isEmpty() || how.layout().equals("gemm"))) {
        return refuse(words, "AWQ of %s bits, layout %s".formatted(how.bits(), how.layout()));
      }
      return fitting(words, () -> ColumnWords.awq(words, scales.get(), zeros, how.unit()));
    }
    if (how.bits() < 1 || Integer.SIZE % how.bits() != 0 || how.bits() > 8) {
      return refuse(words, "words of %s bits".formatted(how.bits()));
    }
    boolean lessOne = !how.layout().equals("gptq_v2");
    Optional<Tensor> groups = file.find(matrix + "g_idx");
    return fitting(
        words,
        () ->
            ColumnWords.gptq(
                words, scales.get(), zeros, groups, how.bits(), how.unit(), lessOne ? 1 : 0));
  }

  /// The packed integers of compressed-tensors, a row of words for each output.
  private Optional<Matrix> inRows(String matrix, Tensor words) {
    if (has(matrix + "weight_zero_point") || has(matrix + "weight_g_idx")) {
      return refuse(words, "packed weights with zero points or groups out of order");
    }
    if (words.type() != ElementType.I32 || (how.bits() != 4 && how.bits() != 8)) {
      return refuse(words, "%s words of %s bits".formatted(words.type(), how.bits()));
    }
    return beside(matrix + "weight_scale")
        .flatMap(scales -> fitting(words, () -> new RowWords(words, scales, how.bits())));
  }

  /// FP8: of blocks, of rows, or of the whole matrix.
  private Optional<Matrix> scaled(String matrix, Tensor words) {
    Optional<Tensor> inverse = file.find(matrix + "weight_scale_inv");
    Optional<Tensor> scale = inverse.isPresent() ? inverse : beside(matrix + "weight_scale");
    return scale.flatMap(found -> fitting(words, () -> new ScaledWords(words, found, how.block())));
  }

  private Optional<Matrix> blocks(String whole, Tensor words) {
    return beside(whole + SCALES)
        .flatMap(scales -> fitting(words, () -> new MicroscaledWords(words, scales)));
  }

  private Optional<Tensor> beside(String name) {
    Optional<Tensor> found = file.find(name);
    if (found.isEmpty()) {
      fault(name, "must be a tensor of this file, got none of that name; fetch the folder again");
    }
    return found;
  }

  private Optional<Matrix> refuse(Tensor tensor, String what) {
    fault(
        tensor.name(),
        "must be quantized in a way that is read, got %s; name the folder it was quantized from"
            .formatted(what));
    return Optional.empty();
  }

  /// Makes a matrix whose parts fit each other.
  private Optional<Matrix> fitting(Tensor words, Supplier<Matrix> made) {
    try {
      return Optional.of(made.get());
    } catch (UnfitException e) {
      fault(words.name(), e.getMessage() + "; check that config.json belongs to these weights");
      return Optional.empty();
    }
  }

  private void fault(String tensor, String message) {
    faults.add(new Diagnostic(file.name(), 0, 0, tensor, message));
  }
}
