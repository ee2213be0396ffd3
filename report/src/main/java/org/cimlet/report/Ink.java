package org.cimlet.report;

/// ANSI styles for a terminal, or none for a file.
///
/// @param on whether styles are written
record Ink(boolean on) {
  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String accent(String text) {
    return styled("36", text);
  }

  String warn(String text) {
    return styled("33", text);
  }

  private String styled(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
