package org.cimlet.tensor.file;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Types of GGUF tensors by their number in the file (ggml's `ggml_type`).
final class GgufTensorType {
  private static final Map<Integer, ElementType> READ =
      Map.ofEntries(
          Map.entry(0, ElementType.F32),
          Map.entry(1, ElementType.F16),
          Map.entry(2, ElementType.Q4_0),
          Map.entry(3, ElementType.Q4_1),
          Map.entry(6, ElementType.Q5_0),
          Map.entry(7, ElementType.Q5_1),
          Map.entry(8, ElementType.Q8_0),
          Map.entry(12, ElementType.Q4_K),
          Map.entry(13, ElementType.Q5_K),
          Map.entry(14, ElementType.Q6_K),
          Map.entry(24, ElementType.I8),
          Map.entry(25, ElementType.I16),
          Map.entry(26, ElementType.I32),
          Map.entry(27, ElementType.I64),
          Map.entry(28, ElementType.F64),
          Map.entry(30, ElementType.BF16));

  /// Names of the other numbers, to refuse them by.
  private static final Map<Integer, String> REFUSED =
      Map.ofEntries(
          Map.entry(9, "Q8_1"),
          Map.entry(10, "Q2_K"),
          Map.entry(11, "Q3_K"),
          Map.entry(15, "Q8_K"),
          Map.entry(16, "IQ2_XXS"),
          Map.entry(17, "IQ2_XS"),
          Map.entry(18, "IQ3_XXS"),
          Map.entry(19, "IQ1_S"),
          Map.entry(20, "IQ4_NL"),
          Map.entry(21, "IQ3_S"),
          Map.entry(22, "IQ2_S"),
          Map.entry(23, "IQ4_XS"),
          Map.entry(29, "IQ1_M"),
          Map.entry(34, "TQ1_0"),
          Map.entry(35, "TQ2_0"),
          Map.entry(39, "MXFP4"));

  private GgufTensorType() {}

  static Optional<ElementType> elementType(int number) {
    return Optional.ofNullable(READ.get(number));
  }

  /// The names of those that are read, to be told.
  static String names() {
    return READ.values().stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
  }

  static String name(int number) {
    String name = REFUSED.get(number);
    return name == null ? "type number " + Integer.toUnsignedString(number) : name;
  }
}
