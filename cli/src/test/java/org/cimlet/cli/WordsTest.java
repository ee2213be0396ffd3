package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What users read speaks the field's words, in the present tense. Words that were given up stay
/// away; sources of numbers are left out, which quote others.
class WordsTest {
  /// Nowhere, documents included.
  private static final List<String> GIVEN_UP =
      List.of(
          "\\bhungry\\b",
          "\\b(?:fore|un)?t(?:ells?|old)\\b",
          "\\blone\\b",
          "\\b(?:many|one|a|two|three|[0-9]+) streams\\b",
          "\\b[kMGTP]?op/s\\b",
          "\\btoken/s\\b",
          "(?m)^ *Mind\\b",
          "\\b(?:no|some)body\\b",
          "\\b(?:who|wher)ever\\b",
          "\\bat hand\\b",
          "\\bchances\\b",
          "\\blikeliest\\b",
          "\\bin (?:[0-9]+ )?rounds\\b",
          "\\bour fault\\b|\\bfault of ours\\b",
          "time_per_token_s|time_to_first_token|at_10k|streams_to_saturate|single_stream|saturated_");

  /// Where a program speaks and has no room to say what it means.
  private static final List<String> GIVEN_UP_IN_OUTPUT =
      List.of(
          "\\bbesides?\\b",
          "(?<!residual |to |rows )\\bstreams?\\b",
          "(?<!to )\\bfirst token\\b(?! of the answer)",
          "(?<!queries, |share )\\bkeys and values\\b",
          "\\brounds\\b",
          "\\blanes?\\b",
          "\\bpieces?\\b",
          "\\bslip of\\b",
          "--replicas: ");

  /// JSON key that stays: the count of weight sets of a placement.
  private static final String KEPT_KEY = "\"rounds\"";

  private static void speaksTheFieldsWords(String what, String text) {
    avoids(what, text, GIVEN_UP);
    avoids(what, text, GIVEN_UP_IN_OUTPUT);
  }

  private static void avoids(String what, String text, List<String> words) {
    String read = text.replace(KEPT_KEY, "");
    for (String word : words) {
      assertThat(read).as(what).doesNotContainPattern(Pattern.compile(word));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "compare",
        "catalogue",
        "paper",
        "compress",
        "generate",
        "evaluate",
        "rtl",
        "serve",
        "studio"
      })
  void help(String command) {
    Shell help = command.isEmpty() ? Shell.run("--help") : Shell.run(command, "--help");
    assertThat(help.code()).isZero();
    speaksTheFieldsWords("help of " + command, help.out());
    assertThat(help.out().lines().filter(line -> line.length() > 80)).isEmpty();
  }

  /// The default run, one simulated at a batch, one whose weights are reloaded.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run stories260k --machine comb-200mb-16 --context 64 --batch 3 --engine simulate",
        "run demo --machine fudan-28nm --batch 8 --engine simulate --simulated-tokens 16"
      })
  void a_run(String command, @TempDir Path folder) throws IOException {
    Path json = folder.resolve("run.json");
    Path html = folder.resolve("run.html");
    Shell run = Shell.run((command + " --json " + json + " --html " + html).split(" "));
    assertThat(run.err()).isEmpty();
    speaksTheFieldsWords("terminal", run.out());
    assertThat(run.out().lines().filter(line -> line.length() > 80)).isEmpty();
    speaksTheFieldsWords("JSON", before(Files.readString(json), "\"provenance\""));
    String page = Files.readString(html).replaceAll("(?s)<(style|script)>.*?</\\1>", "");
    speaksTheFieldsWords("page", before(page, "<section id=\"provenance\">"));
  }

  private static String before(String text, String mark) {
    assertThat(text).contains(mark);
    return text.substring(0, text.indexOf(mark));
  }

  /// README, architecture, guide, decisions and studies. The changelog says what was before.
  @Test
  void documents() throws IOException {
    List<Path> documents = filesOf(Path.of(".."), "[A-Z]+\\.md");
    documents.addAll(filesOf(Path.of("../docs"), ".*\\.md"));
    documents.removeIf(file -> file.endsWith("CHANGELOG.md"));
    assertThat(documents).hasSizeGreaterThan(25);
    for (Path file : documents) {
      avoids(file.toString(), Files.readString(file), GIVEN_UP);
    }
  }

  /// What every wrong input of the tests is answered with; the first line of a case is the command.
  @Test
  void diagnostics() throws IOException {
    List<Path> goldens = new ArrayList<>();
    for (String module : List.of("cli", "machine", "network")) {
      goldens.addAll(
          filesOf(Path.of("..", module, "src/test/resources/golden"), ".*\\.(err|case)"));
    }
    assertThat(goldens).hasSizeGreaterThan(200);
    for (Path file : goldens) {
      String text = Files.readString(file);
      boolean isCase = file.toString().endsWith(".case");
      speaksTheFieldsWords(file.toString(), isCase ? text.replaceFirst(".*", "") : text);
    }
  }

  /// Titles and descriptions of the schemas: messages quote them, and the guide's tables.
  @Test
  void schemas() throws IOException {
    List<Path> schemas = new ArrayList<>();
    for (String module : List.of("machine", "network", "report")) {
      schemas.addAll(filesOf(Path.of("..", module, "src/main/resources"), ".*\\.schema\\.json"));
    }
    assertThat(schemas).hasSize(9);
    for (Path file : schemas) {
      speaksTheFieldsWords(file.toString(), Files.readString(file));
    }
  }

  /// Texts in the source, from which all else that is printed is made. Those of the physics and of
  /// the paper quote others.
  @Test
  void texts_in_the_source() throws IOException {
    Pattern text = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])* (?:\\\\.|[^\"\\\\\n])*\"");
    List<Path> sources = filesOf(Path.of(".."), "[A-Z]\\w+\\.java");
    sources.removeIf(file -> !file.toString().contains("src/main"));
    sources.removeIf(file -> file.toString().matches("\\.\\./(?:paper|technology)/.*"));
    assertThat(sources).hasSizeGreaterThan(400);
    for (Path file : sources) {
      String code = Files.readString(file).replaceAll("(?m)^ *//.*", "");
      speaksTheFieldsWords(
          file.toString(),
          text.matcher(code).results().map(MatchResult::group).collect(Collectors.joining("\n")));
    }
  }

  /// One line on what each shipped machine is, as the catalogue and every report show it.
  @Test
  void summaries_of_shipped_machines() throws IOException {
    List<Path> presets = filesOf(Path.of("../machine/src/main/resources"), ".*\\.yaml");
    assertThat(presets).hasSizeGreaterThan(20);
    for (Path file : presets) {
      speaksTheFieldsWords(
          file.toString(),
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith("summary:"))
              .collect(Collectors.joining()));
    }
  }

  private static List<Path> filesOf(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }
}
