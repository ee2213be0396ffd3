package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;

/// Breaks text into lines; drawings do not do it themselves.
public final class Lines {
  private Lines() {}

  /// Lines of at most `width` characters, broken at spaces where there are some.
  public static List<String> wrap(String text, int width) {
    return wrap(text, width, Integer.MAX_VALUE);
  }

  /// At most `most` lines of `width` characters, broken at spaces where there are some; what does
  /// not fit ends in an ellipsis.
  public static List<String> wrap(String text, int width, int most) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (!rest.isEmpty() && lines.size() < most) {
      if (rest.length() <= width) {
        lines.add(rest);
        return lines;
      }
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    if (!rest.isEmpty() && !lines.isEmpty()) {
      lines.set(lines.size() - 1, shorten(lines.getLast() + " " + rest, width));
    }
    return lines;
  }

  /// The text where it has at most `width` characters, else its beginning and an ellipsis.
  public static String shorten(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1).strip() + "…";
  }
}
