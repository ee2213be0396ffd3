package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cimlet.compile.WeightStorage;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Si;
import org.cimlet.report.JsonReport;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.terminal.Ink;
import org.cimlet.report.terminal.TerminalReport;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Timeline;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/// Faults that readers saw in reports, each by its name. Those that only a browser can tell are in
/// `AccessiblePagesTest`.
class PageFaultsTest {
  private static final Result AIM = answered("llama-2-7b", "comb-200mb-36-aim-36");
  private static final Result SIMULATED = SampleRuns.simulated();

  private static Result answered(String network, String machine) {
    return new Runner().run(Job.of(network, machine).baselines("h100").build());
  }

  private static String terminal(Result result) {
    return TerminalReport.of(result, new Ink(false));
  }

  private static List<Element> within(Element parent, String tag) {
    return IntStream.range(0, parent.getElementsByTagName(tag).getLength())
        .mapToObj(i -> (Element) parent.getElementsByTagName(tag).item(i))
        .toList();
  }

  @Test
  void a_package_whose_dies_keep_keys_and_values_tells_of_no_host_memory_for_them() {
    Page page = Page.of(AIM);
    assertThat(page.html())
        .doesNotContain("KV cache its host reads", "host memory, achieved")
        .contains("KV cache: in dies");
    assertThat(terminal(AIM))
        .contains("36 GDDR6-AiM for KV cache")
        .doesNotContain("KV cache 537 MB");
  }

  @Test
  void text_in_the_host_box_does_not_lie_over_text() {
    for (Result result : List.of(AIM, SampleRuns.llama7b(), answered("demo", "fudan-28nm"))) {
      Page page = Page.of(result);
      List<Element> names = page.all("text", "gauge");
      List<Element> figures = page.all("text", "gauge-value");
      assertThat(names).hasSameSizeAs(figures).isNotEmpty();
      for (int i = 0; i < names.size(); i++) {
        double end = at(names.get(i), "x") + width(names.get(i));
        assertThat(end)
            .as("%s %s", names.get(i).getTextContent(), figures.get(i).getTextContent())
            .isLessThan(at(figures.get(i), "x") - width(figures.get(i)));
      }
    }
  }

  private static double at(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static double width(Element text) {
    return Svg.textWidth(text.getTextContent(), at(text, "font-size"));
  }

  @Test
  void dies_of_each_kind_have_numbers_of_their_own() {
    Page page = Page.of(AIM);
    List<String> dies =
        page.all("g", "hit").stream()
            .filter(hit -> !hit.getAttribute("class").contains("host"))
            .map(hit -> within(hit, "title").getFirst().getTextContent().split(",", 2)[0])
            .toList();
    assertThat(dies)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("chiplet", "GDDR6-AiM")
                .flatMap(kind -> IntStream.range(0, 36).mapToObj(i -> kind + i))
                .toList());
    List<String> drawn = new ArrayList<>();
    page.all("text", "number").forEach(number -> drawn.add(number.getTextContent()));
    assertThat(drawn).contains("0", "35").doesNotContain("36", "71");
    assertThat(JsonReport.of(AIM))
        .contains("chiplet35>", ">GDDR6-AiM35")
        .doesNotContain("chiplet36");
    assertThat(terminal(AIM)).contains("attention memory (GDDR6-AiM0");
  }

  @Test
  void numbers_of_dies_lie_over_the_bars_of_links() {
    Element floorplan =
        Page.of(AIM).all("svg").stream()
            .filter(svg -> svg.getAttribute("data-plot").equals("floorplan"))
            .findFirst()
            .orElseThrow();
    List<String> order =
        within(floorplan, "*").stream()
            .map(element -> element.getAttribute("class").split(" ", 2)[0])
            .filter(css -> css.equals("wire") || css.equals("number") || css.equals("value"))
            .toList();
    assertThat(order.lastIndexOf("wire")).isPositive().isLessThan(order.indexOf("number"));
    assertThat(order.indexOf("value")).isGreaterThan(order.lastIndexOf("wire"));
  }

