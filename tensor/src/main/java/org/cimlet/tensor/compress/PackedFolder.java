package org.cimlet.tensor.compress;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.CompressedWeights;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;

/// A compressed network: a folder that [Compressor] has written, mapped into memory.
///
/// Matrices and tensors can be read until it is closed.
public final class PackedFolder implements AutoCloseable {
  private final TensorFile file;
  private final SequencedMap<String, CompressedMatrix> matrices = new LinkedHashMap<>();

  private PackedFolder(TensorFile file, List<CompressedMatrix> matrices) {
    this.file = file;
    matrices.forEach(matrix -> this.matrices.put(matrix.name(), matrix));
  }

  /// Whether the `config.json` of a folder describes compressed matrices.
  ///
  /// @throws InvalidInputException if it is at fault
  public static boolean isOne(Path folder) {
    return CompressedWeights.read(Document.read(folder.resolve("config.json"))).isPresent();
  }

  /// Opens a folder.
  ///
  /// @throws InvalidInputException if it is no such folder, or its tensors are not those that
  ///   `config.json` describes
  public static PackedFolder open(Path folder) {
    List<CompressedMatrix> matrices = matrices(folder.resolve("config.json"));
    TensorFile file = TensorFile.open(folder);
    try {
      check(file, matrices);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
    return new PackedFolder(file, matrices);
  }

  private static List<CompressedMatrix> matrices(Path config) {
    CompressedWeights weights =
        CompressedWeights.read(Document.read(config))
            .orElseThrow(() ->
                fault(
                    config,
                    CompressedWeights.KEY,
                    "must be there, got no such key; compress the network first"));
    return weights.matrices().stream()
        .map(matrix ->
            CompressedMatrix.of(matrix)
                .orElseThrow(() ->
                    fault(
                        config,
                        CompressedWeights.KEY + ".tensors." + matrix.name(),
                        "must have a pattern of %s inputs, got %s; compress the network again"
                            .formatted(Pattern.GROUPS, matrix.pattern()))))
        .toList();
  }

  private static InvalidInputException fault(Path file, String key, String message) {
    return new InvalidInputException(List.of(new Diagnostic(file.toString(), 0, 0, key, message)));
  }

  private static void check(TensorFile file, List<CompressedMatrix> matrices) {
    Diagnostics diagnostics = new Diagnostics();
    for (CompressedMatrix matrix : matrices) {
      for (Outline expected : matrix.outlines()) {
        Optional<Tensor> found = file.find(expected.name());
        boolean fits =
            found.isPresent()
                && found.get().type() == expected.type()
                && found.get().shape().equals(expected.shape());
        if (!fits) {
          diagnostics.add(
              new Diagnostic(
                  file.name(),
                  0,
                  0,
                  expected.name(),
                  "must be %s %s as config.json says, got %s; compress the network again"
                      .formatted(
                          expected.type(),
                          expected.shape(),
                          found
                              .map(tensor -> tensor.type() + " " + tensor.shape())
                              .orElse("no such tensor"))));
        }
      }
    }
    diagnostics.throwIfAny();
  }

  /// Names of the compressed matrices, as they were called uncompressed.
  public List<String> matrices() {
    return List.copyOf(matrices.keySet());
  }

  /// All tensors, the parts of matrices among them.
  public TensorFile tensors() {
    return file;
  }

  /// A compressed matrix, `[outputs, inputs]`, a view of the file. Every mask is checked.
  ///
  /// @throws InvalidInputException if its masks or scales are spoilt
  /// @throws IllegalArgumentException if there is no such matrix
  public WeightMatrix matrix(String name) {
    CompressedMatrix parts = matrices.get(name);
    if (parts == null) {
      throw new IllegalArgumentException("no compressed matrix " + name);
    }
    try {
      return view(parts);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          List.of(
              new Diagnostic(
                  file.name(), 0, 0, name, e.getMessage() + "; compress the network again")));
    }
  }

  private WeightMatrix view(CompressedMatrix parts) {
    MemorySegment values = file.tensor(parts.values()).bytes();
    MemorySegment scales = file.tensor(parts.scale()).bytes();
    int outputs = parts.outputs();
    int inputs = parts.inputs();
    return parts.pattern().isDense()
        ? DenseMatrix.of(outputs, inputs, parts.inputsPerScale(), values, scales)
        : PackedMatrix.of(
            outputs,
            inputs,
            parts.pattern(),
            parts.inputsPerScale(),
            values,
            file.tensor(parts.mask()).bytes(),
            scales);
  }

  /// Unmaps the file; its matrices can no longer be read.
  @Override
  public void close() {
    file.close();
  }
}
