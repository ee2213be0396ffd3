package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples run, and print what their pages show.
class ExamplesTest {
  private static final Path EXAMPLES = Checkout.root().resolve("docs/examples");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  @TempDir private Path folder;

  private String run(List<String> command, String input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CIMLET", cimlet());
    builder.directory(Checkout.root().toFile());
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        builder
            .redirectInput(Files.writeString(folder.resolve("in.txt"), input).toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    assertThat(process.exitValue()).as("%s: %s", command, Files.readString(err)).isZero();
    return Files.readString(out);
  }

  /// The command line, from the class path of this test.
  private String cimlet() throws IOException {
    Path arguments = folder.resolve("cimlet.args");
    Files.writeString(arguments, "-cp\n\"" + CLASS_PATH.replace("\\", "\\\\") + "\"\n");
    return "%s @%s org.cimlet.cli.Cimlet".formatted(JAVA, arguments);
  }

  @Test
  void the_java_example_is_twenty_lines_that_compile_and_run() throws IOException {
    Path source = EXAMPLES.resolve("java/src/main/java/Batches.java");
    assertThat(Files.readString(source).lines().filter(line -> !line.isBlank()).count())
        .isLessThanOrEqualTo(27);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    int failed =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(null, null, null, "-cp", CLASS_PATH, "-d", classes.toString(), source.toString());
    assertThat(failed).isZero();
    String printed =
        run(List.of(JAVA, "-cp", classes + File.pathSeparator + CLASS_PATH, "Batches"), "");
    assertThat(printed.lines())
        .hasSize(5)
        .first()
        .isEqualTo("batch   TPOT ms   tokens/s   bottleneck");
    assertThat(printed.lines().skip(1))
        .allMatch(line -> line.matches(" *[0-9]+ +[0-9.]+ +[0-9]+   [a-z ]+"));
  }

  @Test
  void the_python_example_runs_and_its_notebook_shows_what_it_prints() throws IOException {
    String python = python();
    String printed = run(List.of(python, EXAMPLES + "/python/contexts.py"), "");
    assertThat(printed.lines()).hasSize(4);
    JsonNode notebook =
        JsonMapper.shared().readTree(EXAMPLES.resolve("python/contexts.ipynb").toFile());
    List<String> code = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    for (JsonNode cell : notebook.path("cells")) {
      if (cell.path("cell_type").asString().equals("code")) {
        code.add(lines(cell.path("source")));
        cell.path("outputs").forEach(output -> outputs.add(lines(output.path("text"))));
      }
    }
    assertThat(run(List.of(python, "-"), String.join("\n", code)))
        .isEqualTo(String.join("", outputs))
        .isEqualTo(printed);
  }

  private static String lines(JsonNode source) {
    StringBuilder text = new StringBuilder();
    source.forEach(line -> text.append(line.asString()));
    return text.toString();
  }

  private static String python() {
    List<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(place -> Path.of(place, "python3"))
            .filter(Files::isExecutable)
            .toList();
    Assumptions.assumeFalse(found.isEmpty(), "no python3 on PATH: its examples were not run");
    return found.getFirst().toString();
  }
}
