package org.cimlet.tensor.file;

import java.util.stream.Collectors;

/// A text from a file as a diagnostic shows it: short, on one line, without control characters.
final class Shown {
  private static final int LONGEST = 120;

  private Shown() {}

  static String name(String text) {
    String line =
        text.codePoints()
            .limit(LONGEST)
            .mapToObj(c -> Character.isISOControl(c) ? "?" : Character.toString(c))
            .collect(Collectors.joining());
    return text.codePointCount(0, text.length()) > LONGEST ? line + "..." : line;
  }
}
