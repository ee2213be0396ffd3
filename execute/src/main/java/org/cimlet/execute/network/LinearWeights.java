package org.cimlet.execute.network;

import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.compress.Compressor;

/// The weights of one linear as they are stored.
public sealed interface LinearWeights {
  /// Rows of the matrix.
  int outputs();

  /// Columns of the matrix.
  int inputs();

  /// Bytes it takes in its file, scales included, or in memory where it comes from none.
  long storedBytes();

  /// Its weights as floats: values times scales where they are integers.
  default FloatRows floats() {
    return switch (this) {
      case Floats(FloatRows rows) -> rows;
      case Integers(WeightMatrix matrix) -> new ScaledRows(matrix);
    };
  }

  /// The same weights as dense INT8: floats quantized with one scale a row, packed ones with their
  /// zeros in their places.
  default LinearWeights dense() {
    return switch (this) {
      case Floats(FloatRows rows) -> {
        float[] all = new float[Math.multiplyExact(rows.rows(), rows.columns())];
        float[] row = new float[rows.columns()];
        for (int i = 0; i < rows.rows(); i++) {
          rows.read(i, row);
          System.arraycopy(row, 0, all, i * row.length, row.length);
        }
        yield new Integers(Compressor.pack(rows.rows(), rows.columns(), Pattern.DENSE, all));
      }
      case Integers(PackedMatrix packed) -> new Integers(packed.unpack());
      case Integers(DenseMatrix _) -> this;
    };
  }

  /// Floats.
  record Floats(FloatRows rows) implements LinearWeights {
    @Override
    public int outputs() {
      return rows.rows();
    }

    @Override
    public int inputs() {
      return rows.columns();
    }

    @Override
    public long storedBytes() {
      return rows.storedBytes();
    }
  }

  /// INT8 values with scales, dense or packed.
  record Integers(WeightMatrix matrix) implements LinearWeights {
    @Override
    public int outputs() {
      return matrix.outputs();
    }

    @Override
    public int inputs() {
      return matrix.inputs();
    }

    @Override
    public long storedBytes() {
      return matrix.storedBytes();
    }
  }
}
