package org.cimlet.estimate.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The tables of `docs/studies/gpu-calibration.md`, each between `<!-- NAME -->` and `<!-- end
/// -->`.
///
/// `-Dgolden.update=true` writes them anew; read the difference before keeping it.
public final class StudyPage {
  private static final Path PAGE = Path.of("../docs/studies/gpu-calibration.md");

  private StudyPage() {}

  /// Compares a table of the page with one just computed.
  public static void shows(String name, String table) throws IOException {
    String page = Files.readString(PAGE);
    String start = "<!-- " + name + " -->\n";
    int from = page.indexOf(start);
    assertThat(from).as("%s in the study", start.strip()).isNotNegative();
    int to = page.indexOf("<!-- end -->", from);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(
          PAGE, page.substring(0, from + start.length()) + table + page.substring(to));
      return;
    }
    assertThat(page.substring(from + start.length(), to)).isEqualTo(table);
  }
}
