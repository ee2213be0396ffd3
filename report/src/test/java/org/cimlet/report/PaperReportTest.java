package org.cimlet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.cimlet.paper.PaperTable;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Expectation;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.paper.row.Printed;
import org.cimlet.paper.row.Section;
import org.cimlet.paper.row.Status;
import org.cimlet.report.terminal.PaperTerminal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PaperReportTest {
  private static final int COLUMNS = 112;
  private static final String REASON =
      "the figure is right in bytes and the label is not, which takes more than one line to say in"
          + " a terminal of this width";
  private static final PaperRow STREAM =
      new PaperRow(
          Section.BANDWIDTH_WALL,
          "bandwidth to stream the weights",
          new Printed("64", Printed.Bound.NONE),
          "Tbit/s",
          518.08043,
          Basis.WALL,
          Status.CORRECTED,
          REASON,
          new Expectation(518.05, 518.15));
  private static final PaperRow LATENCY =
      new PaperRow(
          Section.CHIP,
          "latency on enwik8",
          new Printed("841", Printed.Bound.NONE),
          "ms",
          null,
          null,
          Status.NOT_REPRODUCIBLE,
          "the workload is not stated",
          null);
  private static final PaperRow BROKEN =
      new PaperRow(
          Section.CHIP,
          "area efficiency",
          new Printed("0.85", Printed.Bound.NONE),
          "TOPS/mm²",
          0.125,
          Basis.MACHINE,
          Status.REPRODUCED,
          "",
          new Expectation(0.845, 0.855));

  @Test
  void aLineHoldsWhatIsPrintedAndWhatIsComputed() {
    assertThat(PaperTerminal.of(List.of(STREAM), false).lines())
        .anySatisfy(line ->
            assertThat(line)
                .matches(
                    " *bandwidth to stream the weights +64 +518\\.1 Tbit/s +8\\.10 +corrected"
                        + " +wall"));
  }

  @Test
  void columnsStandUnderTheirHeads() {
    List<String> lines = PaperTerminal.of(List.of(STREAM), false).lines().toList();
    String head = line(lines, " printed computed ");
    String row = line(lines, "bandwidth to stream");
    assertThat(row.indexOf("corrected")).isEqualTo(head.indexOf("status"));
    assertThat(row.indexOf("wall")).isEqualTo(head.indexOf("by"));
    assertThat(row.indexOf("64") + 2).isEqualTo(head.indexOf("printed") + "printed".length());
    assertThat(row.indexOf("518.1") + 5).isEqualTo(head.indexOf("computed") + "computed".length());
    assertThat(row.indexOf("8.10") + 4).isEqualTo(head.indexOf("ratio") + "ratio".length());
  }

  private static String line(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
  }

  @Test
  void reasonsAreWrappedBetweenWords() {
    String text = PaperTerminal.of(List.of(STREAM, LATENCY), false);
    assertThat(text.replaceAll("\\s+", " ")).contains(REASON);
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS + 1));
  }

  @Test
  void sectionsHaveTheirNumberAndTitleOnce() {
    String text = PaperTerminal.of(List.of(STREAM, LATENCY, BROKEN), false);
    assertThat(text).containsOnlyOnce("1.2  " + Section.BANDWIDTH_WALL.title());
    assertThat(text).containsOnlyOnce("3.3  " + Section.CHIP.title());
  }

  @Test
  void rowsInSuccessionShareAReason() {
    String text = PaperTerminal.of(List.of(LATENCY, LATENCY), false);
    assertThat(text).containsOnlyOnce("the workload is not stated");
  }

  @Test
  void aRegressedRowIsMarkedAndSaysWhatItShouldBe() {
    String text = PaperTerminal.of(List.of(LATENCY, BROKEN), false);
    assertThat(text)
        .contains("REGRESSED")
        .contains("section 3.3, area efficiency: must be 0.845 to 0.855 TOPS/mm², got 0.125")
        .contains("1 of 2 printed figures could have failed: 1 reproduced")
        .contains("1 could not: 1 not reproducible")
        .contains("1 regressed.");
    assertThat(PaperTerminal.of(List.of(LATENCY), false)).contains("None has regressed.");
  }

  @Test
  void regressionsAreNamed() {
    assertThat(PaperReport.regressions(List.of(STREAM, LATENCY, BROKEN)))
        .containsExactly(
            "section 3.3, area efficiency: must be 0.845 to 0.855 TOPS/mm², got 0.125");
  }

  @Test
  void stylesAreWrittenOnlyWhereAskedFor() {
    assertThat(PaperTerminal.of(List.of(STREAM), false)).doesNotContain("\u001b");
    assertThat(PaperTerminal.of(List.of(STREAM), true)).contains("\u001b[33mcorrected");
  }

  @Test
  void jsonHoldsEveryRowWithNullForWhatItLacks() {
    JsonNode root =
        JsonMapper.shared().readTree(PaperReport.json(List.of(STREAM, LATENCY, BROKEN)));
    assertThat(root.get("schema").asString()).isEqualTo("cimlet.paper/2");
    assertThat(root.get("rows").size()).isEqualTo(3);
    JsonNode stream = root.get("rows").get(0);
    assertThat(stream.get("section").asString()).isEqualTo("1.2");
    assertThat(stream.get("claim").asString()).isEqualTo("bandwidth to stream the weights");
    assertThat(stream.get("printed").asDouble()).isEqualTo(64);
    assertThat(stream.get("unit").asString()).isEqualTo("Tbit/s");
    assertThat(stream.get("computed").asDouble()).isEqualTo(518.08043);
    assertThat(stream.get("ratio").asDouble()).isEqualTo(518.08043 / 64);
    assertThat(stream.get("status").asString()).isEqualTo("corrected");
    assertThat(stream.get("by").asString()).isEqualTo("wall");
    assertThat(stream.get("why").asString()).isEqualTo(REASON);
    assertThat(stream.get("regressed").asBoolean()).isFalse();
    JsonNode latency = root.get("rows").get(1);
    assertThat(latency.get("status").asString()).isEqualTo("not reproducible");
    assertThat(latency.get("computed").isNull()).isTrue();
    assertThat(latency.get("ratio").isNull()).isTrue();
    assertThat(latency.get("by").isNull()).isTrue();
    assertThat(root.get("rows").get(2).get("regressed").asBoolean()).isTrue();
  }

  @Test
  void theWholeTableFitsTheTerminal() {
    String text = PaperTerminal.of(PaperTable.rows(), false);
    assertThat(text.lines())
        .hasSizeGreaterThan(300)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS + 1));
  }

  @Test
  void theSameBytesComeOutInEveryLocaleAndTimeZone() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    String terminal = PaperTerminal.of(PaperTable.rows(), true);
    String json = PaperReport.json(PaperTable.rows());
    try {
      for (String tag : List.of("ar-EG", "tr", "de")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
        assertThat(PaperTerminal.of(PaperTable.rows(), true)).isEqualTo(terminal);
        assertThat(PaperReport.json(PaperTable.rows())).isEqualTo(json);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
