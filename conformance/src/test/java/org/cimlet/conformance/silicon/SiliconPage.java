package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/// `docs/studies/silicon.md`, whose tables tests compute again. `-Dgolden.update=true` writes them
/// anew; read the difference before keeping it.
public final class SiliconPage {
  private static final Path PAGE = Path.of("../docs/studies/silicon.md");
  private static final Path DATA = Path.of("../../shared/data/silicon");

  private SiliconPage() {}

  /// The page has a table, word for word.
  ///
  /// @param name after which a comment before the table says it
  /// @param table its lines, the head first
  static void holds(String name, List<String> table) throws IOException {
    holds(PAGE, name, table);
  }

  /// The same of another page.
  public static void holds(Path file, String name, List<String> table) throws IOException {
    String page = Files.readString(file);
    String marker = "<!-- table: " + name + " -->\n";
    assertThat(page).contains(marker);
    int from = page.indexOf(marker) + marker.length();
    int to = page.indexOf("\n\n", from) + 1;
    String text = String.join("\n", table) + "\n";
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, page.substring(0, from) + text + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).isEqualTo(text);
    }
  }

  /// Its text, on one line.
  static String text() throws IOException {
    return Files.readString(PAGE).replaceAll("\\s+", " ");
  }

  /// Rows of a published table beside the checkout, without its head; the test is skipped where it
  /// is not there.
  static List<String[]> data(String file) throws IOException {
    Path table = DATA.resolve(file);
    Assumptions.assumeTrue(Files.exists(table), table + " is not there");
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(table).subList(1, Files.readAllLines(table).size())) {
      rows.add(line.split(",", -1));
    }
    return rows;
  }

  /// The same of a table whose texts may stand in quotes.
  static List<String[]> quoted(String file) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String[] unquoted : data(file)) {
      List<String> cells = new ArrayList<>();
      StringBuilder open = null;
      for (String cell : unquoted) {
        if (open != null) {
          open.append(',').append(cell);
        } else if (cell.startsWith("\"")) {
          open = new StringBuilder(cell);
        } else {
          cells.add(cell);
        }
        if (open != null && open.length() > 1 && open.charAt(open.length() - 1) == '"') {
          cells.add(open.substring(1, open.length() - 1));
          open = null;
        }
      }
      rows.add(cells.toArray(String[]::new));
    }
    return rows;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  static double worst(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
