package org.cimlet.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cimlet.cli.Cimlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands where something around them is wrong: they end by themselves, with a code and a
/// sentence, and leave nothing half done. A process of its own has what a process can lack.
class FaultsTest {
  private static final Path FULL = Path.of("/dev/full");
  private static final int PATIENCE_S = 60;

  @TempDir private Path folder;

  /// How a command ended.
  private record Ended(int code, String out, String err) {
    /// It says what is wrong and how to mend it, and nothing of our insides.
    void isToldOf(String what) {
      assertThat(code).as(err).isEqualTo(2);
      assertThat(err).contains("cimlet: ", what).doesNotContain("Exception", "\tat ");
    }
  }

  private static List<String> command(List<String> options, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.cimlet.cli.Cimlet");
    command.addAll(List.of(args));
    return command;
  }

  /// In this process.
  private static Ended run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Cimlet.execute(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            args);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Ended start(List<String> options, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command(options, args));
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--html"})
  void a_full_disk_is_told(String option) throws Exception {
    assumeTrue(Files.exists(FULL), "needs /dev/full");
    start(
            List.of(),
            Map.of(),
            "run",
            "stories260k",
            "--machine",
            "comb-200mb-16",
            "--context",
            "64",
            option,
            "/dev/full")
        .isToldOf("/dev/full");
  }

  @Test
  void a_full_disk_under_standard_output_is_no_success() throws Exception {
    assumeTrue(Files.exists(FULL), "needs /dev/full");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command(List.of(), "catalogue"))
            .redirectOutput(FULL.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(Files.readString(err)).contains("cimlet: ").doesNotContain("\tat ");
  }

  @Test
  void a_reader_that_goes_away_ends_a_command_quietly() throws Exception {
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(
                command(List.of(), "run", "stories260k", "--context", "64", "--json", "-"))
            .redirectError(err.toFile())
            .start();
    process.getInputStream().close();
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(err)).doesNotContain("\tat ", "internal error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null", "/proc", "/"})
  void what_is_no_file_is_told_wherever_a_file_is_read(String path) throws Exception {
    assumeTrue(Files.exists(Path.of(path)), "needs " + path);
    run("run", path).isToldOf(path);
    run("run", "stories260k", "--machine", path).isToldOf(path);
    run("explore", path).isToldOf(path);
  }

  @Test
  void what_cannot_be_written_is_told() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc")), "needs /proc");
    for (String path : List.of("/proc/out.json", folder.toString(), "/nowhere/out.json")) {
      run("run", "stories260k", "--context", "64", "--json", path).isToldOf(path);
    }
  }

  @Test
  void an_output_never_takes_the_place_of_its_input() throws Exception {
    Path machine = folder.resolve("machine.yaml");
    Files.writeString(machine, "extends: comb-200mb-16\nname: mine\nsummary: mine\n");
    String before = Files.readString(machine);
    String file = machine.toString();
    run("run", "stories260k", "--context", "64", "--machine", file, "--json", file)
        .isToldOf("machine.yaml");
    assertThat(Files.readString(machine)).isEqualTo(before);
  }

  /// A folder's name is anything but a slash.
  @Test
  void markup_and_escape_sequences_in_names_stay_text() throws Exception {
    Path network =
        Files.createDirectory(folder.resolve("<script>alert(1)</script>".replace('/', '_')));
    Path escaping = Files.createDirectory(folder.resolve("red\u001b[31m\u0007"));
    String config =
        """
        {"model_type": "llama", "hidden_size": 64, "intermediate_size": 172,
         "num_attention_heads": 8, "num_hidden_layers": 2, "vocab_size": 512,
         "max_position_embeddings": 512}
        """;
    Files.writeString(network.resolve("config.json"), config);
    Files.writeString(escaping.resolve("config.json"), config);
    Path html = folder.resolve("out.html");
    Ended marked =
        run("run", network.toString(), "--machine", "comb-200mb-16", "--html", html.toString());
    assertThat(marked.code()).as(marked.err()).isZero();
    assertThat(Files.readString(html)).doesNotContain("<script>alert(1)");
    Ended escaped = run("run", escaping.toString(), "--machine", "comb-200mb-16");
    assertThat(escaped.code()).as(escaped.err()).isZero();
    assertThat(escaped.out()).doesNotContain("\u001b[31m", "\u0007");
    Files.writeString(escaping.resolve("config.json"), "{}");
    Ended refused = run("run", escaping.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).doesNotContain("\u001b[31m", "\u0007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-EG", "th-TH-u-nu-thai"})
  void results_are_the_same_in_every_locale(String tag) throws Exception {
    String[] args = {"run", "stories260k", "--machine", "comb-200mb-16", "--context", "64"};
    String[] parts = tag.split("-", 3);
    List<String> options = List.of("-Duser.language=" + parts[0], "-Duser.country=" + parts[1]);
    assertThat(start(options, Map.of(), args).out()).isEqualTo(run(args).out());
  }

  @Test
  void results_are_the_same_bytes_where_the_locale_is_c() throws Exception {
    String[] args = {"run", "stories260k", "--machine", "comb-200mb-16", "--context", "64"};
    Map<String, String> plain = Map.of("LC_ALL", "C", "LANG", "C");
    assertThat(start(List.of(), plain, args)).isEqualTo(run(args));
  }

  @Test
  void no_temporary_folder_is_needed() throws Exception {
    List<String> options = List.of("-Djava.io.tmpdir=/nowhere");
    Path html = folder.resolve("out.html");
    Ended ended =
        start(
            options,
            Map.of("TMPDIR", "/nowhere"),
            "run",
            "stories260k",
            "--context",
            "64",
            "--machine",
            "comb-200mb-16",
            "--html",
            html.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(html).isNotEmptyFile();
  }

  @Test
  void a_command_killed_while_it_writes_leaves_no_result_that_looks_whole() throws Exception {
    Path out = folder.resolve("packed");
    for (int afterMs : new int[] {300, 500, 700, 900}) {
      Process process =
          new ProcessBuilder(
                  command(
                      List.of("--add-modules", "jdk.incubator.vector"),
                      "compress",
                      "demo",
                      out.toString(),
                      "--pattern",
                      "8:32"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      if (!process.waitFor(afterMs, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        assertThat(out).doesNotExist();
      }
    }
    String log = Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
    assertThat(log).doesNotContain("Exception");
  }
}
