package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.report.html.compare.CompareHtml;
import org.cimlet.run.Comparison;
import org.cimlet.run.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Opens reports in headless Chromium: only a browser can tell that a plot has really drawn.
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
          "--disable-sync");
  private static final int PATIENCE_S = 120;

  private static Path browser = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void find_a_browser() {
    browser =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseGet(HtmlReportInBrowserTest::withoutBrowser);
  }

  private static Path withoutBrowser() {
    String message = "no browser on PATH (looked for " + String.join(", ", NAMES) + ")";
    if ("true".equals(System.getenv("CI"))) {
      fail(message + ", and CI=true asks for one");
    }
    return abort(message + ": whether the report's plots draw was not tested");
  }

  static Stream<Supplier<Result>> runs() {
    return Stream.of(
        SampleRuns::llama7bWithAllBaselines,
        SampleRuns::oneChiplet,
        SampleRuns::chiplets256,
        SampleRuns::ringWithExperts,
        SampleRuns::hostileNames,
        SampleRuns::withoutBaselines);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void every_plot_draws_and_nothing_goes_wrong(Supplier<Result> run) {
    Body body = open(HtmlReport.of(run.get()));
    assertThat(body.error()).isEmpty();
    assertThat(body.plots()).isEqualTo(8);
    assertThat(body.drawn()).isEqualTo(body.plots());
  }

  @Test
  void a_simulated_run_shows_its_timelines_too() {
    Body body = open(HtmlReport.of(SampleRuns.simulated()));
    assertThat(body.error()).isEmpty();
    assertThat(body.plots()).isEqualTo(8 + 3);
    assertThat(body.drawn()).isEqualTo(body.plots());
  }

  @Test
  void a_plot_without_anything_to_see_does_not_count() {
    String page = HtmlReport.of(SampleRuns.llama7b());
    String empty = "<svg data-plot=\"empty\"><text>text alone</text><rect/></svg>";
    String hidden =
        "<svg data-plot=\"hidden\" style=\"display:none\"><rect width=\"9\" height=\"9\"/></svg>";
    Body body = open(page.replace("<footer>", empty + hidden + "<footer>"));
    assertThat(body.plots()).isEqualTo(10);
    assertThat(body.drawn()).isEqualTo(8);
  }

  @Test
  void a_script_that_is_not_the_reports_own_is_refused_and_told() {
    String page = HtmlReport.of(SampleRuns.llama7b());
    Body body =
        open(page.replace("</body>", "<script>document.body.dataset.plots = 99</script></body>"));
    assertThat(body.error()).contains("script-src");
    assertThat(body.plots()).isEqualTo(8);
  }

  /// The library, from its jar; the jar says of which version it is.
  private static String axe() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(resource("maven/org.webjars.npm/axe-core/pom.properties")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return resource(
        "resources/webjars/axe-core/%s/axe.min.js".formatted(properties.getProperty("version")));
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            HtmlReportInBrowserTest.class.getResourceAsStream("/META-INF/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Supplier<String>> pages() {
    return Stream.of(
        () -> HtmlReport.of(SampleRuns.llama7bWithAllBaselines()),
        () -> HtmlReport.of(SampleRuns.simulated()),
        () ->
            CompareHtml.of(
                new Comparison(SampleRuns.llama7bWithAllBaselines().candidates()), "command"));
  }

  /// What axe-core finds wrong: WCAG 2.2 A and AA, and its best practices, in light and in dark.
  @ParameterizedTest
  @MethodSource("pages")
  void axe_finds_nothing(Supplier<String> page) {
    String html = page.get();
    assertThat(violations(html)).as("in light").isEmpty();
    String dark = html.replace("@media screen and (prefers-color-scheme: dark)", "@media screen");
    assertThat(dark).isNotEqualTo(html);
    assertThat(violations(dark)).as("in dark").isEmpty();
  }

  /// The policy of a page forbids other scripts than its own: it is taken out for axe.
  private String violations(String html) {
    String script =
        "<script>"
            + axe()
            + "</script><script>addEventListener('load', () => axe.run().then(found =>"
            + " {document.body.dataset.axe = found.violations.map(v => v.id + ' x ' +"
            + " v.nodes.length + ': ' + v.nodes.slice(0, 3).map(n => n.target + ' ' +"
            + " n.failureSummary).join('; ')).join(' | ') || 'nothing'; }));</script></body>";
    String dom =
        dump(
            html.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
                .replace("</body>", script));
    Matcher found = Pattern.compile("data-axe=\"([^\"]*)\"").matcher(dom);
    assertThat(found.find()).as("axe has run").isTrue();
    return found.group(1).equals("nothing") ? "" : found.group(1);
  }

  /// What the page's script wrote on the body.
  private record Body(int plots, int drawn, String error) {}

  private Body open(String html) {
    String dom = dump(html);
    Matcher body = Pattern.compile("<body([^>]*)>").matcher(dom);
    assertThat(body.find()).as("a body in what the browser made of the page:%n%s", dom).isTrue();
    String attributes = body.group(1);
    return new Body(
        Integer.parseInt(attribute(attributes, "data-plots", "-1")),
        Integer.parseInt(attribute(attributes, "data-plots-drawn", "-1")),
        attribute(attributes, "data-error", ""));
  }

  private static String attribute(String attributes, String name, String otherwise) {
    Matcher value = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(attributes);
    return value.find() ? value.group(1) : otherwise;
  }

  private String dump(String html) {
    try {
      Path file = Files.writeString(folder.resolve("report.html"), html);
      Path dom = folder.resolve("dom.html");
      List<String> command = new ArrayList<>(List.of(browser.toString()));
      command.addAll(QUIET);
      command.add("--user-data-dir=" + Files.createTempDirectory(folder, "profile"));
      if (html.contains("axe.run()")) {
        command.add("--virtual-time-budget=20000"); // it is done later than the page
      }
      command.add("--dump-dom");
      command.add(file.toUri().toString());
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(dom.toFile())
              .redirectError(folder.resolve("errors.txt").toFile())
              .start();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the browser must be done in " + PATIENCE_S + " s");
      }
      return Files.readString(dom);
    } catch (IOException e) {
      throw new AssertionError("the browser must run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the browser ran", e);
    }
  }
}