  /// Attention in the host's memory fills a layer; other steps are too short for their names.
  @Test
  void every_step_of_a_layer_has_its_name_however_short_it_is() {
    Timeline layer = SIMULATED.recorded().orElseThrow().layer();
    Page page = Page.of(SIMULATED);
    Element drawing =
        page.all("svg").stream()
            .filter(svg -> svg.getAttribute("data-plot").equals("timeline-layer"))
            .findFirst()
            .orElseThrow();
    List<String> names =
        within(drawing, "text").stream()
            .filter(text -> text.getAttribute("class").equals("small"))
            .map(Element::getTextContent)
            .toList();
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            layer.bands().stream().map(Timeline.Band::name).toList());
    assertThat(List.of("zoom-1", "zoom-4", "zoom-16")).allSatisfy(page::byId);
  }

  @Test
  void evidence_is_counted_alike_by_page_and_terminal() {
    Page page = Page.of(AIM);
    String terminal = terminal(AIM).replaceAll("\\s+", " ");
    for (Evidence evidence : Evidence.values()) {
      String shown =
          within(page.byId("provenance"), "label").stream()
              .map(Element::getTextContent)
              .filter(text -> text.startsWith(evidence.label()))
              .findFirst()
              .orElseThrow();
      String[] words = shown.split(" ", -1);
      assertThat(terminal).contains(words[1] + " " + words[0]);
    }
  }

  @Test
  void every_number_of_a_system_is_listed_once() {
    for (Result result : List.of(AIM, answered("demo", "fudan-28nm"))) {
      List<Element> systems = within(Page.of(result).byId("provenance"), "details");
      assertThat(keys(systems.getFirst())).contains("process.node_nm");
      systems.forEach(system -> assertThat(keys(system)).doesNotHaveDuplicates());
    }
  }

  private static List<String> keys(Element system) {
    return within(system, "code").stream().map(Element::getTextContent).toList();
  }

  @Test
  void no_row_is_all_zero() {
    for (Result result : List.of(AIM, answered("demo", "fudan-28nm"))) {
      Page page = Page.of(result);
      for (String section : List.of("time", "energy", "ceilings")) {
        for (Element row : within(page.byId(section), "tr")) {
          assertThat(within(row, "td").stream().map(Element::getTextContent))
              .as(section)
              .noneMatch(text -> text.matches("0(\\.0+)?( .*)?"));
        }
      }
    }
  }

  @Test
  void ticks_of_axes_end_in_no_zeros_that_say_nothing() {
    Result drawn = new Runner().run(Job.of("llama-2-7b", "comb-200mb-36").uncertainty(100).build());
    List<String> ticks = new ArrayList<>();
    for (Result result : List.of(drawn, AIM, SIMULATED)) {
      for (Element svg : Page.of(result).all("svg")) {
        if (!List.of("floorplan", "timeline-layer").contains(svg.getAttribute("data-plot"))) {
          within(svg, "text").stream()
              .filter(text -> text.getAttribute("class").equals("tick"))
              .filter(text -> text.getAttribute("text-anchor").equals("middle"))
              .forEach(text -> ticks.add(text.getTextContent()));
        }
      }
    }
    assertThat(ticks).contains("0.5 ×").hasSizeGreaterThan(50);
    assertThat(ticks).noneMatch(tick -> tick.matches("[0-9,]*\\.[0-9]*0( .*)?"));
  }

  @Test
  void a_network_that_is_stored_pruned_is_not_warned_of_as_ruined() {
    Packing packing = new Packing(8, 8, 32);
    WeightStorage stored = new WeightStorage(packing, Packing.dense(8), true);
    WeightStorage asked = new WeightStorage(packing, Packing.dense(8));
    for (WeightStorage storage : List.of(stored, asked)) {
      Result result =
          new Runner().run(Job.of("demo", "fudan-28nm").weights(storage).baselines("none").build());
      assertThat(HtmlReport.of(result).contains("a network is ruined")).isEqualTo(storage == asked);
      assertThat(terminal(result).replaceAll("\\s+", " ").contains("a network is ruined"))
          .isEqualTo(storage == asked);
    }
  }

  @Test
  void events_are_counted_alike_by_terminal_json_and_page() {
    Matcher json = Pattern.compile("\"events\" : (\\d+)").matcher(JsonReport.of(SIMULATED));
    assertThat(json.find()).isTrue();
    String said = Si.grouped(Long.parseLong(json.group(1))) + " events";
    assertThat(terminal(SIMULATED).replaceAll("\\s+", " ")).contains(said);
    assertThat(Page.of(SIMULATED).byId("simulation").getTextContent()).contains(said);
  }

  @Test
  void a_tail_that_is_no_longer_than_the_median_is_not_told_as_one() {
    String said = terminal(SIMULATED).replaceAll("\\s+", " ");
    Matcher median =
        Pattern.compile("TPOT p50(?: and p99 (\\S+ \\S+);| (\\S+ \\S+), p99 (\\S+ \\S+);)")
            .matcher(said);
    assertThat(median.find()).as(said).isTrue();
    assertThat(String.valueOf(median.group(2))).isNotEqualTo(median.group(3));
    assertThat(said.toLowerCase(Locale.ROOT)).doesNotContain("one token in a hundred");
  }

  @Test
  void reports_are_as_wide_as_the_terminal_from_80_to_200() {
    for (int columns : new int[] {40, 80, 132, 200, 500}) {
      int width = Math.clamp(columns, 80, 200);
      int widest =
          TerminalReport.of(SampleRuns.llama7b(), new Ink(false, columns))
              .lines()
              .mapToInt(String::length)
              .max()
              .orElseThrow();
      assertThat(widest).as("at %s columns", columns).isLessThanOrEqualTo(width);
      assertThat(widest).as("at %s columns", columns).isGreaterThan(width - 12);
    }
  }
}
