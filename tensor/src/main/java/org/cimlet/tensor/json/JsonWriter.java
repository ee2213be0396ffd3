package org.cimlet.tensor.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes a [Json] as text, indented by two spaces; numbers keep their spelling.
public final class JsonWriter {
  private final StringBuilder text = new StringBuilder();

  private JsonWriter() {}

  /// The text of a value, ending in a new line.
  public static String write(Json value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value, 0);
    return writer.text.append('\n').toString();
  }

  private void value(Json value, int depth) {
    switch (value) {
      case Json.Members(Map<String, Json> members) -> members(members, depth);
      case Json.Items(List<Json> items) -> items(items, depth);
      case Json.Text(String string) -> string(string);
      case Json.Digits(String digits) -> text.append(digits);
      case Json.Literal _ -> text.append(value.kind());
    }
  }

  private void members(Map<String, Json> members, int depth) {
    text.append('{');
    Iterator<Map.Entry<String, Json>> entries = members.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, Json> entry = entries.next();
      line(depth + 1);
      string(entry.getKey());
      text.append(": ");
      value(entry.getValue(), depth + 1);
      text.append(entries.hasNext() ? "," : "");
    }
    if (!members.isEmpty()) {
      line(depth);
    }
    text.append('}');
  }

  private void items(List<Json> items, int depth) {
    text.append('[');
    Iterator<Json> values = items.iterator();
    while (values.hasNext()) {
      line(depth + 1);
      value(values.next(), depth + 1);
      text.append(values.hasNext() ? "," : "");
    }
    if (!items.isEmpty()) {
      line(depth);
    }
    text.append(']');
  }

  private void line(int depth) {
    text.append('\n').append("  ".repeat(depth));
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        text.append("\\u%04x".formatted((int) c)); // a lone half of a pair would not be UTF-8
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
