package org.cimlet.conformance.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.Explored;
import org.cimlet.explore.FrontReport;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.report.html.explore.ExploreHtml;
import org.cimlet.run.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of an exploration in a real browser, used as a person does.
class ExplorePageTest {
  private static final String YAML =
      """
      schema: cimlet.space/1
      name: small <b>&amp; "quoted"</b>
      base: {network: gpt2, mapping: filled, context: 512}
      axes:
        compress: {values: [none, "8:32"]}
        batch: {values: [1, 16, 64]}
        machine.chiplet.macros: {from: 100, to: 600, step: 100}
        machine.chiplet.macro.clock_mhz: {from: 200, to: 1000, levels: 5}
        machine.host.memory.bandwidth_gb_s: {values: [115.2, 460.8, 921.6]}
        machine.topology:
          values:
            - {kind: mesh, rows: 4, columns: 4, host_at: [0]}
            - {kind: ring, chiplets: 12, host_at: [0]}
      objectives:
        - {maximize: peak_throughput_tokens_per_s}
        - {minimize: energy_per_token_j}
        - {minimize: tpot_batch1_s}
        - {minimize: area_mm2}
      limits: [{metric: tpot_s, at_most: 0.002}]
      refine: {engine: simulate, most: 3, tokens: 40}
      """;

  @TempDir private static Path temp;

  private static FrontReport report;
  private static Path page = Path.of("");

  @BeforeAll
  static void explore() throws Exception {
    Browser.executable();
    Space space = SpaceReader.parse("small.yaml", YAML);
    Path folder = temp.resolve("it's here");
    report =
        Exploration.explore(
            space,
            new Exploration.Place(folder, false, YAML),
            2,
            Exploration.Shard.WHOLE,
            standing -> {});
    page = Files.writeString(folder.resolve("explore.html"), ExploreHtml.of(Explored.read(folder)));
  }

  @AfterAll
  static void forget() {
    page = Path.of("");
  }

  private static Browser open() {
    Browser browser = Browser.open(page.toUri().toString(), 1300, 900);
    browser.until("document.body.dataset.plotsDrawn");
    return browser;
  }

  private static int count(Browser browser, String selector) {
    return Integer.parseInt(
        browser.ask("String(document.querySelectorAll('" + selector + "').length)"));
  }

  @Test
  void every_picture_draws_in_light_dark_print_and_on_a_phone() {
    try (Browser browser = open()) {
      for (String medium : new String[] {"screen", "print"}) {
        for (String scheme : new String[] {"light", "dark"}) {
          for (int width : new int[] {1300, 390}) {
            browser.media(medium, scheme);
            browser.size(width, 900);
            browser.go(page.toUri().toString());
            browser.until("document.body.dataset.plotsDrawn");
            String at = medium + " " + scheme + " " + width;
            assertThat(browser.ask("document.body.dataset.error ?? ''")).as(at).isEmpty();
            // front, parallel coordinates, a chart for each of six axes, heat map
            assertThat(browser.ask("document.body.dataset.plots")).as(at).isIn("9", "10");
            assertThat(browser.ask("document.body.dataset.plotsDrawn"))
                .as(at)
                .isEqualTo(browser.ask("document.body.dataset.plots"));
            assertThat(browser.ask("String(document.documentElement.scrollWidth <= innerWidth)"))
                .as("nothing is wider than the window, %s", at)
                .isEqualTo("true");
          }
        }
      }
      assertThat(browser.requests())
          .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
    }
  }

  @Test
  void designs_that_were_answered_by_events_are_joined_to_their_estimates() {
    try (Browser browser = open()) {
      assertThat(browser.ask("document.querySelector('#by-events').textContent"))
          .startsWith("3 designs of the front were answered again event by event, 40 tokens each.")
          .contains("Peak throughput 1");
      String marks = "#front svg g[aria-label=%s] path";
      assertThat(count(browser, marks.formatted("link"))).isEqualTo(3);
      assertThat(browser.ask("document.querySelector('#table tbody').textContent"))
          .contains("by events ");
      browser.ask(
          "[...document.querySelectorAll('#front .tick-box')]"
              + ".find(box => box.textContent === 'By events').querySelector('input').click()");
      assertThat(count(browser, marks.formatted("link"))).isEqualTo(0);
    }
  }

  @Test
  void a_design_is_chosen_by_a_click_and_by_arrows_and_its_command_copied() {
    try (Browser browser = open()) {
      browser.click("#front svg g[aria-label=dot] circle[r='4']");
      browser.until("document.querySelector('.chosen h3')");
      String clicked = browser.ask("document.querySelector('.chosen h3').firstChild.textContent");
      assertThat(report.members()).anyMatch(member -> clicked.equals("Design " + member.design()));

      browser.ask("document.querySelector('#front .chart').focus()");
      browser.press("ArrowLeft", 37, 0);
      browser.until(
          "document.querySelector('.chosen h3').firstChild.textContent !== '" + clicked + "'");
      String number =
          browser
              .ask("document.querySelector('.chosen h3').firstChild.textContent")
              .replace("Design ", "");
      assertThat(browser.ask("document.querySelector('#table tr.own').dataset.design"))
          .isEqualTo(number);
      assertThat(browser.ask("document.querySelector('#front [aria-live]').textContent"))
          .contains("Design " + number);

      browser.click(".chosen button.copy");
      browser.until("document.body.dataset.copied");
      assertThat(browser.ask("document.body.dataset.copied"))
          .isEqualTo(
              "./cimlet explore '%s/space.yaml' --design %s --out machine-%s.yaml"
                  .formatted(page.getParent().toString().replace("'", "'\\''"), number, number));
    }
  }

  @Test
  void the_foot_says_how_to_make_it_again() throws IOException {
    assertThat(Files.readString(page))
        .contains("Cimlet " + Version.NUMBER + ": cimlet explore space.yaml")
        .contains(report.space().identity());
  }

  @Test
  void a_brush_keeps_what_is_within_it_everywhere() {
    try (Browser browser = open()) {
      int all = report.members().size();
      assertThat(count(browser, "#table tbody tr")).isEqualTo(Math.min(50, all));
      browser.dragDown("#parallel .strip[data-dimension=axis0]", 0.02, 0.4);
      browser.until("!document.querySelector('#clear-brushes').hidden");
      long packed =
          report.members().stream().filter(member -> member.words().contains("8:32")).count();
      assertThat(packed).isPositive().isLessThan(all);
      assertThat(browser.ask("document.querySelector('#kept').textContent"))
          .startsWith("%s of the %s designs".formatted(packed, all));
      assertThat(count(browser, "#table tbody tr")).isEqualTo((int) Math.min(50, packed));
      assertThat(count(browser, "#front circle[r=\"4\"]")).isEqualTo((int) packed);
      browser.click("#clear-brushes");
      browser.until("document.querySelector('#clear-brushes').hidden");
      assertThat(count(browser, "#table tbody tr")).isEqualTo(Math.min(50, all));
      assertThat(browser.ask("document.body.dataset.error ?? ''")).isEmpty();
    }
  }
}
