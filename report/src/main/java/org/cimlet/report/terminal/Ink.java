package org.cimlet.report.terminal;

/// The terminal that is written for: ANSI styles or none, as for a file, and its width.
///
/// @param on whether styles are written
/// @param columns characters of a line
public record Ink(boolean on, int columns) {
  /// Of what does not say how wide it is.
  public static final int USUAL_COLUMNS = 80;

  /// Longer lines are hard to read.
  private static final int MOST_COLUMNS = 200;

  /// Keeps the width from 80 to 200.
  public Ink {
    columns = Math.clamp(columns, USUAL_COLUMNS, MOST_COLUMNS);
  }

  /// Of 80 columns.
  public Ink(boolean on) {
    this(on, USUAL_COLUMNS);
  }

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
