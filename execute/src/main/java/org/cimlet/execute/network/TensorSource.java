package org.cimlet.execute.network;

import java.util.List;
import java.util.Optional;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.jspecify.annotations.Nullable;

/// Finds the tensors an architecture needs, by name and shape, collecting what is wrong.
final class TensorSource {
  /// As many faults as a person reads.
  private static final int SHOWN = 20;

  private final TensorFile file;
  private final String prefix;
  private final Diagnostics diagnostics = new Diagnostics();
  private int faults;

  /// @param prefix in front of every name
  TensorSource(TensorFile file, String prefix) {
    this.file = file;
    this.prefix = prefix;
  }

  void throwIfAny() {
    if (faults > SHOWN) {
      diagnostics.add(
          Diagnostic.of(file.name(), "must be mended: %s more faults".formatted(faults - SHOWN)));
    }
    diagnostics.throwIfAny();
  }

  private void blame(String tensor, String message) {
    faults++;
    if (faults <= SHOWN) {
      diagnostics.add(new Diagnostic(file.name(), 0, 0, tensor, message));
    }
  }

  boolean has(String name) {
    return file.find(prefix + name).isPresent();
  }

  /// A matrix; of zeros where it is at fault.
  FloatRows matrix(String name, int rows, int columns) {
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
        new LinearWeights.Floats(matrix(name + ".weight", outputs, inputs)),
        vectorIfAny(name + ".bias", outputs));
  }

  /// A linear that is stored `[inputs, outputs]`, with its bias.
  WeightedLinear transposedLinear(String name, int outputs, int inputs) {
    FloatRows rows =
        find(name + ".weight", List.of((long) inputs, (long) outputs))
            .map(FloatRows::transposed)
            .orElseGet(() -> new Missing(outputs, inputs));
    return new WeightedLinear(
        prefix + name + ".weight", new LinearWeights.Floats(rows), vector(name + ".bias", outputs));
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
    public void read(int row, float[] into) {
      throw new IllegalStateException("a missing tensor is read");
    }
  }
}
