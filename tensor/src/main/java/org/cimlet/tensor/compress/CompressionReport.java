package org.cimlet.tensor.compress;

import java.util.List;
import java.util.Optional;

/// What a compression did.
///
/// @param matrices those that were compressed, in the order of the file
/// @param kept names of tensors that stay as they are
/// @param keptBytes their bytes
/// @param copied names of files that were copied
/// @param leftOut names of files and folders that were not: weights in other formats, folders
/// @param quantizedBefore how another program had quantized the weights, in words: errors are
///   against the numbers these stand for; empty where none had
public record CompressionReport(
    List<TensorReport> matrices,
    List<String> kept,
    long keptBytes,
    List<String> copied,
    List<String> leftOut,
    Optional<String> quantizedBefore) {

  /// Copies the lists.
  public CompressionReport {
    matrices = List.copyOf(matrices);
    kept = List.copyOf(kept);
    copied = List.copyOf(copied);
    leftOut = List.copyOf(leftOut);
  }

  /// Bytes of all tensors before.
  public long fileBytes() {
    return keptBytes + matrices.stream().mapToLong(TensorReport::fileBytes).sum();
  }

  /// Bytes of all tensors now.
  public long storedBytes() {
    return keptBytes + matrices.stream().mapToLong(TensorReport::storedBytes).sum();
  }

  /// Bytes of the matrices as dense INT8 over those of their values and masks.
  public double ratio() {
    double dense = matrices.stream().mapToDouble(m -> (double) m.outputs() * m.inputs()).sum();
    return dense / matrices.stream().mapToLong(TensorReport::weightBytes).sum();
  }
}
