package org.cimlet.network.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the user is told: each `.err` belongs to the `.json` beside it, or to the words in the
/// `.arg`. `-Dgolden.update` writes what is told now, to be read before it is kept.
class BadNetworkTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/network");
  private static final int CASES = 82;

  @TestFactory
  Stream<DynamicTest> aBadNetworkIsToldByPlaceAndRemedy() throws IOException {
    return cases().map(c -> DynamicTest.dynamicTest(c, () -> check(c)));
  }

  @Test
  void everyGoldenCaseIsRun() throws IOException {
    assertThat(cases()).hasSize(CASES);
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.filter(f -> f.toString().endsWith(".err"))).hasSize(CASES);
    }
  }

  @Test
  void whatIsToldDoesNotDependOnWhereTheUserLives() throws IOException {
    Locale home = Locale.getDefault();
    try {
      for (String place : List.of("ar-EG", "tr-TR", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(place));
        for (String name : cases().toList()) {
          check(name);
        }
      }
    } finally {
      Locale.setDefault(home);
    }
  }

  private static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json") || name.endsWith(".arg"))
              .sorted()
              .toList();
      return names.stream();
    }
  }

  private static void check(String name) throws IOException {
    String told = told(argument(name)).replace(GOLDEN + "/", "") + "\n";
    Path golden = GOLDEN.resolve(name.replaceFirst("\\.[a-z]+$", ".err"));
    if (Boolean.getBoolean("golden.update") && System.getenv("CI") == null) {
      Files.writeString(golden, told);
    }
    assertThat(told).isEqualTo(Files.readString(golden));
  }

  /// A word in an `.arg` stands for itself, `./x` for what lies beside it.
  private static String argument(String name) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (name.endsWith(".json")) {
      return file.toString();
    }
    String words = Files.readString(file).strip();
    return words.startsWith("./") ? GOLDEN.resolve(words.substring(2)).toString() : words;
  }

  private static String told(String argument) {
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> NetworkReader.read(argument));
    assertThat(refusal).as("%s must be refused", argument).isNotNull();
    return refusal.diagnostics().stream()
        .map(Diagnostic::toString)
        .collect(Collectors.joining("\n"));
  }
}
