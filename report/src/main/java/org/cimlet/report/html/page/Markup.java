package org.cimlet.report.html.page;

import java.util.ArrayDeque;

/// Writes elements, attributes and text of HTML and of SVG within it. Escapes all text and every
/// attribute value, and refuses to leave an element open.
public final class Markup {
  private final StringBuilder out = new StringBuilder(1 << 16);
  private final ArrayDeque<String> open = new ArrayDeque<>();

  /// Empty.
  public Markup() {}

  /// Opens an element; attributes are name, value, name, value.
  public Markup open(String tag, String... attributes) {
    tag(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /// Closes the innermost open element.
  public Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /// An element that never has content: a shape, `meta`, `input`.
  public Markup empty(String tag, String... attributes) {
    tag(tag, attributes);
    out.append("/>");
    return this;
  }

  /// An element with nothing but text.
  public Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /// Text within the open element.
  public Markup text(String text) {
    escape(text);
    return this;
  }

  /// A line break in the source, for people who read it.
  public Markup line() {
    out.append('\n');
    return this;
  }

  /// A `style` or `script` element with one of our own resources.
  public Markup resource(String tag, String content, String... attributes) {
    if (content.contains("</")) {
      throw new IllegalArgumentException("a resource must not close its element, got </ in " + tag);
    }
    tag(tag, attributes);
    out.append('>').append(content);
    out.append("</").append(tag).append('>');
    return this;
  }

  /// What was written.
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("every element must be closed, got " + open + " open");
    }
    return out.toString();
  }

  private void tag(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("attributes must be names and values, got an odd count");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      if (!attributes[i + 1].isEmpty()) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(attributes[i + 1]);
        out.append('"');
      }
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
          }
        });
  }

  /// Characters XML 1.0 allows; others, control characters and lone surrogates, cannot be written
  /// even escaped.
  private static boolean isXml(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= 0x20 && c <= 0xD7FF && (c < 0x7F || c > 0x9F))
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
