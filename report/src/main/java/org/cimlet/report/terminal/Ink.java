package org.cimlet.report.terminal;

/// ANSI styles for a terminal, or none for a file.
///
/// @param on whether styles are written
public record Ink(boolean on) {
  /// Strong.
  public String bold(String text) {
    return styled("1", text);
  }

  /// Less strong.
  public String dim(String text) {
    return styled("2", text);
  }

  /// Of headings and bars.
  public String accent(String text) {
    return styled("36", text);
  }

  /// Of warnings.
  public String warn(String text) {
    return styled("33", text);
  }

  private String styled(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
