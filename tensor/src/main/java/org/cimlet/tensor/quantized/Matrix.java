package org.cimlet.tensor.quantized;

import java.util.List;
import org.cimlet.tensor.file.Tensor;

/// A matrix, or several of one shape, whose rows are computed from words and scales.
interface Matrix extends Tensor.RowSource {
  /// Outputs and inputs; in front of them how many matrices, where there are several.
  List<Long> shape();

  /// Bytes of words and scales in the file.
  long storedBytes();
}
