package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cimlet.estimate.Estimate;
import org.cimlet.quantity.Si;
import org.cimlet.run.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/// What every report holds, whatever the run.
class HtmlReportTest {
  private static final List<String> PLOTS =
      List.of(
          "floorplan",
          "time",
          "energy",
          "roofline",
          "bandwidth",
          "chiplets",
          "batches",
          "contexts");

  static Stream<Supplier<Result>> runs() {
    return Stream.of(
        SampleRuns::llama7b,
        SampleRuns::llama7bWithAllBaselines,
        SampleRuns::packed7b,
        SampleRuns::fourChiplets,
        SampleRuns::oneChiplet,
        SampleRuns::chiplets256,
        SampleRuns::ringWithExperts,
        SampleRuns::hostileNames,
        SampleRuns::longNames,
        SampleRuns::withoutBaselines,
        SampleRuns::withoutEnergy);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void every_drawing_is_well_formed_and_there(Supplier<Result> run) {
    List<String> plots =
        Page.of(run.get()).all("svg").stream().map(svg -> svg.getAttribute("data-plot")).toList();
    assertThat(plots).isEqualTo(PLOTS);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void no_number_is_none(Supplier<Result> run) {
    String html =
        Page.of(run.get())
            .html()
            .replaceAll("Infinity (Fabric|Cache)", "")
            .replaceAll("base64,[A-Za-z0-9+/=]+", "");
    assertThat(html).doesNotContain("NaN", "Infinity");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void nothing_is_fetched_from_anywhere(Supplier<Result> run) {
    Page page = Page.of(run.get());
    for (Element element : page.all("*")) {
      for (String name : List.of("src", "href", "srcset", "action", "data", "xlink:href")) {
        assertThat(element.getAttribute(name))
            .as("%s of <%s>", name, element.getTagName())
            .matches("|#[a-z]+|data:,|data:application/gzip;base64,[A-Za-z0-9+/=]+");
      }
    }
    assertThat(page.html()).doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest");
    assertThat(page.html().replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void ids_are_unique_and_every_link_leads_to_one(Supplier<Result> run) {
    Page page = Page.of(run.get());
    List<String> ids =
        page.all("*").stream().map(e -> e.getAttribute("id")).filter(id -> !id.isEmpty()).toList();
    assertThat(ids).doesNotHaveDuplicates();
    for (Element link : page.all("a")) {
      if (link.hasAttribute("download")) {
        continue;
      }
      assertThat(ids).contains(link.getAttribute("href").substring(1));
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void every_die_and_every_wire_is_drawn_once_and_says_what_it_carries(Supplier<Result> run) {
    Result result = run.get();
    Page page = Page.of(result);
    List<Element> dies =
        page.all("g", "hit").stream()
            .filter(hit -> !hit.getAttribute("class").contains("host"))
            .toList();
    List<Element> wires = page.all("g", "wire");
    assertThat(dies).hasSize(result.plan().machine().chiplets());
    assertThat(wires).hasSize(result.plan().machine().topology().links().size() / 2);
    for (Estimate.LinkLoad load : result.estimate().links()) {
      assertThat(wires)
          .as("a wire that tells of %s", load.name())
          .anyMatch(
              wire -> title(wire).lines().anyMatch(line -> line.startsWith(load.name() + ":")));
    }
  }

  private static String title(Element group) {
    return group.getElementsByTagName("title").item(0).getTextContent();
  }

  @Test
  void the_page_for_36_chiplets_stays_below_350_kB() {
    assertThat(
            HtmlReport.of(SampleRuns.llama7bWithAllBaselines())
                .getBytes(StandardCharsets.UTF_8)
                .length)
        .isLessThan(350_000);
  }

  @Test
  void equal_runs_give_equal_bytes() {
    assertThat(HtmlReport.of(SampleRuns.packed7b()))
        .isEqualTo(HtmlReport.of(SampleRuns.packed7b()));
  }

  @Test
  void locale_and_time_zone_change_nothing() {
    String here = HtmlReport.of(SampleRuns.llama7b());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      for (String tag : List.of("ar-EG", "tr", "de-DE", "hi-IN-u-nu-deva")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        assertThat(HtmlReport.of(SampleRuns.llama7b())).as(tag).isEqualTo(here);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void hostile_names_stay_text() {
    Page page = Page.of(SampleRuns.hostileNames());
    // A control character cannot be written in XML and becomes the replacement character.
    String shown = SampleRuns.HOSTILE.replace('\u0000', '\ufffd');
    assertThat(page.all("title").getFirst().getTextContent()).startsWith(shown + " on " + shown);
    assertThat(page.all("bdi")).filteredOn(e -> e.getTextContent().equals(shown)).hasSize(4);
    assertThat(page.all("script")).hasSize(1);
    assertThat(page.html().split("<script", -1)).hasSize(2);
  }

  @Test
  void the_page_allows_no_script_but_its_own() {
    String policy = Page.of(SampleRuns.llama7b()).all("meta").get(1).getAttribute("content");
    assertThat(policy)
        .startsWith("default-src 'none';")
        .containsPattern("script-src 'sha256-[A-Za-z0-9+/]{43}='$");
  }

  @Test
  void latency_at_batch_1_and_peak_throughput_have_their_own_names() {
    Result result = SampleRuns.llama7b();
    Estimate.Decode decode = result.estimate().decode();
    List<Element> headlines = children(Page.of(result).all("dl").getFirst());
    assertThat(headlines).hasSize(5);
    assertThat(headlines.get(0).getTextContent())
        .startsWith("TPOT at batch 1" + Si.of(decode.tpotBatch1S(), "s"));
    assertThat(headlines.get(1).getTextContent())
        .startsWith(
            "Throughput at batch 1" + Si.plain(decode.throughputTokensPerS()) + " tokens/s");
    assertThat(headlines.get(2).getTextContent())
        .startsWith("Peak throughput" + Si.plain(decode.peakThroughputTokensPerS()) + " tokens/s")
        .contains("saturates at batch " + decode.saturatingBatch());
  }

  private static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
      children.add((Element) parent.getChildNodes().item(i));
    }
    return children;
  }

  @Test
  void parts_are_listed_largest_first_and_add_up_to_the_whole() {
    Result result = SampleRuns.llama7b();
    double total = result.estimate().time().stream().mapToDouble(Estimate.TimeShare::seconds).sum();
    List<String> expected =
        result.estimate().time().stream()
            .filter(share -> share.seconds() > 0)
            .sorted((a, b) -> Double.compare(b.seconds(), a.seconds()))
            .map(share -> share.resource().label() + " " + Si.of(share.seconds(), "s"))
            .toList();
    Element section = Page.of(result).byId("time");
    List<String> listed =
        elements(section, "tr").stream()
            .skip(1)
            .map(row -> elements(row, "td"))
            .map(cells -> cells.get(0).getTextContent() + " " + cells.get(1).getTextContent())
            .toList();
    assertThat(listed).isEqualTo(expected);
    assertThat(total).isCloseTo(result.estimate().decode().tpotBatch1S(), withinPercentage(1e-12));
    assertThat(section.getTextContent()).contains(Si.of(total, "s"));
  }

  @Test
  void every_technology_number_is_shown_with_its_evidence_and_source() {
    Result result = SampleRuns.llama7b();
    Page page = Page.of(result);
    List<Element> rows =
        page.all("table", "sources").stream()
            .flatMap(t -> elements(t, "tr").stream().skip(1))
            .toList();
    int numbers =
        result.plan().machine().provenance().size()
            + result.gpus().getFirst().gpu().provenance().size();
    // numbers of one mapping that were fitted together share a row
    long shown =
        rows.stream()
            .mapToLong(row -> elements(row, "td").get(1).getTextContent().split(", ").length)
            .sum();
    assertThat(shown).isEqualTo(numbers).isGreaterThan(100);
    assertThat(rows).hasSizeGreaterThan(30);
    for (Element table : page.all("table", "sources")) {
      assertThat(
              elements(table, "tr").stream()
                  .skip(1)
                  .map(row -> elements(row, "td").getFirst().getTextContent()))
          .doesNotHaveDuplicates();
    }
    assertThat(rows)
        .allSatisfy(row -> {
          List<Element> cells = elements(row, "td");
          assertThat(row.getAttribute("class"))
              .isIn("published", "derived", "calibrated", "assumed")
              .isEqualTo(cells.get(2).getTextContent());
          assertThat(cells.get(3).getTextContent()).isNotBlank();
        });
    assertThat(rows.stream().map(Element::getTextContent))
        .contains("chiplet.compute_mm28publishedHe, Mu, Chen 2024, section 2.1 (misprinted mm3)");
  }

  @Test
  void linears_are_listed_once_for_each_distinct_layer() {
    Page page = Page.of(SampleRuns.ringWithExperts());
    List<String> groups =
        elements(page.byId("linears"), "tr").stream()
            .filter(row -> row.getAttribute("class").equals("group"))
            .map(Element::getTextContent)
            .toList();
    // q, k, v, o: 1024 x (2048 + 1024 + 1024 + 2048) = 6,291,456; gated 3 x 1024 x 3072 =
    // 9,437,184.
    // Experts: 16 x 3 x 1024 x 1024 = 50,331,648, one shared 3,145,728, router 16 x 1024 = 16,384.
    assertThat(groups)
        .containsExactly(
            "2 equal layers, 0, 1: 15,728,640 weights each",
            "10 equal layers, 2 to 11: 59,785,216 weights each",
            "Outside the layers");
  }

  @Test
  void a_pruned_network_comes_with_a_warning() {
    assertThat(Page.of(SampleRuns.packed7b()).all("p", "warning")).hasSize(1);
    assertThat(Page.of(SampleRuns.llama7b()).all("p", "warning")).isEmpty();
  }

  @Test
  void without_baselines_nothing_is_compared() {
    assertThat(HtmlReport.of(SampleRuns.withoutBaselines())).doesNotContain("id=\"comparison\"");
  }

  private static List<Element> elements(Element within, String tag) {
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < within.getElementsByTagName(tag).getLength(); i++) {
      found.add((Element) within.getElementsByTagName(tag).item(i));
    }
    return found;
  }
}
