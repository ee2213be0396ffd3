package org.cimlet.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document.Format;

/// A file's text: found, small enough, and UTF-8.
final class SourceFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private SourceFile() {}

  static Document read(Path file) {
    Format format = formatOf(file);
    return Document.parse(file.toString(), InputFile.text(file, format.maxBytes()), format);
  }

  static Document readForeign(Path file) {
    if (formatOf(file) != Format.YAML) {
      throw InvalidInputException.of(
          file.toString(), "must end in .yaml or .yml; name another file");
    }
    return TreeReader.foreign(file.toString(), InputFile.text(file, Format.YAML.maxBytes())).read();
  }

  private static Format formatOf(Path file) {
    // a folder is reported first: it is the commoner mistake and rarely has an extension
    if (Files.isDirectory(file)) {
      throw InvalidInputException.of(
          file.toString(), "must be a file, got a folder; name a file in it");
    }
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return Format.JSON;
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return Format.YAML;
    }
    throw InvalidInputException.of(
        file.toString(),
        "must end in .json, .yaml or .yml, got %s; rename it after what it holds"
            .formatted(name.isEmpty() ? "no file name" : last));
  }

  /// Strictly: a byte that is not UTF-8 is a fault, not a replacement character.
  static String decode(String name, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(in, out, true);
    if (!result.isUnderflow()) {
      throw notUtf8(name, out.flip().toString(), bytes[in.position()] & 0xFF);
    }
    String text = out.flip().toString();
    // some editors mark UTF-8 this way; the mark says nothing about the content
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static InvalidInputException notUtf8(String name, String before, int octet) {
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    String message =
        String.format(
            Locale.ROOT, "must be UTF-8 text, got the byte 0x%02X; save it as UTF-8", octet);
    return new InvalidInputException(List.of(new Diagnostic(name, line, column, "", message)));
  }
}
