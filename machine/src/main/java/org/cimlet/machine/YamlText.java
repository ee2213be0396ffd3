package org.cimlet.machine;

import java.math.BigDecimal;
import java.util.Locale;
import org.cimlet.quantity.Sourced;

/// YAML as it is written, key by key.
final class YamlText {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  void part(String key, Runnable inside) {
    line(key, "");
    depth++;
    inside.run();
    depth--;
  }

  void line(String key, int count) {
    line(key, Integer.toString(count));
  }

  void line(String key, Sourced number) {
    String evidence = number.evidence().name().toLowerCase(Locale.ROOT);
    String range =
        number
            .statedRange()
            .map(ends -> "range: [%s, %s], ".formatted(digits(ends.low()), digits(ends.high())))
            .orElse("");
    line(
        key,
        "{value: %s, %s%s: %s}"
            .formatted(digits(number.value()), range, evidence, quoted(number.source())));
  }

  void line(String key, String value) {
    text.append("  ".repeat(depth)).append(key).append(':');
    text.append(value.isEmpty() ? "" : " ").append(value).append('\n');
  }

  /// Plain decimal digits, which read back to the same double.
  private static String digits(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /// In double quotes, with what those need escaped; a text here has no control characters.
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
