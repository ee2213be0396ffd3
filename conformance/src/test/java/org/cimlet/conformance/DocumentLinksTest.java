package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every link of every page leads to a file, and to a heading of it; every term of the glossary has
/// one meaning.
class DocumentLinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.root())) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().matches(".*/(target|node_modules|\\.git)/.*"))
          .sorted()
          .toList();
    }
  }

  @Test
  void a_term_of_the_glossary_is_defined_once() throws IOException {
    List<String> terms =
        Checkout.read(Checkout.root().resolve("docs/glossary.md"))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| word |"))
            .map(line -> line.substring(2, line.indexOf(" |", 2)))
            .toList();
    assertThat(terms).hasSizeGreaterThan(100).doesNotHaveDuplicates();
  }

  @Test
  void links_of_all_pages_lead_somewhere() throws IOException {
    int links = 0;
    int anchors = 0;
    List<String> faults = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(withoutCode(Checkout.read(page)));
      while (link.find()) {
        String target = link.group(1);
        if (target.matches("[a-z]+:.*")) {
          continue;
        }
        links++;
        String[] parts = target.split("#", 2);
        Path file =
            parts[0].isEmpty()
                ? page
                : Objects.requireNonNull(page.getParent()).resolve(parts[0]).normalize();
        if (!Files.exists(file)) {
          faults.add("%s: %s".formatted(page, target));
        } else if (parts.length == 2 && file.toString().endsWith(".md")) {
          anchors++;
          if (!anchors(file).contains(parts[1])) {
            faults.add("%s: no heading #%s in %s".formatted(page, parts[1], file));
          }
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(links).isGreaterThan(100);
    assertThat(anchors).isGreaterThan(8);
  }

  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?ms)^```.*?^```", "").replaceAll("`[^`\n]*`", "");
  }

  /// Headings as pages are linked to: lower case, spaces as hyphens, punctuation left out.
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    Checkout.read(page)
        .replaceAll("(?ms)^```.*?^```", "")
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", ""))
        .forEach(heading ->
            anchors.add(
                heading
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-')));
    return anchors;
  }
}
