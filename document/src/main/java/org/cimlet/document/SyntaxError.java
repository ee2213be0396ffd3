package org.cimlet.document;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.document.Document.Format;
import org.cimlet.document.Document.Place;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;

/// Says what is wrong with a text that is no JSON or YAML, without the parser's own jargon.
public final class SyntaxError {
  private static final int LONGEST_REASON = 160;

  /// The YAML parser gives context and problem, each with its place; the problem comes last.
  private static final Pattern YAML_PROBLEM =
      Pattern.compile(
          "(?<problem>[^\\n]+)\\n in reader, line (?<line>\\d+), column (?<column>\\d+):");

  /// Hints on the parser's settings and codes of characters, of no use here.
  private static final Pattern JARGON =
      Pattern.compile(
          " \\(start marker at .*| \\(for (Object|Array) starting at .*| \\(not recognized as .*"
              + "|: enable `.*|, from `[^`]*`| \\(code [^)]*\\)| \\(\\(CTRL-CHAR, code \\d+\\)\\)",
          Pattern.DOTALL);

  private SyntaxError() {}

  static Diagnostic diagnostic(
      String fileName, Format format, JacksonException fault, JsonParser parser) {
    TokenStreamLocation location =
        fault.getLocation() == null ? parser.currentLocation() : fault.getLocation();
    return diagnostic(fileName, format, fault, Place.of(location));
  }

  static Diagnostic diagnostic(String fileName, Format format, JacksonException fault, Place at) {
    String reason = fault.getOriginalMessage();
    Place place = at;
    Matcher yaml = YAML_PROBLEM.matcher(reason);
    while (yaml.find()) {
      reason = yaml.group("problem");
      place =
          new Place(Integer.parseInt(yaml.group("line")), Integer.parseInt(yaml.group("column")));
    }
    return new Diagnostic(
        fileName,
        place.line(),
        place.column(),
        "",
        "must be well-formed %s, got a fault: %s; correct the text at or just before this place"
            .formatted(format, readable(reason)));
  }

  /// What a parser says of a text, without hints on its own settings.
  ///
  /// @param reason in the parser's words
  public static String readable(String reason) {
    String text = JARGON.matcher(reason).replaceAll("").lines().findFirst().orElse("").strip();
    if (text.isEmpty() || text.contains("`") || text.contains("Feature")) {
      return "something else";
    }
    StringBuilder shown = new StringBuilder(text.substring(0, 1).toLowerCase(Locale.ROOT));
    text.substring(1)
        .chars()
        .limit(LONGEST_REASON)
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            shown.append((char) c);
          }
        });
    return text.length() > LONGEST_REASON ? shown.append("...").toString() : shown.toString();
  }
}
