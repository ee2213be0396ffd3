package org.cimlet.conformance.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.cimlet.compile.Parallelism;
import org.cimlet.conformance.ServedSample;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.Explored;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.report.html.HtmlReport;
import org.cimlet.report.html.ServeHtml;
import org.cimlet.report.html.compare.CompareHtml;
import org.cimlet.report.html.explore.ExploreHtml;
import org.cimlet.run.Comparison;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.cimlet.studio.Studio;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What axe-core finds wrong with every kind of page: WCAG 2.2 A and AA, and its best practices, in
/// light; in dark what depends on colours. Rows of a long table are made alike: the first are
/// looked at. Nothing is wider than the window, on a phone too, and no table scrolls sideways
/// there; every die is reached by keys and says what pointing at it says. On paper no table is cut
/// within a row, and pages are filled.
class AccessiblePagesTest {
  private static final String KEEP_FIRST_ROWS =
      "document.querySelectorAll('tbody')"
          + ".forEach(body => [...body.rows].slice(16).forEach(row => row.remove()))";
  private static final String FOUND =
      """
      axe.run(document, { resultTypes: ['violations'], %s }).then(found => found.violations
        .map(v => v.id + ' x ' + v.nodes.length + ': '
          + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join('; ')).join(' | '))
      """;

  /// Whether every die takes the focus, and the first then says of which die it tells.
  private static final String DIE_BY_KEYS =
      """
      (() => {
        const dies = [...document.querySelectorAll('.hit')];
        if (dies.length === 0) return true;
        dies[0].focus();
        const tip = document.getElementById('tip');
        return dies.every(die => die.tabIndex === 0)
          && !tip.hidden && tip.textContent === dies[0].getAttribute('aria-label');
      })()
      """;

  /// What is wrong on paper: rows of a table are whole, its head stands on every page, no page is
  /// begun by force, and no more than two thirds of a page is kept whole but drawings, so that
  /// pages are filled.
  private static final String WRONG_ON_PAPER =
      """
      (() => {
        const all = [...document.querySelectorAll('body *')];
        const style = part => getComputedStyle(part);
        const kept = part => style(part).breakInside === 'avoid';
        const heads = [...document.querySelectorAll('thead')];
        return [
          [...document.querySelectorAll('tr')].every(kept) ? '' : 'a row may be cut',
          heads.every(head => style(head).display === 'table-header-group') ? '' : 'a head is left',
          all.some(part => style(part).breakBefore === 'page') ? 'a page is begun by force' : '',
          all.some(part => kept(part) && !part.closest('.plot') && part.offsetHeight > 700)
            ? 'a long part is kept whole' : '',
        ].filter(text => text).join(', ');
      })()
      """;

  /// An A4 page within its margins, in pixels of a 96th of an inch.
  private static final int PAPER_WIDTH = 718;

  private static final int PAPER_HEIGHT = 1047;

  @TempDir private static Path folder;

  @BeforeAll
  static void find_a_browser() {
    Browser.executable();
  }

  private static Job job(String network, String machine, int batch, String... baselines) {
    return Job.of(network, machine)
        .batch(batch)
        .mapping(Parallelism.FILLED)
        .baselines(baselines)
        .build();
  }

  private static Result answered(Job job) {
    return new Runner().run(job);
  }

  @Test
  void a_report() throws IOException {
    String[] gpus = {"h100", "h200", "a100", "mi250x", "mi300x", "ascend-910", "ascend-910b"};
    Job job = job("llama-2-7b", "comb-200mb-36", 64, gpus).toBuilder().uncertainty(20).build();
    look("report", HtmlReport.of(answered(job)));
  }

  @Test
  void a_report_of_a_simulated_package_of_two_kinds_of_dies() throws IOException {
    Job job = job("gpt2", "comb-200mb-36-aim-36", 3, "h100");
    Job simulated = job.toBuilder().engine(new Engine.Events(3, 1, true)).build();
    look("simulated", HtmlReport.of(answered(simulated)));
  }

  @Test
  void a_comparison() throws IOException {
    Comparison comparison =
        new Comparison(answered(job("llama-2-7b", "comb-200mb-36", 64, "h100")).candidates());
    look("compare", CompareHtml.of(comparison, "command"));
  }

  @Test
  void what_was_served() throws IOException {
    look("serve", ServeHtml.of(ServedSample.result(1)));
  }

  @Test
  void an_exploration_and_the_studio() throws IOException {
    String yaml =
        """
        schema: cimlet.space/1
        name: few
        base: {network: gpt2, mapping: filled, context: 512}
        axes:
          batch: {values: [1, 16]}
          machine.chiplet.macros: {values: [600, 700]}
        objectives: [{maximize: peak_throughput_tokens_per_s}, {minimize: area_mm2}]
        """;
    Path few = folder.resolve("few");
    Exploration.explore(
        SpaceReader.parse("few.yaml", yaml),
        new Exploration.Place(few, false, yaml),
        1,
        Exploration.Shard.WHOLE,
        standing -> {});
    look("explore", ExploreHtml.of(Explored.read(few)));
    try (Studio studio = Studio.serve(folder, 0, "test");
        Browser browser = Browser.open(studio.address(), 1280, 900)) {
      look(browser, "document.body.dataset.answered");
    }
  }

  private static void look(String name, String html) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".html"), html);
    try (Browser browser = Browser.open(file.toUri().toString(), 1280, 900)) {
      look(browser, "document.body.dataset.plotsDrawn");
      if (name.equals("explore")) {
        return; // its table has a column for every axis, and scrolls
      }
      browser.until(
          "[...document.querySelectorAll('.scroll')].every(part => part.scrollWidth <="
              + " part.clientWidth + 1)");
      assertThat(browser.ask(DIE_BY_KEYS)).as("a die that has the focus").isEqualTo("true");
      browser.media("print", "light");
      browser.size(PAPER_WIDTH, PAPER_HEIGHT);
      assertThat(browser.ask(WRONG_ON_PAPER)).as("on paper").isEmpty();
    }
  }

  private static void look(Browser browser, String isThere) {
    browser.until(isThere);
    browser.ask(axe());
    browser.ask(KEEP_FIRST_ROWS);
    assertThat(browser.ask(FOUND.formatted(""))).as("in light").isEmpty();
    browser.media("screen", "dark");
    assertThat(browser.ask(FOUND.formatted("runOnly: ['color-contrast', 'link-in-text-block']")))
        .as("in dark")
        .isEmpty();
    for (int width : new int[] {1280, 390}) {
      browser.size(width, 900);
      browser.until("document.documentElement.scrollWidth <= innerWidth"); // charts follow later
    }
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
            AccessiblePagesTest.class.getResourceAsStream("/META-INF/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
