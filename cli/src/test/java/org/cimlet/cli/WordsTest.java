package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What users read speaks the field's words, in the present tense. Words that were given up stay
/// away; sources of numbers are left out, which quote others.
class WordsTest {
  private static final List<String> GIVEN_UP =
      List.of(
          "\\bhungry\\b",
          "\\b(?:fore|un)?t(?:ells?|old)\\b",
          "\\blone\\b",
          "\\bbesides?\\b",
          "\\bstreams?\\b",
          "\\b(?:many|one) streams?\\b",
          "\\bfirst token\\b",
          "\\bkeys and values\\b",
          "\\b[kMGTP]?op/s\\b",
          "\\btoken/s\\b",
          "(?m)^ *Mind\\b",
          "\\b(?:no|some)body\\b",
          "\\b(?:who|wher)ever\\b",
          "\\bat hand\\b",
          "\\bchances\\b",
          "\\blikeliest\\b",
          "\\brounds\\b",
          "\\bour fault\\b|\\bfault of ours\\b",
          "time_per_token_s|time_to_first_token|at_10k|streams_to_saturate|single_stream|saturated_");

  /// JSON key that stays: the count of weight sets of a placement.
  private static final String KEPT_KEY = "\"rounds\"";

  private static void speaksTheFieldsWords(String what, String text) {
    String read = text.replace(KEPT_KEY, "");
    for (String word : GIVEN_UP) {
      assertThat(read).as(what).doesNotContainPattern(Pattern.compile(word));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run", "catalogue", "paper", "compress", "generate", "evaluate"})
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

  @Test
  void the_readme() throws IOException {
    speaksTheFieldsWords("README.md", Files.readString(Path.of("../README.md")));
  }
}
