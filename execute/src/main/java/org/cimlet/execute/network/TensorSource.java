package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.compress.PackedFolder;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.jspecify.annotations.Nullable;

/// Finds the tensors an architecture needs, by name and shape, collecting what is wrong.
final class TensorSource {
  /// As many faults as a person reads.
  private static final int SHOWN = 20;

  private final TensorFile file;
  private final @Nullable PackedFolder packed;
  private final String prefix;
  private final List<Diagnostic> faults;

  /// @param file all tensors
  /// @param packed the same folder, where it is a compressed one
  TensorSource(TensorFile file, @Nullable PackedFolder packed) {
    this(file, packed, "", new ArrayList<>());
  }

  private TensorSource(
      TensorFile file, @Nullable PackedFolder packed, String prefix, List<Diagnostic> faults) {
    this.file = file;
    this.packed = packed;
    this.faults = faults;
    this.prefix = prefix;
  }

  void throwIfAny() {
    if (faults.isEmpty()) {
      return;
    }
    List<Diagnostic> told = new ArrayList<>(faults.subList(0, Math.min(SHOWN, faults.size())));
    if (faults.size() > SHOWN) {
      told.add(
          Diagnostic.of(
              file.name(),
              "must be corrected: %s more faults are not shown".formatted(faults.size() - SHOWN)));
    }
    throw new InvalidInputException(told);
  }

  private void blame(String tensor, String message) {
    faults.add(new Diagnostic(file.name(), 0, 0, tensor, message));
  }

  /// Whether there is a matrix of that name, as floats or compressed.
  boolean hasMatrix(String name) {
    return has(name) || (packed != null && packed.matrices().contains(prefix + name));
  }

  boolean has(String name) {
    return file.find(prefix + name).isPresent();
  }

  /// The first of several names under which there is a matrix or vector `NAME.weight`; the first of
  /// all where there is none.
  String first(String at, String... names) {
    return at
        + Arrays.stream(names)
            .filter(name -> hasMatrix(at + name + ".weight"))
            .findFirst()
            .orElse(names[0]);
  }

  /// The same of whole names.
  String firstTensor(String at, String... names) {
    return at + Arrays.stream(names).filter(name -> has(at + name)).findFirst().orElse(names[0]);
  }

  /// Weights of a convolution of each channel by itself, `[channels, 1, kernel]`, a row a channel.
  FloatRows filters(String name, int channels, int kernel) {
    return find(name, List.of((long) channels, 1L, (long) kernel))
        .map(FloatRows::of)
        .orElseGet(() -> new Missing(channels, kernel));
  }

  /// The same tensors under names with another front; faults are collected together.
  TensorSource with(String other) {
    return new TensorSource(file, packed, other, faults);
  }

  /// A matrix of floats, or of integers times their scales.
  FloatRows matrix(String name, int rows, int columns) {
    return switch (weights(name, rows, columns)) {
      case LinearWeights.Floats(FloatRows floats) -> floats;
      case LinearWeights.Integers(WeightMatrix matrix) -> new ScaledRows(matrix);
    };
  }

  /// A matrix as it is stored.
  LinearWeights weights(String name, int outputs, int inputs) {
    return packed(name, outputs, inputs)
        .orElseGet(() -> new LinearWeights.Floats(floats(name, outputs, inputs)));
  }

  /// Numbers that stand in a tensor `[1, 1, size, 1]`, or in a vector.
  FloatRows column(String name, int size) {
    return hasShape(name, size)
        ? vector(name, size)
        : find(name, List.of(1L, 1L, (long) size, 1L))
            .map(FloatRows::of)
            .orElseGet(() -> new Missing(size, 1));
  }

  /// A matrix of floats that is no linear's.
  FloatRows floats(String name, int rows, int columns) {
    return find(name, List.of((long) rows, (long) columns))
        .map(FloatRows::of)
        .orElseGet(() -> new Missing(rows, columns));
  }

  /// A vector as one row.
  FloatRows vector(String name, int size) {
    return find(name, List.of((long) size))
        .map(FloatRows::of)
        .orElseGet(() -> new Missing(1, size));
  }

  /// A vector that need not be there.
  @Nullable FloatRows vectorIfAny(String name, int size) {
    return has(name) ? vector(name, size) : null;
  }

  /// A linear `NAME.weight [outputs, inputs]` with its bias `NAME.bias`, if there is one.
  WeightedLinear linear(String name, int outputs, int inputs) {
    return new WeightedLinear(
        prefix + name + ".weight",
        weights(name + ".weight", outputs, inputs),
        vectorIfAny(name + ".bias", outputs));
  }

