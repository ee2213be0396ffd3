package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every faulty machine under `golden/machine` is refused in exactly the words of its `.err` file.
///
/// `-Dgolden.update=true` writes the `.err` files anew; read the difference before keeping it.
class MachineDiagnosticsTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/machine");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyFaultyMachineIsInTheFolder() throws IOException {
    assertThat(cases()).hasSize(95);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void faultyMachineIsRefusedInTheseWords(String name) throws IOException {
    String yaml = Files.readString(FOLDER.resolve(name + ".yaml"));
    String told = told(() -> MachineReader.parse(name + ".yaml", yaml)) + "\n";
    Path expected = FOLDER.resolve(name + ".err");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, told);
    }
    assertThat(told).isEqualTo(Files.readString(expected));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyDiagnosticSaysWhereAndWhat(String name) throws IOException {
    String yaml = Files.readString(FOLDER.resolve(name + ".yaml"));
    for (Diagnostic diagnostic : diagnostics(() -> MachineReader.parse(name + ".yaml", yaml))) {
      assertThat(diagnostic.message()).matches("must .*, got .*");
      if (!yaml.isBlank() && !yaml.startsWith("#")) {
        assertThat(diagnostic.line()).isBetween(1, (int) yaml.lines().count());
        assertThat(diagnostic.column()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "tr"}) // other digits; other capital letters
  void wordsAreTheSameInEveryLocale(String language) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      for (String name : cases()) {
        String yaml = Files.readString(FOLDER.resolve(name + ".yaml"));
        assertThat(told(() -> MachineReader.parse(name + ".yaml", yaml)) + "\n")
            .isEqualTo(Files.readString(FOLDER.resolve(name + ".err")));
      }
      MachineFile file = MachineReader.open("comb-200mb-36");
      assertThat(MachineReader.parse("again.yaml", file.yaml()).machine())
          .isEqualTo(file.machine());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void mistypedNameIsToldWithTheNearestShippedOne() {
    assertThat(refusal("comb-200mb-35"))
        .isEqualTo(
            "--machine: must name a shipped machine or a .yaml file, got comb-200mb-35 (did you"
                + " mean comb-200mb-36?); shipped are comb-200mb-36, comb-200mb-16,"
                + " comb-200mb-36-stacked, comb-200mb-36-aim-36, comb-200mb-36-aim-72,"
                + " comb-mcm-65nm, comb-mcm-28nm, fudan-28nm, aim-gddr6, cent-aim-8, lpddr5-pim,"
                + " hbm-pim, rram-1tnr, fefet-22nm, analog-rram-crossbar, charge-sram-22nm,"
                + " northpole-16, wormhole-n300, simba-16nm, corsair, dojo-tile");
  }

  @Test
  void emptyNameIsToldAsNothing() {
    assertThat(refusal(""))
        .startsWith("--machine: must name a shipped machine or a .yaml file, got nothing;");
    assertThat(refusal("a\0b")).startsWith("--machine: must name a shipped machine");
  }

  @Test
  void missingFileIsToldByItsPath(@TempDir Path folder) {
    Path missing = folder.resolve("mine.yaml");
    assertThat(refusal(missing.toString()))
        .isEqualTo(missing + ": must be a file, got no such file; check the path");
  }

  @Test
  void folderIsToldAsAFolder(@TempDir Path folder) {
    assertThat(refusal(folder.toString())).contains("must be a file, got a folder");
  }

  private static String refusal(String nameOrPath) {
    return told(() -> MachineReader.read(nameOrPath));
  }

  private static String told(ThrowingCallable reading) {
    return diagnostics(reading).stream()
        .map(Diagnostic::toString)
        .collect(Collectors.joining("\n"));
  }

  private static List<Diagnostic> diagnostics(ThrowingCallable reading) {
    return catchThrowableOfType(InvalidInputException.class, reading).diagnostics();
  }
}
