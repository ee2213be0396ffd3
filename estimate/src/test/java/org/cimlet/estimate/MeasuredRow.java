package org.cimlet.estimate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// One row of a published table of measurements.
///
/// @param bits of weights and cache: 8 for FP8, whose tables were made with an 8-bit cache, else 16
/// @param batch sequences decoded together, 0 where memory was kept full of them
/// @param output tokens of an answer, 0 where the first token's latency was measured
/// @param value output tokens/s, or ms to the first token
record MeasuredRow(
    String gpu,
    int bits,
    String network,
    int batch,
    int devices,
    int prompt,
    int output,
    double value) {

  /// Rows that lie beside this class.
  static List<MeasuredRow> ofResource(String name) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(MeasuredRow.class.getResourceAsStream(name), name),
                StandardCharsets.UTF_8))) {
      return rows(in.lines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<MeasuredRow> ofFile(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return rows(lines);
    }
  }

  private static List<MeasuredRow> rows(Stream<String> lines) {
    return lines
        .filter(line -> !line.startsWith("#") && !line.startsWith("gpu,"))
        .map(line -> of(List.of(line.split(",", -1))))
        .toList();
  }

  private static MeasuredRow of(List<String> cells) {
    return new MeasuredRow(
        cells.get(0),
        cells.get(1).equals("FP8") ? 8 : 16,
        cells.get(2),
        number(cells.get(3)),
        number(cells.get(4)),
        number(cells.get(5)),
        number(cells.get(6)),
        Double.parseDouble(cells.get(7)));
  }

  private static int number(String cell) {
    return cell.isEmpty() ? 0 : Integer.parseInt(cell);
  }

  boolean isFirstToken() {
    return output == 0;
  }
}
