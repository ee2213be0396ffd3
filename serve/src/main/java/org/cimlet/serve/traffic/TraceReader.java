package org.cimlet.serve.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.InputFile;
import org.jspecify.annotations.Nullable;

/// Reads traces; which format a file has is seen from its first line.
///
/// - Azure's: `TIMESTAMP,ContextTokens,GeneratedTokens`, times of day.
/// - BurstGPT's: `Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type`, seconds.
/// - Mooncake's: a JSON object a line with `timestamp` in ms, `input_length`, `output_length` and
///   `hash_ids` of blocks of 512 tokens.
/// - Our own: a JSON object a line with `arrival_s`, `input_tokens`, `output_tokens`, and where
///   known `class` and `prefix_ids` of blocks of `prefix_block_tokens` tokens.
/// - Lengths alone: `input_tokens,output_tokens`; times are made by a rule.
/// - ShareGPT's conversations: a JSON array; their texts' tokens are counted, times made by a rule.
public final class TraceReader {
  private TraceReader() {}

  /// Reads a trace with times.
  ///
  /// @throws InvalidInputException where the file cannot be read, is no trace, is not in order of
  ///   time, or has no request
  public static RequestTrace read(String file) {
    RequestTrace trace = parse(file, open(file), Conversations.uncounted(file));
    if (trace.requests().getLast().arrivalPs() == TraceLines.NO_TIME) {
      throw InvalidInputException.of(
          file,
          "must have times to be a trace, got lengths alone; make times: poisson:RATE,lengths:"
              + file);
    }
    return trace;
  }

  /// Reads lengths, of a trace or without times.
  ///
  /// @param tokens counts those of a text, where the file has texts
  /// @throws InvalidInputException where the file cannot be read, is no trace, or has no request
  public static RequestTrace lengths(String file, ToIntFunction<String> tokens) {
    return parse(file, open(file), tokens);
  }

  private static BufferedReader open(String file) {
    InputFile.requireRegular(Path.of(file));
    try {
      return Files.newBufferedReader(Path.of(file));
    } catch (IOException e) {
      throw InvalidInputException.of(
          "TRACE",
          "must name a file that can be read, poisson:RATE or concurrency:N, got '%s'"
              .formatted(file));
    }
  }

  /// Reads the lines of a text.
  ///
  /// @param file what diagnostics call it
  static RequestTrace parse(String file, BufferedReader text, ToIntFunction<String> tokens) {
    try (text) {
      if (isArray(text)) {
        return Conversations.read(file, text, tokens);
      }
      String first = text.readLine();
      TraceLines lines = new TraceLines(file);
      LineFormat format = format(file, first, lines);
      String line = format.hasHeading() ? text.readLine() : first;
      long number = format.hasHeading() ? 2 : 1;
      while (line != null && lines.goesOn()) {
        if (!line.isBlank()) {
          format.read(line, number);
        }
        line = text.readLine();
        number++;
      }
      return lines.trace(format.prefixBlockTokens());
    } catch (CharacterCodingException e) {
      throw InvalidInputException.of(file, "must be text in UTF-8, got other bytes");
    } catch (IOException e) {
      throw InvalidInputException.of(file, "must be a file that can be read, got " + e);
    }
  }

  /// Whether a JSON array begins here.
  private static boolean isArray(BufferedReader text) throws IOException {
    text.mark(64);
    int first = text.read();
    for (int i = 1; i < 64 && (Character.isWhitespace(first) || first == '\uFEFF'); i++) {
      first = text.read();
    }
    text.reset();
    return first == '[';
  }

  private static LineFormat format(String file, @Nullable String first, TraceLines lines) {
    String heading = first == null ? "" : first.strip().replace("\uFEFF", "");
    if (heading.startsWith("{")) {
      return new JsonLine(lines);
    }
    LineFormat table = CsvLine.of(heading.toLowerCase(Locale.ROOT), lines);
    if (table == null) {
      throw InvalidInputException.of(
          file,
          "must begin as a trace does: TIMESTAMP,ContextTokens,GeneratedTokens (Azure),"
              + " Timestamp,Model,Request tokens,Response tokens,... (BurstGPT),"
              + " input_tokens,output_tokens (lengths), or a JSON object a line, got '%s'"
                  .formatted(heading.length() > 60 ? heading.substring(0, 60) + "..." : heading));
    }
    return table;
  }

  /// How a line says what a request is.
  interface LineFormat {
    boolean hasHeading();

    void read(String line, long number);

    int prefixBlockTokens();
  }
}
