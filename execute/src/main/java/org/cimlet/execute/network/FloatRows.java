package org.cimlet.execute.network;

import org.cimlet.tensor.file.Tensor;

/// A matrix of floats whose rows are read when asked for. May be read by many threads at once.
public interface FloatRows {
  /// Rows: outputs of a linear, words of an embedding.
  int rows();

  /// Elements of a row.
  int columns();

  /// Bytes it takes in its file, or in memory where it comes from none.
  long storedBytes();

  /// Reads one row.
  ///
  /// @param into as long as a row
  void read(int row, float[] into);

  /// A view of a tensor `[rows, columns]` in its file.
  static FloatRows of(Tensor tensor) {
    return view(tensor, 0, Math.toIntExact(tensor.rows()));
  }

  /// Some rows of a tensor.
  ///
  /// @param transposed whether they are turned, and copied into memory
  static FloatRows slice(Tensor tensor, long first, int count, boolean transposed) {
    return transposed ? transposed(tensor, first, count) : view(tensor, first, count);
  }

  private static FloatRows view(Tensor tensor, long first, int rows) {
    int columns = Math.toIntExact(tensor.columns());
    return new FloatRows() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return columns;
      }

      @Override
      public long storedBytes() {
        return tensor.rows() == 0 ? 0 : tensor.byteSize() / tensor.rows() * rows;
      }

      @Override
      public void read(int row, float[] into) {
        tensor.readRow(first + row, into, 0);
      }
    };
  }

  /// A view of floats in memory, row after row.
  static FloatRows of(int rows, int columns, float[] values) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "[%s, %s] needs %s floats, got %s"
              .formatted(rows, columns, (long) rows * columns, values.length));
    }
    return new FloatRows() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return columns;
      }

      @Override
      public long storedBytes() {
        return (long) Float.BYTES * values.length;
      }

      @Override
      public void read(int row, float[] into) {
        System.arraycopy(values, row * columns, into, 0, columns);
      }
    };
  }

  /// The transpose of a tensor `[columns, rows]`, copied into memory.
  static FloatRows transposed(Tensor tensor) {
    return transposed(tensor, 0, Math.toIntExact(tensor.rows()));
  }

  private static FloatRows transposed(Tensor tensor, long first, int columns) {
    int rows = Math.toIntExact(tensor.columns());
    float[] values = new float[Math.multiplyExact(rows, columns)];
    float[] stored = new float[rows];
    for (int column = 0; column < columns; column++) {
      tensor.readRow(first + column, stored, 0);
      for (int row = 0; row < rows; row++) {
        values[row * columns + column] = stored[row];
      }
    }
    return of(rows, columns, values);
  }
}
