package org.cimlet.technology.liberty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A group of a Liberty file: `kind (arguments) { attributes and groups }`.
///
/// @param kind such as `cell` or `timing`
/// @param arguments in its parentheses, separated by commas
/// @param attributes simple ones by name, and those in parentheses with their values joined by
///   commas
/// @param groups within, in order
record LibertyGroup(
    String kind, String arguments, Map<String, String> attributes, List<LibertyGroup> groups) {

  /// The groups within of a kind.
  List<LibertyGroup> all(String wanted) {
    return groups.stream().filter(group -> group.kind().equals(wanted)).toList();
  }

  /// An attribute, or what stands for it where there is none.
  String attribute(String name, String otherwise) {
    return attributes.getOrDefault(name, otherwise);
  }

  /// The outermost group of a text.
  ///
  /// @throws IllegalArgumentException where it is no Liberty text, with the line
  static LibertyGroup parse(String text) {
    Parser parser = new Parser(text);
    List<LibertyGroup> groups = new ArrayList<>();
    parser.statement(new HashMap<>(), groups);
    if (groups.isEmpty() || !groups.getFirst().kind().equals("library")) {
      throw parser.wrong("must begin with library (NAME) {");
    }
    return groups.getFirst();
  }

  /// Reads statement by statement.
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    IllegalArgumentException wrong(String what) {
      long line = text.substring(0, Math.min(at, text.length())).lines().count();
      return new IllegalArgumentException("line %s: %s".formatted(line, what));
    }

    private void skip() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (text.startsWith("/*", at)) {
          int end = text.indexOf("*/", at + 2);
          at = end < 0 ? text.length() : end + 2;
        } else if (Character.isWhitespace(c) || c == ';' || c == '\\') {
          at++;
        } else {
          return;
        }
      }
    }

    private boolean isNext(char c) {
      skip();
      return at < text.length() && text.charAt(at) == c;
    }

    /// An attribute or a group; nothing at the end.
    void statement(Map<String, String> attributes, List<LibertyGroup> groups) {
      skip();
      if (at == text.length()) {
        return;
      }
      String name = word();
      if (isNext(':')) {
        at++;
        attributes.put(name, simple());
      } else if (isNext('(')) {
        at++;
        String arguments = arguments();
        if (isNext('{')) {
          at++;
          groups.add(group(name, arguments));
        } else {
          attributes.put(name, arguments);
        }
      } else {
        throw wrong("'%s' must be followed by : or (".formatted(name));
      }
    }

    private LibertyGroup group(String kind, String arguments) {
      Map<String, String> attributes = new HashMap<>();
      List<LibertyGroup> groups = new ArrayList<>();
      while (!isNext('}')) {
        if (at >= text.length()) {
          throw wrong("%s (%s) must end with }".formatted(kind, arguments));
        }
        statement(attributes, groups);
      }
      at++;
      return new LibertyGroup(kind, arguments, attributes, groups);
    }

    private String word() {
      int from = at;
      while (at < text.length() && isOfWord(text.charAt(at))) {
        at++;
      }
      if (at == from) {
        throw wrong("must be a name, got '%s'".formatted(text.charAt(at)));
      }
      return text.substring(from, at);
    }

    private static boolean isOfWord(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }

    /// The value of a simple attribute, to the end of its statement.
    private String simple() {
      skip();
      if (isNext('"')) {
        return string();
      }
      int from = at;
      while (at < text.length() && ";}\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at).strip();
    }

    private String string() {
      int end = text.indexOf('"', at + 1);
      if (end < 0) {
        throw wrong("a string must end");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value.replace("\\", " ");
    }

    /// What stands in parentheses, without quotes.
    private String arguments() {
      StringBuilder all = new StringBuilder();
      while (!isNext(')')) {
        if (at >= text.length()) {
          throw wrong("a parenthesis must be closed");
        }
        if (text.charAt(at) == '"') {
          all.append(string());
        } else {
          all.append(text.charAt(at++));
        }
      }
      at++;
      return all.toString().strip();
    }
  }
}
