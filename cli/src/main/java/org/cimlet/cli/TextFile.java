package org.cimlet.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// Texts in a file that the user named.
final class TextFile {
  private static final int MAX_BYTES = 256 << 20;

  private TextFile() {}

  /// @param option by which it was named
  /// @param separator what stands between texts, null where the file is one
  /// @return at least one text, none empty
  /// @throws InvalidInputException if there is no such file, it is too large, not UTF-8, or empty
  static List<String> read(String option, String file, @Nullable String separator) {
    String whole = decode(option, file, bytes(option, file));
    List<String> texts = new ArrayList<>();
    if (separator == null) {
      texts.add(whole);
    } else {
      for (String text : whole.split(Pattern.quote(separator), -1)) {
        texts.add(text.strip());
      }
    }
    texts.removeIf(String::isEmpty);
    if (texts.isEmpty()) {
      throw InvalidInputException.of(
          option, "must name a file with text in it, got '%s', which has none".formatted(file));
    }
    return texts;
  }

  private static byte[] bytes(String option, String file) {
    Path path = NamedPath.of(option, file);
    if (!Files.isRegularFile(path)) {
      throw InvalidInputException.of(
          option, "must name a file, got '%s', which is none; check the path".formatted(file));
    }
    try (var in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw InvalidInputException.of(
            option,
            "must name a file of at most %s MiB, got more; cut it".formatted(MAX_BYTES >> 20));
      }
      return bytes;
    } catch (IOException e) {
      throw InvalidInputException.of(
          option, "must name a file that can be read, got '%s' (%s)".formatted(file, e));
    }
  }

  private static String decode(String option, String file, byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw InvalidInputException.of(
          option, "must name a text in UTF-8, got '%s', which is not; convert it".formatted(file));
    }
  }
}
