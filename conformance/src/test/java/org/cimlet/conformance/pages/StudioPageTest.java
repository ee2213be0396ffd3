package org.cimlet.conformance.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.Explored;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.machine.MachineReader;
import org.cimlet.report.html.explore.ExploreHtml;
import org.cimlet.studio.Studio;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The studio in a real browser, used as a person does.
class StudioPageTest {
  private static final String YAML =
      """
      schema: cimlet.space/1
      name: few
      base: {network: gpt2, mapping: filled, context: 512}
      axes:
        batch: {values: [1, 16]}
        machine.chiplet.macros: {values: [600, 700]}
      objectives: [{maximize: peak_throughput_tokens_per_s}, {minimize: area_mm2}]
      """;

  @TempDir private static Path folder;

  private static Studio studio;
  private Browser browser;

  @BeforeAll
  static void serve() throws IOException {
    Browser.executable();
    Space space = SpaceReader.parse("few.yaml", YAML);
    Path few = folder.resolve("few");
    Exploration.explore(
        space, new Exploration.Place(few, false, YAML), 1, Exploration.Shard.WHOLE, standing -> {});
    Files.writeString(few.resolve("explore.html"), ExploreHtml.of(Explored.read(few)));
    studio = Studio.serve(folder, 0, "test");
  }

  @AfterAll
  static void end() {
    studio.close();
  }

  @BeforeEach
  void open() {
    browser = Browser.open(studio.address(), 1400, 900);
    answered();
  }

  @AfterEach
  void close() {
    assertThat(browser.ask("document.body.dataset.error ?? ''")).isEmpty();
    assertThat(browser.requests())
        .allMatch(url -> url.startsWith(studio.address()) || url.startsWith("data:"));
    browser.close();
  }

  private void answered() {
    browser.until(
        "document.body.dataset.answered &&"
            + " !document.querySelector('.status').textContent.startsWith('Running')");
  }

  private String figure(String name) {
    return browser.ask(
        "document.querySelector('[data-figure=\"%s\"] .figure')?.textContent ?? ''"
            .formatted(name));
  }

  private void set(String field, String value) {
    String before = browser.ask("document.body.dataset.answered");
    browser.click("[name=" + field + "]");
    browser.ask("document.querySelector('[name=" + field + "]').select()");
    browser.type(value);
    browser.until("document.body.dataset.answered !== '" + before + "'");
    answered();
  }

  /// Selects a text in the editor as a search does, and types over it.
  private void edit(String text, String other) {
    String before = browser.ask("document.body.dataset.answered");
    browser.click(".cm-content");
    browser.ask(
        """
        (() => {
          const walker = document.createTreeWalker(document.querySelector('.cm-content'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf('%s');
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + %s); return; }
          }
          throw new Error('not in view: %s');
        })()
        """
            .formatted(text, text.length(), text));
    browser.until("getSelection().toString() === '" + text + "'");
    browser.type(other);
    browser.until("document.body.dataset.answered !== '" + before + "'");
    answered();
  }

  @Test
  void a_number_that_changes_changes_the_figures_and_the_command() {
    String area = figure("Area");
    assertThat(area).isEqualTo("11,088 mm²");
    set("batch", "16");
    assertThat(browser.ask("document.querySelector('#command').textContent"))
        .startsWith("./cimlet run llama-2-7b --machine comb-200mb-36 ")
        .contains(" --batch 16 ");
    String tpot = figure("TPOT at batch 1");
    browser.click("#base");
    edit("500", "250"); // the clock of the macros, in MHz
    assertThat(figure("TPOT at batch 1")).isNotEqualTo(tpot);
    assertThat(figure("Area")).isEqualTo(area);
    assertThat(browser.ask("document.querySelector('#figures .worse')?.textContent ?? ''"))
        .contains("worse");
    assertThat(browser.ask("document.querySelector('#file-state').textContent"))
        .isEqualTo("changed, not a file yet");
    assertThat(browser.ask("document.querySelector('#command').textContent"))
        .contains("--machine ./comb-200mb-36.yaml ");
  }

  @Test
  void what_is_wrong_is_marked_where_it_is_and_figures_stay() {
    String tpot = figure("TPOT");
    edit("macros", "macross");
    assertThat(browser.ask("document.querySelector('.faults').textContent"))
        .contains("comb-200mb-36.yaml:")
        .contains("did you mean macros");
    browser.until("document.querySelector('.cm-lintRange-error')");
    assertThat(browser.ask("document.querySelector('.cm-lintRange-error').textContent"))
        .isEqualTo("macross");
    assertThat(figure("TPOT")).isEqualTo(tpot);
    set("batch", "none");
    edit("macross", "macros");
    assertThat(browser.ask("document.querySelector('.faults').textContent"))
        .contains("--batch must be a whole number above 0, got none");
  }

  @Test
  void keys_are_completed_by_the_schema() {
    browser.click(".cm-content");
    edit("macros", "mac");
    browser.press("Escape", 27, 0);
    browser.call(
        "Input.dispatchKeyEvent",
        java.util.Map.of(
            "type",
            "rawKeyDown",
            "key",
            " ",
            "code",
            "Space",
            "windowsVirtualKeyCode",
            32,
            "modifiers",
            2));
    browser.until("document.querySelector('.cm-tooltip-autocomplete')");
    assertThat(browser.ask("document.querySelector('.cm-tooltip-autocomplete').textContent"))
        .contains("macros")
        .contains("macro");
  }

  @Test
  void a_design_of_an_exploration_becomes_the_machine() {
    browser.click("#tab-explorations");
    browser.until("document.querySelector('iframe[data-exploration]')");
    String before = browser.ask("document.body.dataset.answered");
    browser.askInFrame("api/exploration", "document.querySelector('#table tbody button').click()");
    browser.askInFrame("api/exploration", "document.querySelector('button.open').click()");
    browser.until("document.body.dataset.answered !== '" + before + "'");
    answered();
    assertThat(browser.ask("document.querySelector('[name=batch]').value")).isIn("1", "16");
    assertThat(browser.ask("document.querySelector('#command').textContent"))
        .startsWith("./cimlet run gpt2 --machine ./machine-");
  }

  @Test
  void results_are_pinned_and_compared() {
    browser.click("#pin");
    set("batch", "8");
    browser.click("#pin");
    browser.click("#tab-pinned");
    browser.until("document.querySelectorAll('.pins li').length === 2");
    browser.until("document.querySelector('iframe[title=Comparison]')");
    assertThat(browser.ask("document.querySelector('#tab-pinned').textContent"))
        .isEqualTo("Pinned (2)");
    assertThat(browser.askInFrame("api/compare", "document.querySelector('h1').textContent"))
        .isEqualTo("2 systems compared");
  }

  @Test
  void a_file_is_saved_and_never_replaced_unasked() throws IOException {
    Path mine = folder.resolve("mine.yaml");
    browser.ask("window.prompt = () => 'mine.yaml'; window.confirm = () => false; ''");
    browser.click("#save");
    browser.until("document.querySelector('#file-state').textContent === 'saved'");
    assertThat(Files.readString(mine)).isEqualTo(MachineReader.text("comb-200mb-36"));
    Files.writeString(mine, "# another's\n");
    edit("1250", "1000");
    browser.click("#save");
    browser.ask("new Promise(done => setTimeout(done, 400))");
    assertThat(Files.readString(mine)).isEqualTo("# another's\n");
    browser.ask("window.confirm = () => true; ''");
    browser.click("#save");
    browser.until("document.querySelector('#file-state').textContent === 'saved'");
    assertThat(Files.readString(mine)).contains("macros: 1000");
  }
}
