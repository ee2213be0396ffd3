package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Breaks text into lines; drawings do not do it themselves.
public final class Lines {
  private static final Pattern UNIT =
      Pattern.compile("(%|°C|mm²|[kMGTPEmµnpf]?(s|B|J|W|g|bit|op|OPS))(?![a-z])");

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
      int space = lastSpace(rest, width);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    if (!rest.isEmpty() && !lines.isEmpty()) {
      lines.set(lines.size() - 1, shorten(lines.getLast() + " " + rest, width));
    }
    return lines;
  }

  /// The last space up to `width` that does not part a number from its unit; of none the last.
  private static int lastSpace(String text, int width) {
    int space = text.lastIndexOf(' ', width);
    while (space > 0
        && Character.isDigit(text.charAt(space - 1))
        && UNIT.matcher(text).region(space + 1, text.length()).lookingAt()) {
      space = text.lastIndexOf(' ', space - 1);
    }
    return space > 0 ? space : text.lastIndexOf(' ', width);
  }

  /// The text where it has at most `width` characters, else its beginning and an ellipsis.
  public static String shorten(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1).strip() + "…";
  }
}
