package org.cimlet.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A value of a document as a message quotes it: on one line and not too long.
public final class ValueText {
  private static final int LONGEST = 60;

  private ValueText() {}

  /// `"text"`, `0.5`, `[0, 1]`, `a mapping`, `nothing` for null.
  public static String of(JsonNode node) {
    String text = whole(node);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
  }

  private static String whole(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> "nothing";
      case OBJECT -> "a mapping";
      case ARRAY ->
          node.valueStream().map(ValueText::whole).collect(Collectors.joining(", ", "[", "]"));
      case NUMBER -> node.isIntegralNumber() ? node.toString() : decimal(node.doubleValue());
      case STRING, BOOLEAN, BINARY, POJO -> node.toString();
    };
  }

  private static String decimal(double value) {
    BigDecimal exact = BigDecimal.valueOf(value).round(MathContext.DECIMAL64).stripTrailingZeros();
    double size = Math.abs(value);
    return size == 0 || (size >= 1e-6 && size < 1e15) ? exact.toPlainString() : exact.toString();
  }
}
