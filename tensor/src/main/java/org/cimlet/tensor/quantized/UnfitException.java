package org.cimlet.tensor.quantized;

import java.util.List;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.Tensor;

/// Tensors of a matrix do not fit each other. The message says what one must be, and what it is.
final class UnfitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private UnfitException(String message) {
    super(message);
  }

  static void require(Tensor tensor, Long... shape) {
    require(tensor.shape().equals(List.of(shape)), tensor, List.of(shape).toString());
  }

  static void requireType(Tensor tensor, ElementType type) {
    require(tensor.type() == type, tensor, type.name());
  }

  static void require(boolean holds, Tensor tensor, String wanted) {
    if (!holds) {
      throw new UnfitException(
          "must fit its scales and words: %s must be %s".formatted(tensor, wanted));
    }
  }
}
