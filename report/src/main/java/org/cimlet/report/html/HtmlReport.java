package org.cimlet.report.html;

import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.quantity.Si;
import org.cimlet.report.Origin;
import org.cimlet.report.facts.Agreement;
import org.cimlet.report.facts.Bubbles;
import org.cimlet.report.facts.CeilingRow;
import org.cimlet.report.facts.RequestRow;
import org.cimlet.report.facts.VerdictWords;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.BreakdownDrawing.Slice;
import org.cimlet.report.html.floorplan.FloorplanDrawing;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.PageFrame;
import org.cimlet.report.html.page.Table;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;
import org.cimlet.run.Sweep;
import org.cimlet.run.Verdict;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.Timelines;
import org.jspecify.annotations.Nullable;

/// A run as people look at it: one HTML file that needs nothing else, its plots drawn as SVG within
/// it. The page forbids itself every request and every script but its own.
public final class HtmlReport {
  private final Result result;
  private final @Nullable Origin origin;
  private final Figures facts;
  private final Answer answer;
  private final Markup out = new Markup();

  private HtmlReport(Result result, @Nullable Origin origin) {
    this.origin = origin;
    this.result = result;
    this.facts = result.figures();
    this.answer = result.answer();
  }

  /// The whole file.
  public static String of(Result result) {
    return of(result, null);
  }

  /// The same, saying how it was made.
  public static String of(Result result, @Nullable Origin origin) {
    return new HtmlReport(result, origin).page();
  }

  private String page() {
    Plan plan = result.plan();
    PageFrame.open(out, plan.program().name() + " on " + plan.machine().name());
    new ReportHeader(result).write(out);
    contents();
    verdicts();
    floorplan();
    result.recorded().ifPresent(this::timelines);
    ceilings();
    time();
    energy();
    roofline();
    bandwidth();
    links();
    result.simulated().ifPresent(this::simulation);
    sweeps();
    comparison();
    requests();
    making();
    uncertainty();
    linears();
    provenance();
    out.open("footer");
    out.text(
        "Written by Cimlet: a closed-form estimate from the network, the scenario and the numbers");
    out.text(
        result.simulated().isPresent()
            ? " under Provenance, and a discrete-event simulation."
            : " under Provenance.");
    if (origin != null) {
      out.element("p", origin.line(), "class", "origin");
    }
    DataLinks.write(out, result, origin);
    out.close();
    return PageFrame.close(out);
  }

  private void contents() {
    out.open("nav");
    if (!result.verdicts().isEmpty()) {
      entry("verdict", "Verdict");
    }
    entry("floorplan", "Floorplan");
    if (result.recorded().isPresent()) {
      entry("timeline", "Timeline");
    }
    entry("ceilings", "Ceilings");
    entry("time", "Time");
    entry("energy", "Energy");
    entry("roofline", "Roofline");
    entry("bandwidth", "Bandwidth");
    entry("links", "Links");
    entry("batches", "Batch and context");
    if (result.simulated().isPresent()) {
      entry("simulation", "Simulation");
    }
    if (!result.verdicts().isEmpty()) {
      entry("comparison", "Baselines");
    }
    if (result.wholeRequests().isPresent()) {
      entry("requests", "Requests");
    }
    entry("making", "Cost");
    result.moving().ifPresent(moving -> entry("uncertainty", "Uncertainty"));
    entry("linears", "Linears");
    entry("provenance", "Provenance");
    out.close().line();
  }

  private void entry(String id, String word) {
    out.element("a", word, "href", "#" + id);
  }

  private void floorplan() {
    section("floorplan", "Floorplan", "figure");
    new FloorplanDrawing(result).draw(out);
    caption(
        "Dies and the gaps between them are to scale; the host is not. Wires are as thick as the"
            + " traffic of their busier direction. Hover over a die, a wire or the host for its"
            + " figures. The utilisation scale is finer at its lower end."
            + (result.plan().machine().topology().height() > 1
                ? " The dies of a stack are drawn side by side, the lowest on the left."
                : "")
            + (result.simulated().isPresent()
                ? " Simulated links: each direction of a wire is drawn on its right-hand side."
                : ""));
    end();
  }

  private void timelines(Timelines recorded) {
    int batch = result.plan().scenario().batch();
    int middle = recorded.layer().bands().getFirst().layer();
    section("timeline", "Timeline", "figure");
    out.element("p", Bubbles.of(recorded.token()), "class", "finding");
    zoom();
    out.element("h3", "One layer at batch 1: layer " + middle);
    new TimelineDrawing(recorded.layer(), "timeline-layer", "Timeline of one layer").draw(out);
    out.element("h3", "One token at batch 1");
    new TimelineDrawing(recorded.token(), "timeline-token", "Timeline of one token").draw(out);
    if (batch > 1) {
      out.element("h3", "Batch %s in steady state".formatted(Si.grouped(batch)));
      new TimelineDrawing(recorded.steady(), "timeline-steady", "Timeline of the batch").draw(out);
    }
    caption(
        "Simulated. Time runs to the right; a resource's line is dark where it is busy and empty"
            + " where it is idle (pipeline bubbles). A column is one of "
            + recorded.token().bins()
            + " equal intervals of the window, coloured by the share of it in which the resource is"
            + " busy. Lines between steps or layers mark where the sequence goes on. Only the"
            + " busiest links are drawn"
            + (result.plan().machine().chiplets() > TimelineDrawing.MOST_CHIPLET_ROWS
                ? "; successive chiplets share a line, which shows the busiest of them."
                : "."));
    end();
  }

