package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way to be wrong on the command line: exit 2, a diagnostic with place and remedy, no stack
/// trace. Each file in `golden` holds the arguments on its first line and what stderr says below;
/// `{golden}` stands for the folder, `{network}` for a small network with its vocabulary,
/// `{lonely}` for one without.
class BadInputTest {
  private static final int CASES = 88;

  @TempDir private static Path written;

  @BeforeAll
  static void writeNetworks() throws IOException {
    TinyNetwork.write(written);
    Path lonely = Files.createDirectory(written.resolve("lonely"));
    Files.copy(written.resolve("net.bin"), lonely.resolve("lonely.bin"));
  }

  private static String placed(String text) {
    return text.replace("{golden}", golden().toString())
        .replace("{network}", written.resolve("net.bin").toString())
        .replace("{lonely}", written.resolve("lonely").resolve("lonely.bin").toString());
  }

  private static String shown(String text) {
    return text.replace(golden().toString(), "{golden}")
        .replace(written.resolve("net.bin").toString(), "{network}")
        .replace(written.toString(), "{written}");
  }

  private static Path golden() {
    try {
      return Path.of(
              Objects.requireNonNull(BadInputTest.class.getResource("/golden/none.case")).toURI())
          .resolveSibling("");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(golden())) {
      return files
          .filter(file -> file.toString().endsWith(".case"))
          .filter(file -> !file.endsWith("none.case"))
          .sorted()
          .toList();
    }
  }

  @Test
  void no_case_is_lost() throws IOException {
    assertThat(cases()).hasSize(CASES);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void wrong_input_is_told_with_place_and_remedy(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] args = placed(lines.getFirst()).split(" ", -1);
    Shell shell = Shell.run(args);
    String told = shown(shell.err());
    if (Boolean.getBoolean("golden.update")) {
      Path source = Path.of("src/test/resources/golden").resolve(file.getFileName());
      Files.writeString(source, lines.getFirst() + "\n" + told);
    }
    assertThat(told).isEqualTo(String.join("\n", lines.subList(1, lines.size())) + "\n");
    assertThat(shell.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(shell.out()).isEmpty();
    assertThat(told).doesNotContain("Exception", "\tat ");
  }
}
