package org.cimlet.serve.traffic;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A line of figures between commas, under a heading that says what they are.
final class CsvLine implements TraceReader.LineFormat {
  private static final double PS_PER_S = 1e12;

  private final TraceLines lines;
  private final List<String> columns;
  private final int time;
  private final int input;
  private final int output;
  private final int group;
  private @Nullable Boolean zoned;

  private CsvLine(
      TraceLines lines, List<String> columns, String time, String input, String output, String of) {
    this.lines = lines;
    this.columns = columns;
    this.time = columns.indexOf(time);
    this.input = columns.indexOf(input);
    this.output = columns.indexOf(output);
    this.group = columns.indexOf(of);
  }

  /// @param heading in lower case
  /// @return null where it is that of no known trace
  static @Nullable CsvLine of(String heading, TraceLines lines) {
    List<String> columns = Arrays.stream(heading.split(",", -1)).map(String::strip).toList();
    if (columns.containsAll(List.of("timestamp", "contexttokens", "generatedtokens"))) {
      return new CsvLine(lines, columns, "timestamp", "contexttokens", "generatedtokens", "class");
    }
    if (columns.containsAll(List.of("timestamp", "request tokens", "response tokens"))) {
      return new CsvLine(
          lines, columns, "timestamp", "request tokens", "response tokens", "log type");
    }
    if (columns.containsAll(List.of("input_tokens", "output_tokens"))) {
      return new CsvLine(lines, columns, "arrival_s", "input_tokens", "output_tokens", "class");
    }
    return null;
  }

  @Override
  public boolean hasHeading() {
    return true;
  }

  @Override
  public int prefixBlockTokens() {
    return 0;
  }

  @Override
  public void read(String line, long number) {
    String[] cells = line.split(",", -1);
    if (cells.length != columns.size()) {
      lines.fault(
          number,
          "",
          "must have %s figures as the heading, got %s".formatted(columns.size(), cells.length));
      return;
    }
    if (columns.contains("log type") && cells[output].strip().equals("0")) {
      lines.failed();
      return;
    }
    long atPs = time < 0 ? TraceLines.NO_TIME : time(cells[time].strip(), number);
    lines.add(
        number,
        atPs,
        lines.tokens(number, columns.get(input), cells[input]),
        lines.tokens(number, columns.get(output), cells[output]),
        List.of(),
        group < 0 ? "all" : cells[group].strip());
  }

  /// Seconds, or a date with the time of day.
  private long time(String text, long number) {
    try {
      return text.indexOf('-', 1) < 0 || text.indexOf(':') < 0 ? seconds(text) : date(text, number);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      lines.fault(
          number,
          columns.get(time),
          "must be seconds from 0 up, or a date and time such as 2023-11-16 18:17:03.979, got '%s'"
              .formatted(text));
      return 0;
    }
  }

  private static long seconds(String text) {
    double seconds = Double.parseDouble(text);
    if (!(seconds >= 0 && seconds < 9e6)) {
      throw new NumberFormatException(text);
    }
    return Math.round(seconds * PS_PER_S);
  }

  private long date(String text, long number) {
    String iso = text.replace(' ', 'T');
    boolean hasZone = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
    if (zoned == null) {
      zoned = hasZone;
    } else if (zoned != hasZone) {
      lines.fault(
          number,
          columns.get(time),
          "must name its zone on all lines or none, got '%s'; write every time in one zone"
              .formatted(text));
    }
    Instant at =
        hasZone
            ? OffsetDateTime.parse(iso).toInstant()
            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    return lines.sinceFirst(at);
  }
}