  /// How far the timelines are stretched; they scroll sideways then.
  private void zoom() {
    out.open("div", "class", "switch", "role", "radiogroup", "aria-label", "Zoom");
    for (int times : new int[] {1, 4, 16}) {
      out.open("label");
      out.empty(
          "input",
          "type",
          "radio",
          "name",
          "zoom",
          "id",
          "zoom-" + times,
          "checked",
          times == 1 ? "checked" : "");
      out.element("span", times + " ×").close();
    }
    out.close().line();
  }

  private void verdicts() {
    if (result.verdicts().isEmpty()) {
      return;
    }
    section("verdict", "Verdict", "div");
    for (Verdict verdict : result.verdicts()) {
      VerdictWords words = new VerdictWords(verdict);
      out.element("p", words.sentence(), "class", "finding");
      Table table =
          Table.open(out, "verdict", "", "#This machine", "#" + words.baseline(), "#Difference");
      for (VerdictWords.Row row : words.rows()) {
        table.row("").text(row.measure());
        ranged(table, row.machine(), row.range());
        ranged(table, row.baseline(), row.baselineRange());
        ranged(table, row.times(), row.timesRange());
        table.endRow();
      }
      table.close();
      out.element("p", "Equal on both sides: " + words.terms() + ".", "class", "caption");
    }
    out.element("p", VerdictWords.costs(), "class", "caption");
    end();
  }

  /// A value with its range under it.
  private void ranged(Table table, String value, String range) {
    table.begin();
    out.text(value);
    if (!range.isEmpty()) {
      out.element("small", range, "class", "range");
    }
    table.end();
  }

  private void ceilings() {
    section("ceilings", "Ceilings: what each resource alone would allow", "div");
    Table table =
        Table.open(out, "ceilings", "Resource", "Busiest", "#Tokens/s", "#Over the lowest");
    for (CeilingRow row : CeilingRow.of(answer)) {
      table
          .row("")
          .text(row.resource())
          .text(row.name())
          .text(row.rate())
          .text(row.over())
          .endRow();
    }
    table.close();
    out.element("p", CeilingRow.MEANING, "class", "caption");
    end();
  }

  private void time() {
    section("time", "TPOT at batch 1 by resource", "figure");
    List<Slice> parts =
        facts.estimate().time().stream()
            .map(share -> new Slice(share.resource().label(), share.seconds()))
            .toList();
    new BreakdownDrawing("time", "TPOT at batch 1", "s", "Resource", parts).draw(out);
    caption(
        "At batch 1 the steps of a token follow one another, and their times add up to TPOT. At"
            + " larger batches they overlap. In closed form.");
    end();
  }

  private void energy() {
    Answer.Decode decode = answer.decode();
    section("energy", "Energy per token by action", "figure");
    List<Slice> actions =
        answer.energy().stream()
            .map(share -> new Slice(share.action().label(), share.joulesPerToken()))
            .toList();
    String batch = "batch " + Si.grouped(decode.batch());
    new BreakdownDrawing("energy", "Energy per token at " + batch, "J", "Action", actions)
        .draw(out);
    caption(
        "Leakage and the idle host are static power spread over the tokens of "
            + batch
            + ". At peak throughput more tokens share it: "
            + Si.of(answer.decode().peakEnergyPerTokenJ(), "J")
            + "/token.");
    end();
  }

  private void roofline() {
    RooflineFigures figures = new RooflineFigures(result);
    section("roofline", "Roofline", "figure");
    new RooflineDrawing(figures).draw(out);
    caption(
        "Dashed: peaks. Solid: peaks times the stated efficiencies. Dots: operating points. Bytes"
            + " of a baseline are the weights and the KV cache over its memory interface. This"
            + " machine's points appear once for each of its memories, at the same height: filled"
            + " against the rows its macros read, hollow against the KV cache its "
            + (facts.diesAttend() ? "dies read" : "host reads")
            + (result.plan().placement().isReloaded() ? " and the weights that are reloaded" : "")
            + "; the nearest roof limits. Hover over a dot for its"
            + " name. Operations are those of linears, head and attention."
            + (figures.unpacked() == 1
                ? ""
                : " Pruned weights count as operations, so the peak is that of the multipliers"
                    + " times "
                    + Si.plain(figures.unpacked())
                    + "."));
    end();
  }

