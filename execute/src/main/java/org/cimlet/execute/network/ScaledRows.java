package org.cimlet.execute.network;

import org.cimlet.tensor.WeightMatrix;

/// Integer weights as floats: value times scale, 0 where a weight is not stored.
record ScaledRows(WeightMatrix matrix) implements FloatRows {
  @Override
  public int rows() {
    return matrix.outputs();
  }

  @Override
  public int columns() {
    return matrix.inputs();
  }

  @Override
  public long storedBytes() {
    return matrix.storedBytes();
  }

  @Override
  public void read(int row, float[] into) {
    for (int input = 0; input < into.length; input++) {
      into[input] = matrix.valueAt(row, input) * matrix.scale(row, input);
    }
  }
}
