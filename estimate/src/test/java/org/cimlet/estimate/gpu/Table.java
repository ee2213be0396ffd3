package org.cimlet.estimate.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.Assumptions;

/// A measured table: comma-separated, the first line names the columns.
///
/// The tables are not ours to ship: they lie in the folder `cimlet.data` names, and tests that need
/// them are skipped without it.
///
/// @param columns by their names
/// @param rows their cells
record Table(Map<String, Integer> columns, List<List<String>> rows) {
  private static final Path DATA = Path.of(System.getProperty("cimlet.data", "none"));

  /// Reads a table, unpacking one that ends in `.gz`; skips the test where it is not there.
  static Table read(String name) {
    Path file = DATA.resolve("measured").resolve(name);
    Assumptions.assumeThat(file).isRegularFile();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
      Map<String, Integer> columns = new HashMap<>();
      for (String column : in.readLine().split(",", -1)) {
        columns.put(column, columns.size());
      }
      List<List<String>> rows = new ArrayList<>();
      in.lines().forEach(line -> rows.add(List.of(line.split(",", -1))));
      return new Table(columns, rows);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  /// A cell.
  String text(List<String> row, String column) {
    return row.get(Objects.requireNonNull(columns.get(column), column));
  }

  /// A cell that is a count; 0 where the table has no such column.
  int count(List<String> row, String column) {
    return columns.containsKey(column) ? Integer.parseInt(text(row, column)) : 0;
  }

  /// A cell that is a number.
  double number(List<String> row, String column) {
    return Double.parseDouble(text(row, column));
  }
}