  private void bandwidth() {
    section(
        "bandwidth", "Bandwidth needed at " + Wording.rate(result.wall().tokensPerS()), "figure");
    new BandwidthDrawing(result).draw(out);
    caption(
        "Needed at batch 1 with 8-bit weights and activations. Weights: all linears of the layers,"
            + " streamed from memory for each token; in macros they are read in place"
            + (result.plan().placement().isReloaded()
                ? ", except for weight reload, which a batch or a prompt shares."
                : ".")
            + " KV cache: read at context "
            + Si.grouped(facts.context())
            + ". Activations: three to six hidden vectors per layer between chiplets and host.");
    end();
  }

  private void links() {
    section("links", "Chiplets and links", "figure");
    new ChipletStrip(answer, result.plan().machine().dies()).draw(out);
    out.open("figcaption");
    out.element("i", "", "class", "swatch b-batch");
    out.text("utilisation at batch " + Si.grouped(answer.decode().batch()) + " ");
    out.element("i", "", "class", "swatch b-saturated");
    out.text("at peak throughput").close();
    out.element("h3", "Busiest links, per direction");
    new LinkTable(facts, answer).write(out);
    end();
  }

  private void simulation(Simulation simulation) {
    section("simulation", "Simulation and estimate", "div");
    Table table =
        Table.open(out, "", "Figure", "#Simulated", "#Estimated", "#Estimate / simulation");
    for (Agreement agreement : Agreement.of(result)) {
      table
          .row("")
          .text(agreement.figure())
          .text(agreement.text(agreement.simulated()))
          .text(agreement.text(agreement.estimated()))
          .text(Si.plain(agreement.ratio()))
          .endRow();
    }
    table.close();
    out.element("p", Agreement.measured(result, simulation), "class", "caption");
    for (String why : Agreement.reasons(result, simulation)) {
      out.element("p", "Reason: " + why + ".", "class", "caption");
    }
    end();
  }

  private void requests() {
    List<RequestRow> rows = RequestRow.of(result);
    if (rows.isEmpty()) {
      return;
    }
    section("requests", RequestRow.title(result), "div");
    Table table = Table.open(out, "", "", "#Prompts", "#Answers", "#Total", "#Tokens/s");
    for (RequestRow row : rows) {
      table
          .row("")
          .text(row.system())
          .text(row.prompts())
          .text(row.answers())
          .text(row.total())
          .text(row.rate())
          .endRow();
    }
    table.close();
    out.element(
        "p",
        "All requests are there at once. Prompts: until every answer has begun."
            + " Tokens/s: of all answers over all of the time.",
        "class",
        "caption");
    end();
  }

  private void sweeps() {
    SweepSection sweeps = new SweepSection(Sweep.of(result));
    section("batches", "Throughput and latency", "figure");
    sweeps.batches(out);
    caption(
        "Each dot doubles the batch, from 1; context "
            + Si.grouped(facts.context())
            + ". Up and to the left is better. In closed form, on the placement of this run.");
    if (sweeps.hasContexts()) {
      out.element("h3", "Over the context");
      sweeps.contexts(out);
      caption("Each dot doubles the context, up to what the network reads. In closed form.");
    }
    end();
  }

  private void comparison() {
    if (result.verdicts().isEmpty()) {
      return;
    }
    section("comparison", "Baselines", "div");
    new ComparisonTable(result).write(out);
    out.element(
        "p",
        "First block: the same batch everywhere. Second block: machines at their saturating batch,"
            + " GPUs at the largest batch its memory holds. TTFT: one prompt of "
            + Wording.count(result.plan().scenario().promptTokens(), "token")
            + " at batch 1. Energy of a machine: package and host; of GPUs: their boards, by what"
            + " is busy, and their share of a host. Silicon: compute dies, without host and stacked"
            + " memory.",
        "class",
        "caption");
    end();
  }

  private void making() {
    section("making", "Cost, programming, cooling and export rules", "div");
    new MakingTable(result).write(out);
    end();
  }

  private void uncertainty() {
    result
        .moving()
        .ifPresent(moving -> {
          section("uncertainty", "Uncertainty (5/50/95 %)", "figure");
          new UncertaintyDrawing(moving).draw(out);
          end();
        });
  }

  private void linears() {
    section("linears", "Linears of the network", "div");
    new LinearTable(result.plan().program()).write(out);
    end();
  }

  private void provenance() {
    section("provenance", "Provenance", "div");
    new ProvenanceTable(result).write(out);
    end();
  }

  private void section(String id, String title, String body) {
    out.open("section", "id", id);
    out.element("h2", title);
    out.open(body);
  }

  private void caption(String text) {
    out.element("figcaption", text);
  }

  private void end() {
    out.close().close().line();
  }
}
