package org.cimlet.machine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every faulty GPU under `golden/gpu` is refused in exactly the words of its `.err` file.
///
/// `-Dgolden.update=true` writes the `.err` files anew; read the difference before keeping it.
class GpuDiagnosticsTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/gpu");

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
  void everyFaultyGpuIsInTheFolder() throws IOException {
    assertThat(cases()).hasSize(13);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void faultyGpuIsRefusedInTheseWords(String name) throws IOException {
    String yaml = Files.readString(FOLDER.resolve(name + ".yaml"));
    String told = told(() -> GpuReader.parse(name + ".yaml", yaml)) + "\n";
    Path expected = FOLDER.resolve(name + ".err");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, told);
    }
    assertThat(told).isEqualTo(Files.readString(expected));
  }

  @Test
  void mistypedNameIsToldWithTheNearestShippedOne() {
    assertThat(told(() -> GpuReader.read("H200x")))
        .isEqualTo(
            "--baseline: must name a shipped GPU or a .yaml file, got H200x (did you mean h200?);"
                + " shipped are h100, h100-pcie, h200, a100, l40s, mi250x, mi250x-die,"
                + " mi300x, ascend-910, ascend-910b");
    assertThat(told(() -> GpuReader.read(" ")))
        .startsWith("--baseline: must name a shipped GPU or a .yaml file, got nothing;");
  }

  @Test
  void missingFileIsToldByItsPath(@TempDir Path folder) {
    Path missing = folder.resolve("mine.yaml");
    assertThat(told(() -> GpuReader.read(missing.toString())))
        .isEqualTo(missing + ": must be a file, got no such file; check the path");
  }

  @Test
  void lawsOfOnesOwnAreJudgedByTheirSchema(@TempDir Path folder) throws IOException {
    String laws =
        Files.readString(
            Path.of("src/main/resources/org/cimlet/machine/gpu/kernels/presets/hopper.yaml"));
    String gpu =
        Files.readString(Path.of("src/main/resources/org/cimlet/machine/gpu/presets/h100.yaml"));
    Path mine =
        Files.writeString(folder.resolve("mine.yaml"), gpu.replace("laws: hopper", "laws: l.yaml"));
    Files.writeString(folder.resolve("l.yaml"), laws);
    assertThat(GpuReader.read(mine.toString()).kernels().laws())
        .isEqualTo(GpuReader.read("h100").kernels().laws());
    Files.writeString(
        folder.resolve("l.yaml"),
        laws.replaceFirst(
            "memory_efficiency: \\{value: [0-9.]+", "memory_efficiency: {value: 1.2"));
    assertThat(told(() -> GpuReader.read(mine.toString())))
        .endsWith("l.yaml:6:30: products.memory_efficiency.value: must be at most 1, got 1.2");
  }

  private static String told(ThrowingCallable reading) {
    return catchThrowableOfType(InvalidInputException.class, reading).diagnostics().stream()
        .map(Diagnostic::toString)
        .collect(Collectors.joining("\n"));
  }
}
