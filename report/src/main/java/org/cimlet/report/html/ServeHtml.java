package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.cimlet.quantity.Si;
import org.cimlet.report.Origin;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.PageFrame;
import org.cimlet.report.html.page.Table;
import org.cimlet.serve.ServeResult;
import org.cimlet.serve.ServeResult.OfSystem;
import org.cimlet.serve.measure.Distribution;
import org.cimlet.serve.measure.Range;
import org.cimlet.serve.measure.Slo;
import org.cimlet.serve.measure.Spread;
import org.jspecify.annotations.Nullable;

/// Served requests as one page: what share is served in time over the load, latencies, servers and
/// money, all systems together.
public final class ServeHtml {
  private static final String UNKNOWN = "–";

  private final ServeResult result;
  private final @Nullable Origin origin;
  private final Markup out = new Markup();

  private ServeHtml(ServeResult result, @Nullable Origin origin) {
    this.result = result;
    this.origin = origin;
  }

  /// The whole file.
  public static String of(ServeResult result) {
    return of(result, null);
  }

  /// The same, saying how it was made.
  public static String of(ServeResult result, @Nullable Origin origin) {
    return new ServeHtml(result, origin).page();
  }

  private String page() {
    String title = result.job().network().name() + " served";
    PageFrame.open(out, title);
    heading();
    loads();
    distribution("ttft", "Time to first token", OfSystem::ttft, Slo::ttftS);
    distribution("tpot", "Time per output token", OfSystem::tpot, Slo::tpotS);
    history();
    clients();
    servers();
    sizes();
    uncertainty();
    out.open("footer")
        .text(
            "Written by Cimlet: packages as stations from the plan, GPUs as steps from their"
                + " kernels' laws, both event by event.");
    if (origin != null) {
      out.element("p", origin.line(), "class", "origin");
    }
    out.close();
    return PageFrame.close(out);
  }

  private void heading() {
    Slo slo = result.systems().getFirst().all().slo();
    out.open("header");
    out.element("p", "Serving", "class", "kind");
    out.element("h1", result.job().network().name() + " serves requests");
    out.element(
        "p",
        "%s: %s requests%s, a prompt of %s and an answer of %s tokens in the mean"
            .formatted(
                result.job().traffic().name(),
                Si.grouped(result.traffic().requests()),
                result.traffic().requestsPerS() > 0
                    ? ", %s a second".formatted(Si.plain(result.traffic().requestsPerS()))
                    : "",
                Si.plain(result.traffic().meanInput()),
                Si.plain(result.traffic().meanOutput())),
        "class",
        "summary");
    out.element(
        "p",
        "In time: a TTFT of %s and a TPOT of %s at most."
            .formatted(Si.of(slo.ttftS(), "s"), Si.of(slo.tpotS(), "s")),
        "class",
        "scenario");
    for (OfSystem system : result.systems()) {
      if (system.totals().saturated()) {
        out.element(
            "p",
            system.system().name()
                + " is saturated: its backlog grows, and its latencies say how long the traffic"
                + " lasted.",
            "class",
            "warning");
      }
    }
    out.close().line();
  }

  private void section(String id, String title) {
    out.open("section", "id", id).element("h2", title);
  }

  private void loads() {
    if (result.job().scales().isEmpty()) {
      return;
    }
    section("loads", "Served in time, by load");
    out.open("figure");
    CurveChart chart = new CurveChart("loads", "requests a second", "");
    for (OfSystem system : result.systems()) {
      List<CurveChart.Point> points = new ArrayList<>();
      for (ServeResult.AtLoad load : system.loads()) {
        points.add(new CurveChart.Point(load.requestsPerS(), load.attainment()));
      }
      chart.curve(system.system().name(), points);
    }
    chart.mark(result.traffic().requestsPerS(), "as recorded").draw(out);
    out.element(
        "figcaption",
        "The same requests, sent faster or slower. Where two curves cross, the better system"
            + " changes.");
    out.close().close().line();
  }

  @FunctionalInterface
  private interface Values {
    Distribution of(OfSystem system);
  }

  @FunctionalInterface
  private interface Limit {
    double of(Slo slo);
  }

  private void distribution(String id, String title, Values values, Limit limit) {
    section(id, title);
    out.open("figure");
    CurveChart chart = new CurveChart(id, title.toLowerCase(Locale.ROOT), "s");
    for (OfSystem system : result.systems()) {
      Distribution distribution = values.of(system);
      List<CurveChart.Point> points = new ArrayList<>();
      for (int percent = 1; percent <= 1000 && distribution.count() > 0; percent += 2) {
        double share = percent / 1001.0;
        points.add(new CurveChart.Point(distribution.percentile(share), share));
      }
      chart.curve(system.system().name(), points);
    }
    chart.mark(limit.of(result.systems().getFirst().all().slo()), "promised").draw(out);
    out.element("figcaption", "Share of requests that take no longer.");
    out.close().close().line();
  }

  private void history() {
    section("history", "Over time");
    out.open("figure");
    new HistoryDrawing(result.systems()).draw(out);
    out.element("figcaption", "All servers of a system together.");
    out.close().close().line();
  }

