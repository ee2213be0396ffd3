package org.cimlet.tensor.compress;

import java.util.List;
import java.util.stream.IntStream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.file.Tensor;

/// The rows of a linear's weights, one per output, also where the file stores them as columns.
final class MatrixRows {
  private final String fileName;
  private final Tensor tensor;
  private final StoredMatrix stored;
  private final int outputs;
  private final int inputs;

  /// @throws InvalidInputException if the tensor holds no weights that can be compressed
  MatrixRows(String fileName, StoredMatrix stored) {
    this.fileName = fileName;
    this.stored = stored;
    this.tensor = stored.tensor();
    if (tensor.type().isInteger()) {
      throw fault(
          "must hold floats to be compressed, got %s; start from the uncompressed network"
              .formatted(tensor.type()));
    }
    if (stored.rows() < 1
        || stored.columns() < 1
        || stored.rows() > Integer.MAX_VALUE
        || tensor.columns() > Integer.MAX_VALUE / 2) {
      throw fault("must be a matrix of 1 to 2^30 rows and columns, got " + tensor.shape());
    }
    this.outputs = (int) stored.outputs();
    this.inputs = (int) stored.inputs();
  }

  int outputs() {
    return outputs;
  }

  int inputs() {
    return inputs;
  }

  /// Reads rows one after another.
  ///
  /// @throws InvalidInputException if a weight is not finite
  void read(int firstOutput, int count, float[] into) {
    if (stored.transposed()) {
      readColumns(firstOutput, count, into);
    } else {
      IntStream.range(0, count)
          .parallel()
          .forEach(
              row -> tensor.readRow(stored.firstOutput() + firstOutput + row, into, row * inputs));
    }
    for (int i = 0; i < count * inputs; i++) {
      if (!Float.isFinite(into[i])) {
        throw fault(
            "must be finite, got %s at output %s, input %s; train or export it again"
                .formatted(into[i], firstOutput + i / inputs, i % inputs));
      }
    }
  }

  private void readColumns(int firstOutput, int count, float[] into) {
    float[] row = new float[(int) tensor.columns()];
    int first = (int) stored.firstOutput() + firstOutput;
    for (int input = 0; input < inputs; input++) {
      tensor.readRow(stored.firstInput() + input, row, 0);
      for (int output = 0; output < count; output++) {
        into[output * inputs + input] = row[first + output];
      }
    }
  }

  private InvalidInputException fault(String message) {
    return new InvalidInputException(
        List.of(new Diagnostic(fileName, 0, 0, tensor.name(), message)));
  }
}
