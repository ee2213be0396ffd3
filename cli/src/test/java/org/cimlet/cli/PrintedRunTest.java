package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The documents show what the tool prints. `-Dgolden.update=true` writes today's output into them.
class PrintedRunTest {
  private static final String FENCE = "```\n";
  private static final String RUN =
      Shell.run("run", "llama-2-7b").out().stripTrailing().substring(1) + "\n";

  @Test
  void the_readme_shows_the_head_of_the_default_run() throws IOException {
    shows(Path.of("../README.md"), FENCE, RUN.substring(0, RUN.indexOf("\n\n") + 1));
  }

  @Test
  void the_guide_shows_all_of_the_default_run() throws IOException {
    shows(Path.of("../docs/guide.md"), FENCE + "$ ./cimlet run llama-2-7b\n", RUN);
  }

  private static void shows(Path document, String before, String printed) throws IOException {
    String text = Files.readString(document);
    String title = before + printed.substring(0, printed.indexOf('\n') + 1);
    int begin = text.indexOf(title);
    assertThat(begin).as("%s has a block that begins with %s", document, title).isNotNegative();
    int from = begin + before.length();
    int end = text.indexOf(FENCE, from);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(document, text.substring(0, from) + printed + text.substring(end));
    } else {
      assertThat(text.substring(from, end)).as("%s", document).isEqualTo(printed);
    }
  }
}
