package org.cimlet.tensor.exchange;

import org.cimlet.tensor.WeightMatrix;

/// How compressed-tensors lays out an INT8 matrix.
public enum Layout {
  /// Values that are not 0 with a bitmap of where they stand, on top of `int-quantized`: as small
  /// as our own. transformers unfolds it as it loads.
  SPARSE_BITMASK("sparse-bitmask"),
  /// Every weight, four to an `int32`: as large as dense INT8. vLLM multiplies by it as it is.
  PACK_QUANTIZED("pack-quantized");

  private final String label;

  Layout(String label) {
    this.label = label;
  }

  /// As the format's own documents spell it.
  public String label() {
    return label;
  }

  /// What `quantization_config.format` says.
  String quantization() {
    return switch (this) {
      case SPARSE_BITMASK -> "int-quantized";
      case PACK_QUANTIZED -> label;
    };
  }

  StoredMatrix of(String module, WeightMatrix matrix) {
    return switch (this) {
      case SPARSE_BITMASK ->
          matrix.pattern().isDense()
              ? new StoredMatrix.Plain(module, matrix)
              : StoredMatrix.Bitmask.of(module, matrix);
      case PACK_QUANTIZED -> new StoredMatrix.Words(module, matrix);
    };
  }
}