  /// How long a vector is; -1 where there is none.
  long vectorSize(String name) {
    return file.find(prefix + name)
        .filter(tensor -> tensor.shape().size() == 1)
        .map(Tensor::columns)
        .orElse(-1L);
  }

  /// Whether a tensor is of that shape.
  boolean hasShape(String name, long... shape) {
    List<Long> wanted = Arrays.stream(shape).boxed().toList();
    return file.find(prefix + name).filter(t -> t.shape().equals(wanted)).isPresent();
  }

  /// One expert's linear of a tensor that holds all experts', with its bias where there are some.
  ///
  /// @param turned whether it is stored `[experts, inputs, outputs]`
  WeightedLinear ofExpert(
      String name, int expert, int experts, int outputs, int inputs, boolean turned) {
    long rows = turned ? inputs : outputs;
    long columns = turned ? outputs : inputs;
    FloatRows floats =
        find(name, List.of((long) experts, rows, columns))
            .map(tensor -> FloatRows.slice(tensor, expert * rows, (int) rows, turned))
            .orElseGet(() -> new Missing(outputs, inputs));
    return new WeightedLinear(
        prefix + name + "[" + expert + "]",
        new LinearWeights.Floats(floats),
        biasOfExpert(name + "_bias", expert, experts, outputs));
  }

  /// One expert's linear of its own name, whose bias stands in a tensor that holds all experts'.
  WeightedLinear biasedExpert(
      String name, String bias, int expert, int experts, int outputs, int inputs) {
    return new WeightedLinear(
        prefix + name,
        weights(name, outputs, inputs),
        biasOfExpert(bias, expert, experts, outputs));
  }

  private @Nullable FloatRows biasOfExpert(String name, int expert, int experts, int outputs) {
    return has(name)
        ? find(name, List.of((long) experts, (long) outputs))
            .map(tensor -> FloatRows.slice(tensor, expert, 1, false))
            .orElse(null)
        : null;
  }

  /// A linear that is stored `[inputs, outputs]`, with its bias.
  WeightedLinear transposedLinear(String name, int outputs, int inputs) {
    LinearWeights weights =
        packed(name + ".weight", outputs, inputs)
            .orElseGet(
                () -> new LinearWeights.Floats(transposed(name + ".weight", outputs, inputs)));
    return new WeightedLinear(prefix + name + ".weight", weights, vector(name + ".bias", outputs));
  }

  private FloatRows transposed(String name, int outputs, int inputs) {
    return find(name, List.of((long) inputs, (long) outputs))
        .map(FloatRows::transposed)
        .orElseGet(() -> new Missing(outputs, inputs));
  }

  /// A compressed matrix; empty where that one is not compressed.
  private Optional<LinearWeights> packed(String name, int outputs, int inputs) {
    if (packed == null || !packed.matrices().contains(prefix + name)) {
      return Optional.empty();
    }
    WeightMatrix matrix = packed.matrix(prefix + name);
    if (matrix.outputs() != outputs || matrix.inputs() != inputs) {
      blame(
          prefix + name,
          "must be [%s, %s], got [%s, %s]; check that config.json belongs to these weights"
              .formatted(outputs, inputs, matrix.outputs(), matrix.inputs()));
      return Optional.of(new LinearWeights.Floats(new Missing(outputs, inputs)));
    }
    return Optional.of(new LinearWeights.Integers(matrix));
  }

  private Optional<Tensor> find(String name, List<Long> shape) {
    Optional<Tensor> tensor = file.find(prefix + name);
    if (tensor.isEmpty()) {
      blame(
          prefix + name,
          "must be a tensor %s, got none of that name; check that config.json belongs to these weights%s"
              .formatted(shape, Suggestion.didYouMean(prefix + name, names())));
      return tensor;
    }
    if (!tensor.get().shape().equals(shape)) {
      blame(
          prefix + name,
          "must be %s, got %s; check that config.json belongs to these weights"
              .formatted(shape, tensor.get().shape()));
      return Optional.empty();
    }
    if (tensor.get().type().isInteger()) {
      blame(
          prefix + name,
          "must hold floats, got %s; convert the weights, or open a compressed folder whole"
              .formatted(tensor.get().type()));
      return Optional.empty();
    }
    return tensor;
  }

  private List<String> names() {
    return file.tensors().stream().map(Tensor::name).toList();
  }

  /// Stands in for a tensor at fault until all faults are told.
  private record Missing(int rows, int columns) implements FloatRows {
    @Override
    public long storedBytes() {
      return 0;
    }

    @Override
    public void read(int row, float[] into) {
      throw new IllegalStateException("a missing tensor is read");
    }
  }
}
