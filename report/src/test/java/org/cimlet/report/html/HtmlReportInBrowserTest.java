package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Opens reports in headless Chromium: only a browser can tell that a plot has really drawn. It
/// starts once, with all reports in frames of one page.
class HtmlReportInBrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--allow-file-access-from-files", // the page reads what its frames say
          "--virtual-time-budget=2000", // a refused script is told of in a task after loading
          "--dump-dom");
  private static final int PATIENCE_S = 120;
  private static final Pattern FRAME = Pattern.compile("<iframe src=\"(\\w+)\\.html\" ([^>]*)>");
  private static final String READ_FRAMES =
      """
      <script>addEventListener('load', () => setTimeout(() => {
        for (const frame of document.querySelectorAll('iframe')) {
          const { plots, plotsDrawn, error } = frame.contentDocument.body.dataset;
          Object.assign(frame.dataset, { plots, drawn: plotsDrawn, error: error ?? '' });
        }
      }, 1000));</script>
      """;

  @TempDir private static Path folder;

  private static final Map<String, Body> BODIES = new HashMap<>();

  /// What a report's script wrote on its body.
  private record Body(int plots, int drawn, String error) {}

  @BeforeAll
  static void open_all() throws IOException {
    Path browser =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .flatMap(path -> NAMES.stream().map(name -> Path.of(path, name)))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseGet(HtmlReportInBrowserTest::withoutBrowser);
    StringBuilder frames = new StringBuilder("<!DOCTYPE html><body>" + READ_FRAMES);
    for (Map.Entry<String, String> page : pages().entrySet()) {
      Files.writeString(folder.resolve(page.getKey() + ".html"), page.getValue());
      frames.append(
          "<iframe src=\"%s.html\" width=\"1280\" height=\"900\"></iframe>"
              .formatted(page.getKey()));
    }
    Path all = Files.writeString(folder.resolve("all.html"), frames);
    Matcher frame = FRAME.matcher(dump(browser, all));
    while (frame.find()) {
      BODIES.put(
          frame.group(1),
          new Body(
              Integer.parseInt(attribute(frame.group(2), "data-plots")),
              Integer.parseInt(attribute(frame.group(2), "data-drawn")),
              attribute(frame.group(2), "data-error")));
    }
  }

  private static Path withoutBrowser() {
    String message = "no browser on PATH (looked for " + String.join(", ", NAMES) + ")";
    if ("true".equals(System.getenv("CI"))) {
      fail(message + ", and CI=true asks for one");
    }
    return abort(message + ": whether the report's plots draw was not tested");
  }

  private static Map<String, String> pages() {
    String usual = HtmlReport.of(SampleRuns.llama7b());
    String empty = "<svg data-plot=\"empty\"><text>text alone</text><rect/></svg>";
    String hidden =
        "<svg data-plot=\"hidden\" style=\"display:none\"><rect width=\"9\" height=\"9\"/></svg>";
    String script = "<script>document.body.dataset.plots = 99</script>";
    return Map.of(
        "baselines", HtmlReport.of(SampleRuns.llama7bWithAllBaselines()),
        "alone", HtmlReport.of(SampleRuns.withoutBaselines()),
        "one", HtmlReport.of(SampleRuns.oneChiplet()),
        "many", HtmlReport.of(SampleRuns.chiplets256()),
        "ring", HtmlReport.of(SampleRuns.ringWithExperts()),
        "hostile", HtmlReport.of(SampleRuns.hostileNames()),
        "simulated", HtmlReport.of(SampleRuns.simulated()),
        "nothing", usual.replace("<footer>", empty + hidden + "<footer>"),
        "foreign", usual.replace("</body>", script + "</body>"));
  }

  private static Body body(String page) {
    return Objects.requireNonNull(BODIES.get(page), page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"baselines", "alone", "one", "many", "ring", "hostile"})
  void every_plot_draws_and_nothing_goes_wrong(String page) {
    assertThat(body(page)).isEqualTo(new Body(8, 8, ""));
  }

  @Test
  void a_simulated_run_shows_its_timelines_too() {
    assertThat(body("simulated")).isEqualTo(new Body(8 + 3, 8 + 3, ""));
  }

  @Test
  void a_plot_without_anything_to_see_does_not_count() {
    assertThat(body("nothing")).isEqualTo(new Body(10, 8, ""));
  }

  @Test
  void a_script_that_is_not_the_reports_own_is_refused_and_told() {
    assertThat(body("foreign").error()).contains("script-src");
    assertThat(body("foreign").plots()).isEqualTo(8);
  }

  private static String attribute(String attributes, String name) {
    Matcher value = Pattern.compile(name + "=\"([^\"]*)\"").matcher(attributes);
    assertThat(value.find()).as("%s in %s", name, attributes).isTrue();
    return value.group(1);
  }

  private static String dump(Path browser, Path page) throws IOException {
    Path dom = folder.resolve("dom.txt");
    List<String> command = new ArrayList<>(List.of(browser.toString()));
    command.addAll(QUIET);
    command.add("--user-data-dir=" + folder.resolve("profile"));
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the browser must be done in " + PATIENCE_S + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the browser ran", e);
    }
    return Files.readString(dom);
  }
}
