package org.cimlet.conformance.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.document.Sha256;
import org.junit.jupiter.api.Test;

/// Scripts and styles of pages are built from `web`, and what is built is committed.
class BuiltPagesTest {
  private static final Pattern MARK =
      Pattern.compile(
          "/\\* Built by web/build\\.mjs\\. Sources ([0-9a-f]{64}), what follows ([0-9a-f]{64})"
              + " \\*/\n");

  private static final List<String> BUILT =
      List.of(
          "report/src/main/resources/org/cimlet/report/html/explore/explore.js",
          "report/src/main/resources/org/cimlet/report/html/explore/explore.css",
          "studio/src/main/resources/org/cimlet/studio/studio.js",
          "studio/src/main/resources/org/cimlet/studio/studio.css");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("check"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /// As `build.mjs` takes it: paths in order, each with its content.
  private static String sources() throws IOException {
    Path web = root().resolve("web");
    try (Stream<Path> own = Files.list(web);
        Stream<Path> under = Files.walk(web.resolve("src"))) {
      List<String> files =
          Stream.concat(own, under)
              .filter(Files::isRegularFile)
              .map(file -> web.relativize(file).toString())
              .sorted()
              .toList();
      assertThat(files).hasSizeGreaterThan(10);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String file : files) {
        all.writeBytes(file.getBytes(StandardCharsets.UTF_8));
        all.write(0);
        all.writeBytes(Files.readAllBytes(web.resolve(file)));
        all.write(0);
      }
      return Sha256.hex(all.toByteArray());
    }
  }

  @Test
  void what_is_committed_was_built_from_the_sources_that_are() throws IOException {
    for (String file : BUILT) {
      String text = Files.readString(root().resolve(file));
      Matcher mark = MARK.matcher(text);
      assertThat(mark.lookingAt()).as("the first line of %s", file).isTrue();
      assertThat(mark.group(1))
          .as("sources of %s; build it anew: cd web && npm ci && node build.mjs", file)
          .isEqualTo(sources());
      assertThat(mark.group(2))
          .as("%s as it was built, not edited", file)
          .isEqualTo(Sha256.hex(text.substring(mark.end()).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void licences_of_what_is_bundled_are_kept() throws IOException {
    String explore = Files.readString(root().resolve(BUILT.get(0)));
    assertThat(explore).contains("@observablehq/plot 0.6.17, ISC").contains("Observable, Inc.");
    String studio = Files.readString(root().resolve(BUILT.get(2)));
    assertThat(studio).contains("@codemirror/view").contains("Marijn Haverbeke");
  }

  @Test
  void pages_ask_for_nothing_from_elsewhere() throws IOException {
    for (String file : BUILT) {
      assertThat(Files.readString(root().resolve(file)))
          .as(file)
          .doesNotContainPattern("(?:src|href)=\"https?:|@import|url\\(\\s*['\"]?https?:");
    }
  }
}
