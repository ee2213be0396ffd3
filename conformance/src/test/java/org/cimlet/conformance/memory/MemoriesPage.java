package org.cimlet.conformance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `docs/studies/memories.md`, whose tables tests compute again. `-Dgolden.update=true` writes them
/// anew; read the difference before keeping it.
final class MemoriesPage {
  private static final Path PAGE = Path.of("../docs/studies/memories.md");

  private MemoriesPage() {}

  /// The page has the table, word for word.
  ///
  /// @param table its lines, the head first
  static void holds(List<String> table) throws IOException {
    String page = Files.readString(PAGE);
    String text = String.join("\n", table) + "\n";
    if (Boolean.getBoolean("golden.update")) {
      int from = page.indexOf(table.getFirst());
      assertThat(from).as("the head of the table, %s", table.getFirst()).isNotNegative();
      int to = page.indexOf("\n\n", from) + 1;
      Files.writeString(PAGE, page.substring(0, from) + text + page.substring(to));
    } else {
      assertThat(page).contains(text);
    }
  }
}
