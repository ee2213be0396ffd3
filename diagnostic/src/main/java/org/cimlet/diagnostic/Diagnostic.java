package org.cimlet.diagnostic;

/// One thing that is wrong with what the user gave us.
///
/// @param file the file as the user named it, or the option (`--context`) for a command line value
/// @param line 1-based line in the file, 0 where no position is known
/// @param column 1-based column, 0 where no position is known
/// @param key dotted path to the value (`chiplet.macro.depth`), empty where the whole file is meant
/// @param message what it must be, what it is, and the remedy
public record Diagnostic(String file, int line, int column, String key, String message) {

  /// A diagnostic about a whole file or option.
  public static Diagnostic of(String file, String message) {
    return new Diagnostic(file, 0, 0, "", message);
  }

  /// A text from a user's file as it may be shown: control characters, which terminals obey, are
  /// question marks; only ends of lines stay.
  public static String shown(String text) {
    if (text.chars().noneMatch(Diagnostic::isObeyed)) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    text.chars().forEach(c -> plain.append(isObeyed(c) ? '?' : (char) c));
    return plain.toString();
  }

  private static boolean isObeyed(int c) {
    return Character.isISOControl(c) && c != '\n';
  }

  /// `file:line:col: key.path: message`, leaving out what is not known.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    if (!key.isEmpty()) {
      text.append(": ").append(key);
    }
    return shown(text.append(": ").append(message).toString());
  }
}
