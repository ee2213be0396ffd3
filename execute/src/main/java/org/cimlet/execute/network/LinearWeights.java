package org.cimlet.execute.network;

import org.cimlet.tensor.WeightMatrix;

/// The weights of one linear as they are stored.
public sealed interface LinearWeights {
  /// Rows of the matrix.
  int outputs();

  /// Columns of the matrix.
  int inputs();

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
  }
}
