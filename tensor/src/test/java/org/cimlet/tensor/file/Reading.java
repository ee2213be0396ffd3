package org.cimlet.tensor.file;

import java.util.HashSet;
import java.util.Set;
import org.cimlet.diagnostic.InvalidInputException;

/// What must hold of any tensors that a reader has let through.
final class Reading {
  private static final int MOST_ROWS = 16;

  private Reading() {}

  /// @param fileBytes size of the file they are from
  static void check(Iterable<Tensor> tensors, long fileBytes) {
    long bytes = 0;
    Set<String> names = new HashSet<>();
    for (Tensor tensor : tensors) {
      bytes += tensor.byteSize();
      if (!names.add(tensor.name())) {
        throw new IllegalStateException("two tensors named " + tensor.name());
      }
      for (long row = 0; row < Math.min(tensor.rows(), MOST_ROWS); row++) {
        readRow(tensor, row);
        readRow(tensor, tensor.rows() - 1 - row);
      }
    }
    // they lie in the file and apart from each other
    if (bytes > fileBytes) {
      throw new IllegalStateException("%d bytes in a file of %d".formatted(bytes, fileBytes));
    }
  }

  private static void readRow(Tensor tensor, long row) {
    try {
      int read = tensor.row(row).length;
      if (read != tensor.columns()) {
        throw new IllegalStateException("read %d of %s".formatted(read, tensor));
      }
    } catch (InvalidInputException e) {
      if (!tensor.type().isInteger()) {
        throw e;
      }
    }
  }
}