  private void clients() {
    section("clients", "Clients");
    Table table =
        Table.open(
            out,
            "comparison",
            "System",
            "#In time",
            "#Requests/s",
            "#TTFT median",
            "#P99",
            "#TPOT median",
            "#P99",
            "#End to end median",
            "#P99",
            "#Refused");
    for (OfSystem system : result.systems()) {
      table
          .row("")
          .text(system.system().name())
          .text(Wording.percent(system.all().attainment()))
          .text(Si.plain(system.requestsPerS()));
      spread(table, system.all().ttft());
      spread(table, system.all().tpot());
      spread(table, system.all().endToEnd());
      table.text(Si.grouped(system.totals().refused())).endRow();
    }
    table.close();
    out.close().line();
  }

  private static void spread(Table table, Spread spread) {
    table.text(Si.of(spread.p50(), "s")).text(Si.of(spread.p99(), "s"));
  }

  private void servers() {
    section("servers", "Servers");
    Table table =
        Table.open(
            out,
            "comparison",
            "System",
            "Pool",
            "#Servers",
            "#Busy",
            "#Running",
            "#KV cache used",
            "#Peak",
            "#Preemptions",
            "#Power",
            "#$/M tokens made",
            "#Bought");
    for (OfSystem system : result.systems()) {
      for (ServeResult.OfPool pool : system.pools()) {
        table
            .row("")
            .text(system.system().name())
            .text(pool.hardware() + ", " + pool.detail())
            .text(Si.grouped(pool.count()))
            .text(Wording.percent(pool.mean().busyShare()))
            .text(Si.plain(pool.mean().meanRunning()))
            .text(Wording.percent(pool.mean().kvMean()))
            .text(Wording.percent(pool.mean().kvPeak()))
            .text(Si.grouped(pool.mean().preemptions()))
            .text(Si.of(pool.count() * pool.mean().joules() / system.totals().seconds(), "W"))
            .text(dollars(system.money().madePerMillion()))
            .text(dollars(system.money().boughtPerMillion()))
            .endRow();
      }
    }
    table.close();
    out.close().line();
  }

  private static String dollars(Optional<Double> usd) {
    return usd.map(value -> "$" + Si.plain(value)).orElse(UNKNOWN);
  }

  private void sizes() {
    if (result.job().attainment() == 0) {
      return;
    }
    section("size", "Fewest servers");
    Table table =
        Table.open(
            out,
            "comparison",
            "System",
            "#Servers",
            "#In time",
            "#Packages' work alone takes",
            "#Power",
            "#$/M tokens made",
            "#Bought");
    for (OfSystem system : result.systems()) {
      table.row("").text(system.system().name());
      if (system.sized().isPresent()) {
        ServeResult.Size size = system.sized().get();
        table
            .text(Si.grouped(size.factor()) + " x")
            .text(Wording.percent(size.attained()))
            .text(size.bound() > 0 ? Si.plain(size.bound()) : UNKNOWN)
            .text(Si.of(size.watts(), "W"))
            .text(dollars(size.money().madePerMillion()))
            .text(dollars(size.money().boughtPerMillion()))
            .endRow();
      } else {
        table.text("none").text("").text("").text("").text("").text("").endRow();
      }
    }
    table.close();
    out.element(
        "p",
        "For %s of the requests in time; every pool so many times as large."
            .formatted(Wording.percent(result.job().attainment())),
        "class",
        "caption");
    out.close().line();
  }

  private void uncertainty() {
    if (result.job().samples() == 0) {
      return;
    }
    section("uncertainty", "Uncertainty");
    Table table =
        Table.open(
            out,
            "comparison",
            "System",
            "#In time",
            "#Power",
            "#$/M tokens made",
            "#Bought",
            "#Fewest",
            "#Power of those",
            "#$/M tokens made",
            "#Bought");
    for (OfSystem system : result.systems()) {
      ServeResult.Moving moving = system.spread().orElseThrow();
      table
          .row("")
          .text(system.system().name())
          .text(range(moving.attainment(), Wording::percent))
          .text(range(moving.watts(), watts -> Si.of(watts, "W")))
          .text(range(moving.madePerMillionUsd(), Si::plain))
          .text(range(moving.boughtPerMillionUsd(), Si::plain))
          .text(range(moving.factor(), factor -> Si.plain(factor) + " x"))
          .text(range(moving.sizedWatts(), watts -> Si.of(watts, "W")))
          .text(range(moving.sizedMadePerMillionUsd(), Si::plain))
          .text(range(moving.sizedBoughtPerMillionUsd(), Si::plain))
          .endRow();
    }
    table.close();
    out.element(
        "p",
        "From 5 to 95 %% of %s samples: technology numbers of machines within their ranges, steps of GPUs up to 15 %% longer or shorter than their laws say, prices and the time before a request waits within theirs; the requests stay."
            .formatted(result.job().samples()),
        "class",
        "caption");
    out.close().line();
  }

  private static String range(Range range, Function<Double, String> word) {
    return range.isKnown() ? word.apply(range.low()) + " – " + word.apply(range.high()) : UNKNOWN;
  }
}
