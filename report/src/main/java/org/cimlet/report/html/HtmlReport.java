package org.cimlet.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.cimlet.estimate.Estimate;
import org.cimlet.plan.Plan;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Agreement;
import org.cimlet.report.facts.Bubbles;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.BreakdownDrawing.Slice;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.Timelines;

/// A run as people look at it: one HTML file that needs nothing else, its plots drawn as SVG within
/// it. The page forbids itself every request and every script but its own.
public final class HtmlReport {
  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private final Result result;
  private final Figures facts;
  private final Markup out = new Markup();

  private HtmlReport(Result result) {
    this.result = result;
    this.facts = result.figures();
  }

  /// The whole file.
  public static String of(Result result) {
    return new HtmlReport(result).page();
  }

  private String page() {
    Plan plan = result.plan();
    out.open("html", "lang", "en");
    out.open("head").line();
    out.empty("meta", "charset", "utf-8");
    out.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy());
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    out.empty("link", "rel", "icon", "href", "data:,");
    out.element("title", plan.program().name() + " on " + plan.machine().name() + " · Cimlet");
    out.resource("style", STYLE).close().line();
    out.open("body").open("main");
    new ReportHeader(facts).write(out);
    contents();
    floorplan();
    result.recorded().ifPresent(this::timelines);
    time();
    energy();
    roofline();
    bandwidth();
    links();
    result.simulated().ifPresent(this::simulation);
    comparison();
    making();
    uncertainty();
    linears();
    provenance();
    out.open("footer");
    out.text(
        "Written by Cimlet: a closed-form estimate from the network, the scenario and the numbers");
    out.text(
        result.simulated().isPresent()
            ? " under Provenance, beside a simulation event by event."
            : " under Provenance.");
    out.close();
    out.close();
    out.open("div", "id", "tip", "hidden", "hidden").close().line();
    out.resource("script", SCRIPT).close().close();
    return "<!DOCTYPE html>\n" + out + "\n";
  }

  private void contents() {
    out.open("nav");
    entry("floorplan", "Floorplan");
    if (result.recorded().isPresent()) {
      entry("timeline", "Timeline");
    }
    entry("time", "Time");
    entry("energy", "Energy");
    entry("roofline", "Roofline");
    entry("bandwidth", "Bandwidth");
    entry("links", "Links");
    if (result.simulated().isPresent()) {
      entry("simulation", "Simulation");
    }
    if (!result.baselines().isEmpty()) {
      entry("comparison", "Comparison");
    }
    entry("making", "Making");
    result.moving().ifPresent(moving -> entry("uncertainty", "Uncertainty"));
    entry("linears", "Linears");
    entry("provenance", "Provenance");
    out.close().line();
  }

  private void entry(String id, String word) {
    out.element("a", word, "href", "#" + id);
  }

  private void floorplan() {
    section("floorplan", "The package", "figure");
    new FloorplanDrawing(facts, result.simulation(), result.appraisal().specifiedHeat()).draw(out);
    caption(
        "Dies and the gaps between them are to scale; the host is not. Wires are as thick as the"
            + " traffic of their busier direction. Point at a die, a wire or the host for its"
            + " figures. The scale of utilisation is finer at its lower end."
            + (result.plan().machine().topology().height() > 1
                ? " The dies of a stack are drawn side by side on its place, the lowest on the left."
                : "")
            + (result.simulated().isPresent()
                ? " Links as simulated: each direction of a wire by itself, on the right of its way."
                : ""));
    end();
  }

  private void timelines(Timelines watched) {
    int batch = result.plan().scenario().batch();
    int middle = watched.layer().bands().getFirst().layer();
    section("timeline", "Timeline", "figure");
    out.element("p", Bubbles.of(watched.token()), "class", "finding");
    out.element("h3", "One layer of a lone stream's token: layer " + middle);
    new TimelineDrawing(watched.layer(), "timeline-layer", "Timeline of one layer").draw(out);
    out.element("h3", "All of that token");
    new TimelineDrawing(watched.token(), "timeline-token", "Timeline of one token").draw(out);
    if (batch > 1) {
      out.element("h3", "%s streams, settled".formatted(Si.grouped(batch)));
      new TimelineDrawing(watched.steady(), "timeline-steady", "Timeline of the batch").draw(out);
    }
    caption(
        "Simulated event by event. Time runs to the right; a part's line is dark where it works and"
            + " empty where it waits: the empty stretches are the bubbles. A column is one of "
            + watched.token().bins()
            + " equal pieces of the window, coloured by the share of it in which the part was busy."
            + " Lines between steps or layers mark where the stream went on. Of links only the"
            + " busiest are drawn"
            + (result.plan().machine().chiplets() > TimelineDrawing.MOST_CHIPLET_ROWS
                ? ", and successive chiplets share a line that shows the busiest of them."
                : "."));
    end();
  }

  private void time() {
    section("time", "Where a lone stream's token spends its time", "figure");
    List<Slice> parts =
        facts.estimate().time().stream()
            .map(share -> new Slice(share.part().label(), share.seconds()))
            .toList();
    new BreakdownDrawing("time", "Time of one token, one stream alone", "s", "Part", parts)
        .draw(out);
    caption(
        "Steps of a lone stream follow one another, so its parts add up to the time between two of"
            + " its tokens. With more streams in flight the parts overlap.");
    end();
  }

  private void energy() {
    Estimate.Decode decode = facts.estimate().decode();
    section("energy", "Where the energy of a token goes", "figure");
    List<Slice> actions =
        facts.estimate().energy().stream()
            .map(share -> new Slice(share.action().label(), share.joulesPerToken()))
            .toList();
    String batch = "batch " + Si.grouped(decode.batch());
    new BreakdownDrawing("energy", "Energy of one token at " + batch, "J", "Action", actions)
        .draw(out);
    caption(
        "Leakage and the idle host are static power spread over the tokens of "
            + batch
            + "; at saturation, with more tokens to share them, a token takes "
            + Si.of(facts.saturatedEnergyPerTokenJ(), "J")
            + ".");
    end();
  }

  private void roofline() {
    RooflineFigures figures = new RooflineFigures(result);
    section("roofline", "Roofline", "figure");
    new RooflineDrawing(figures).draw(out);
    caption(
        "Dashed: peaks. Drawn through: peaks times the stated efficiencies. Dots: where each works."
            + " Bytes of a baseline are the weights and the cache it moves over its memory interface."
            + (result.plan().placement().isReloaded()
                ? " Loading weights is not drawn here, nor in its roofs. This machine's points"
                : " This machine moves no weights: its points")
            + " appear twice at the same height, filled"
            + " against the rows its macros read where the weights lie, hollow against the keys and"
            + " values its host reads from memory; the nearer roof limits. A dot without room for its"
            + " name says it when pointed at. Operations are those the"
            + " network asks for: linears, head and attention."
            + (figures.unpacked() == 1
                ? ""
                : " Weights pruned away count as done, so the peak is that of the multipliers times "
                    + Si.plain(figures.unpacked())
                    + "."));
    end();
  }

  private void bandwidth() {
    section(
        "bandwidth",
        "Bandwidth needed and bandwidth there, at "
            + Si.grouped(Math.round(result.wall().tokensPerS()))
            + " token/s",
        "figure");
    new BandwidthDrawing(result).draw(out);
    caption(
        "Needed at batch 1 with 8-bit weights and activations. Weights: every linear of the layers,"
            + " streamed from memory for each token; held in macros they are read in place instead"
            + (result.plan().placement().isReloaded()
                ? ", but for the loading of each round, which a batch and a prompt share."
                : ".")
            + " Keys and values: read by whoever attends, at context "
            + Si.grouped(facts.context())
            + ". Activations: three to six hidden vectors a layer between chiplets and host.");
    end();
  }

  private void links() {
    section("links", "Chiplets and links", "figure");
    new ChipletStrip(facts).draw(out);
    out.open("figcaption");
    out.element("i", "", "class", "swatch b-batch");
    out.text("busy at batch " + Si.grouped(facts.estimate().decode().batch()) + " ");
    out.element("i", "", "class", "swatch b-saturated");
    out.text("busy at saturation").close();
    out.element("h3", "Busiest links, each direction of a wire by itself");
    new LinkTable(facts).write(out);
    end();
  }

  private void simulation(Simulation simulation) {
    section("simulation", "Simulated beside estimated", "div");
    Table table =
        Table.open(out, "", "Figure", "#Simulated", "#Estimated", "#Estimate / simulation");
    for (Agreement agreement : Agreement.of(simulation, result.estimate())) {
      table
          .row("")
          .text(agreement.figure())
          .text(Si.of(agreement.simulated(), agreement.unit()))
          .text(Si.of(agreement.estimated(), agreement.unit()))
          .text(Si.plain(agreement.ratio()))
          .endRow();
    }
    table.close();
    out.element("p", Agreement.measured(simulation), "class", "caption");
    end();
  }

  private void comparison() {
    if (result.baselines().isEmpty()) {
      return;
    }
    section("comparison", "Beside systems with stacked memory", "div");
    new ComparisonTable(result).write(out);
    out.element(
        "p",
        "Latency and throughput are different questions: the first block has the same number of"
            + " streams everywhere, the second gives this machine just enough streams to saturate and"
            + " each baseline as many as its memory holds. First token: one prompt of "
            + Wording.count(result.plan().scenario().promptTokens(), "token")
            + ", alone. Energy of this machine is package and host; of a baseline the power of its"
            + " boards over its throughput, an upper bound without a host. Silicon is compute dies:"
            + " no host, no stacked memory.",
        "class",
        "caption");
    end();
  }

  private void making() {
    section("making", "What it takes to make, to load and to cool", "div");
    new MakingTable(result).write(out);
    end();
  }

  private void uncertainty() {
    result
        .moving()
        .ifPresent(moving -> {
          section("uncertainty", "How far the answers may move", "figure");
          new UncertaintyDrawing(moving).draw(out);
          end();
        });
  }

  private void linears() {
    section("linears", "The network's linears", "div");
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

  /// Nothing from anywhere, our style, and the one script whose hash this is.
  private static String policy() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(SCRIPT.getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"
          + Base64.getEncoder().encodeToString(hash)
          + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the report's resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
